//go:build linux

package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// screen looks at what is drawn on the display.
type screen struct {
	conn *xgb.Conn
	root *xproto.ScreenInfo
}

func openScreen() (*screen, error) {
	conn, err := xgb.NewConn()
	if err != nil {
		return nil, fmt.Errorf("open the display: %w", err)
	}
	return &screen{conn: conn, root: xproto.Setup(conn).DefaultScreen(conn)}, nil
}

// picture is everything that is to be seen, four bytes a pixel.
func (s *screen) picture() ([]byte, error) {
	reply, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(s.root.Root), 0, 0,
		s.root.WidthInPixels, s.root.HeightInPixels, ^uint32(0)).Reply()
	if err != nil {
		return nil, fmt.Errorf("look at the display: %w", err)
	}
	return reply.Data, nil
}

// alike is how many pixels of a thousand may differ in two pictures of the same: times go on.
const alike = 2

// same reports whether two pictures show the same.
func same(a, b []byte) bool {
	differ := 0
	for i := 0; i+3 < len(a); i += 4 {
		if a[i] != b[i] || a[i+1] != b[i+1] || a[i+2] != b[i+2] {
			differ++
		}
	}
	return differ <= len(a)/4*alike/1000
}

// settled is how long nothing may change in a picture that is complete.
const settled = 2 * time.Second

// complete waits until something is drawn and nothing changes any more, and returns that.
func (s *screen) complete(ctx context.Context, empty []byte) ([]byte, error) {
	last, since := empty, time.Now()
	for {
		now, err := s.picture()
		switch {
		case err != nil:
			return nil, err
		case ctx.Err() != nil:
			return nil, fmt.Errorf("wait for the window: %w", ctx.Err())
		case !same(now, last):
			last, since = now, time.Now()
		case !same(now, empty) && time.Since(since) > settled:
			return now, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// shows waits until a picture is on the display.
func (s *screen) shows(ctx context.Context, want []byte) error {
	for {
		now, err := s.picture()
		switch {
		case err != nil:
			return err
		case same(now, want):
			return nil
		case ctx.Err() != nil:
			return fmt.Errorf("wait for the window: %w", ctx.Err())
		}
		time.Sleep(3 * time.Millisecond)
	}
}
