package local

import (
	"net"

	"golang.org/x/sys/unix"
)

// checkPeer returns forbidden unless the process at the other end belongs to this user.
func checkPeer(conn net.Conn) error {
	return peerUser(conn, func(fd int) (uint32, error) {
		cred, err := unix.GetsockoptXucred(fd, unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
		if err != nil {
			return 0, err
		}
		return cred.Uid, nil
	})
}
