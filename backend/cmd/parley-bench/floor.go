//go:build linux

package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// floor is a program that does the least a hub can: it makes websockets of connections, and for each line on stdin writes the same bytes to all of them.
type floor struct {
	Bytes int `required:"" help:"How many bytes are written to each."`
}

// Run prints its address and serves until stdin ends.
func (f floor) Run(ctx context.Context) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	fmt.Println("http://" + l.Addr().String())
	accepted := make(chan int, 1<<17)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go greet(conn, accepted)
		}
	}()
	frame := append([]byte{0x81, 126, byte(f.Bytes >> 8), byte(f.Bytes)}, strings.Repeat(" ", f.Bytes-len(marker))+marker...)
	var all []int
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		for len(accepted) > 0 {
			all = append(all, <-accepted)
		}
		for _, fd := range all {
			if err := write(fd, frame); err != nil {
				return fmt.Errorf("write: %w", err)
			}
		}
	}
	return nil
}

// marker ends what the floor writes.
const marker = `"floor"`

// greet makes a websocket of a connection, whatever it says, and hands over a descriptor that blocks.
func greet(conn net.Conn, accepted chan<- int) {
	buf := make([]byte, 4096)
	if _, err := conn.Read(buf); err != nil {
		return
	}
	if _, err := conn.Write([]byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")); err != nil {
		return
	}
	tcp, is := conn.(*net.TCPConn)
	if !is {
		return
	}
	raw, err := tcp.File()
	if err != nil {
		return
	}
	fd, err := unix.Dup(int(raw.Fd())) // which also makes it block
	raw.Close()
	conn.Close()
	if err == nil {
		accepted <- fd
	}
}

// flushes is how long it takes to have a few bytes on the disk of a folder, sorted.
func flushes(dir string, times int) ([]time.Duration, error) {
	file, err := os.Create(filepath.Join(dir, "flushed"))
	if err != nil {
		return nil, fmt.Errorf("measure the disk: %w", err)
	}
	defer file.Close()
	took := make([]time.Duration, times)
	block := make([]byte, 4096)
	for i := range took {
		began := time.Now()
		if _, err := file.WriteAt(block, int64(i%256)*4096); err != nil {
			return nil, fmt.Errorf("measure the disk: %w", err)
		}
		if err := unix.Fdatasync(int(file.Fd())); err != nil {
			return nil, fmt.Errorf("measure the disk: %w", err)
		}
		took[i] = time.Since(began)
	}
	slices.Sort(took)
	return took, nil
}
