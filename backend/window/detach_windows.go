package window

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// detach gives the program no console of ours, so that what ends the window does not end it. See the process creation flags of Windows.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.DETACHED_PROCESS | windows.CREATE_NEW_PROCESS_GROUP}
}
