//go:build unix

package wire

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

const canTry = true

// tryWrite writes as much as a socket takes without waiting. Nobody else may be writing: Control, unlike Write, does not see to that, nor ask for the deadline.
func tryWrite(raw syscall.RawConn, data []byte) (n int, err error) {
	over := raw.Control(func(fd uintptr) { // Write would also prepare to wait, for nothing
		for {
			n, err = unix.Write(int(fd), data)
			if !errors.Is(err, unix.EINTR) {
				return
			}
		}
	})
	switch {
	case over != nil:
		return 0, over
	case errors.Is(err, unix.EAGAIN):
		return 0, nil
	}
	return max(n, 0), err
}
