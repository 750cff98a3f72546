package idle

import (
	"fmt"
	"io"
	"log"
	"sync"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/screensaver"
	"github.com/jezek/xgb/xproto"
)

// Specification: https://www.x.org/releases/current/doc/scrnsaverproto/saver.html

// x11 asks the X server, and connects to it again when it was restarted.
type x11 struct {
	conn *xgb.Conn
	root xproto.Drawable
}

// The library would write a line to stderr at every attempt to reach a server that is not there.
var quietX11 = sync.OnceFunc(func() { xgb.Logger = log.New(io.Discard, "", 0) })

func (x *x11) since() (time.Duration, error) {
	if x.conn == nil {
		if err := x.connect(); err != nil {
			return 0, err
		}
	}
	info, err := screensaver.QueryInfo(x.conn, x.root).Reply()
	if err != nil {
		x.close()
		return 0, fmt.Errorf("ask X server for idle time: %w", err)
	}
	return time.Duration(info.MsSinceUserInput) * time.Millisecond, nil
}

func (x *x11) connect() error {
	quietX11()
	conn, err := xgb.NewConn()
	if err != nil {
		return fmt.Errorf("connect to X server: %w", err)
	}
	if err := screensaver.Init(conn); err != nil {
		conn.Close()
		return fmt.Errorf("use X screensaver extension: %w", err)
	}
	x.conn = conn
	x.root = xproto.Drawable(xproto.Setup(conn).DefaultScreen(conn).Root)
	return nil
}

func (x *x11) close() {
	if x.conn != nil {
		x.conn.Close()
		x.conn = nil
	}
}
