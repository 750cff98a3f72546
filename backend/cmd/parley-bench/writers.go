//go:build linux

package main

import (
	"bytes"
	"fmt"
	"runtime"
	"time"
)

// write has every socket send messages, each the next one when the last is acknowledged, until the hub is gone. Message n, from 0 on, is the same for all. It
// returns how long those took that were sent from an instant on, and how many of each socket were acknowledged. One thread does it all: what a client costs
// the computer shall not be measured.
func (c *crowd) write(begin time.Time, message func(n int64) ([]byte, error)) (took []time.Duration, acknowledged []int64, err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	acknowledged = make([]int64, len(c.sockets))
	sent, got := make([]time.Time, len(c.sockets)), make([][]byte, len(c.sockets))
	say := func(i int) error {
		text, err := message(acknowledged[i])
		if err != nil {
			return err
		}
		sent[i] = time.Now()
		return write(c.sockets[i], masked(text))
	}
	for i := range c.sockets {
		if err := say(i); err != nil {
			return nil, nil, fmt.Errorf("write the first message of socket %d: %w", i, err)
		}
	}
	heard := func(i int, data []byte) error {
		got[i] = append(got[i], data...)
		for l := frameLen(got[i]); l > 0 && l <= len(got[i]); l = frameLen(got[i]) {
			frame := got[i][:l]
			got[i] = got[i][l:]
			switch {
			case bytes.Contains(frame, []byte(`"type":"error"`)):
				return fmt.Errorf("the hub refuses a message: %s", frame)
			case bytes.Contains(frame, []byte(`"type":"ack"`)):
				if sent[i].After(begin) {
					took = append(took, time.Since(sent[i]))
				}
				acknowledged[i]++
				_ = say(i) // to a hub that may be gone
			}
		}
		return nil
	}
	r := newReader(c)
	for there := len(c.sockets); there > 0; {
		ended, err := r.next(-1, heard)
		if err != nil {
			return nil, nil, err
		}
		there -= ended
	}
	return took, acknowledged, nil
}
