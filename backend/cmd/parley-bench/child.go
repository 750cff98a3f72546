//go:build linux

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// child is this program again, as another process.
type child struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	address string // host and port
	ended   sync.Once
}

// spawn starts this program with arguments and waits until it prints its address.
func spawn(args ...string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("start myself: %w", err)
	}
	c := &child{cmd: exec.Command(self, args...)}
	c.cmd.Stderr = os.Stderr
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start myself: %w", err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start myself: %w", err)
	}
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start myself: %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		c.kill()
		return nil, fmt.Errorf("%s does not start: %w", args[0], err)
	}
	c.address = strings.TrimPrefix(strings.TrimSpace(line), "http://")
	return c, nil
}

// kill ends the process as kill -9 does, unless that was done.
func (c *child) kill() {
	c.ended.Do(func() {
		_ = c.cmd.Process.Kill() // it may have ended
		_ = c.cmd.Wait()
	})
}

// during measures something, and the time the processor spends on the process meanwhile.
func (c *child) during(measure func() (told, error)) (told, time.Duration, error) {
	before, err := c.ran()
	if err != nil {
		return told{}, 0, err
	}
	t, err := measure()
	if err != nil {
		return t, 0, err
	}
	after, err := c.ran()
	return t, after - before, err
}

// ran is the time the processor has spent on the process, exactly.
func (c *child) ran() (time.Duration, error) {
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", c.cmd.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("read processor time: %w", err)
	}
	var sum time.Duration
	for _, t := range tasks {
		text, err := os.ReadFile(t)
		if err != nil {
			continue // the thread ended
		}
		if first, _, found := strings.Cut(string(text), " "); found {
			ns, err := strconv.ParseInt(first, 10, 64)
			if err != nil {
				return 0, fmt.Errorf("read processor time: %w", err)
			}
			sum += time.Duration(ns)
		}
	}
	return sum, nil
}
