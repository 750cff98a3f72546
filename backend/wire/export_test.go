package wire

import "net"

// CutReason is cutReason.
var CutReason = cutReason

// NetConn returns the socket under a connection.
func NetConn(c *Conn) net.Conn { return c.ws.NetConn() }
