package idle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"time"
)

// API: the property HIDIdleTime of IOHIDSystem, https://developer.apple.com/documentation/iokit. It is read with the system's own ioreg: CoreGraphics
// would answer the same question, but only to programs built with cgo.

const ioregTimeout = 3 * time.Second

// Source answers when the computer was last touched.
type Source struct{}

// Open prepares a Source.
func Open() *Source { return &Source{} }

// Since is how long ago somebody last touched keyboard, mouse or trackpad. It starts a program: some milliseconds.
func (*Source) Since() (time.Duration, error) {
	ctx, cancel := context.WithTimeout(context.Background(), ioregTimeout)
	defer cancel()
	out, err := exec.CommandContext(ctx, "/usr/sbin/ioreg", "-c", "IOHIDSystem", "-d", "4", "-r").Output()
	if err != nil {
		return 0, fmt.Errorf("%w: run ioreg: %w", ErrCannotTell, err)
	}
	since, err := idleTime(out)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrCannotTell, err)
	}
	return since, nil
}

// idleTime finds the nanoseconds in a line like `"HIDIdleTime" = 1234567`.
func idleTime(out []byte) (time.Duration, error) {
	for line := range bytes.Lines(out) {
		_, value, found := bytes.Cut(line, []byte(`"HIDIdleTime" = `))
		if !found {
			continue
		}
		ns, err := strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 64)
		if err != nil {
			return 0, fmt.Errorf("read idle time: %w", err)
		}
		return time.Duration(ns), nil
	}
	return 0, errors.New("read idle time: ioreg does not name it")
}

// Close has nothing to let go of here.
func (*Source) Close() {}
