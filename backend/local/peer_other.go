//go:build !linux && !darwin

package local

import "net"

// checkPeer has nothing to ask: the folder of the socket keeps other users out.
func checkPeer(net.Conn) error { return nil }
