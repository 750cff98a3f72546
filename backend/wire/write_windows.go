package wire

import "syscall"

// canTry is false: the sockets of this system are written by the runtime alone.
const canTry = false

func tryWrite(syscall.RawConn, []byte) (int, error) { return 0, nil }
