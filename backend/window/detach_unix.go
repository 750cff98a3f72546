//go:build unix

package window

import (
	"os/exec"
	"syscall"
)

// detach puts the program into a session of its own, so that what ends the window does not end it. See setsid(2).
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
