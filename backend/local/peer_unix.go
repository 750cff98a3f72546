//go:build linux || darwin

package local

import (
	"fmt"
	"net"
	"os"

	"parley/backend/chat"
)

func peerUser(conn net.Conn, ask func(fd int) (uint32, error)) error {
	socket, ok := conn.(*net.UnixConn)
	if !ok {
		return chat.Errorf(chat.Forbidden, "%T has no user at the other end", conn)
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return fmt.Errorf("ask for the user at the other end: %w", err)
	}
	var user uint32
	var askErr error
	if err := raw.Control(func(fd uintptr) { user, askErr = ask(int(fd)) }); err != nil {
		return fmt.Errorf("ask for the user at the other end: %w", err)
	}
	if askErr != nil {
		return fmt.Errorf("ask for the user at the other end: %w", askErr)
	}
	if int(user) != os.Getuid() {
		return chat.Errorf(chat.Forbidden, "user %d is at the other end", user)
	}
	return nil
}
