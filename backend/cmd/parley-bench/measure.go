//go:build linux

package main

import (
	"context"
	"os/exec"
	"time"
)

// start measures how long a desk takes from its start until its agent is Online. The first start, which also makes the database, does not count.
func (b bench) start(ctx context.Context, p programs) ([]figure, error) {
	f := figure{What: "desk: start to Online", Unit: "s", Goal: "0.3"}
	for round := range b.Rounds + 1 {
		d, took, err := p.desk(ctx)
		if err != nil {
			return nil, err
		}
		if err := d.quit(ctx); err != nil {
			return nil, err
		}
		if round > 0 {
			f.Values = append(f.Values, took.Seconds())
		}
	}
	return []figure{f}, nil
}

// A desk is measured when all that comes with its start is over, and its use of the processor for a while.
const (
	justStarted = 3 * time.Second
	atRest      = 20 * time.Second
	aWhile      = 30 * time.Second
)

// tray measures a desk without a window, that holds a hub with many conversations.
func (b bench) tray(ctx context.Context, p programs) ([]figure, error) {
	if err := p.fill(ctx, b.Stored); err != nil {
		return nil, err
	}
	young := figure{What: "desk in the tray, just started: memory", Unit: "MB PSS", Goal: "20"}
	rests := figure{What: "desk in the tray, at rest: memory", Unit: "MB PSS", Goal: "20"}
	cpu := figure{What: "desk in the tray, at rest: processor", Unit: "%", Goal: "0.1"}
	for range b.Rounds {
		d, _, err := p.desk(ctx)
		if err != nil {
			return nil, err
		}
		time.Sleep(justStarted)
		mb, err := memory(d.cmd.Process.Pid)
		if err != nil {
			return nil, err
		}
		young.Values = append(young.Values, mb)
		time.Sleep(atRest - justStarted)
		if mb, err = memory(d.cmd.Process.Pid); err != nil {
			return nil, err
		}
		rests.Values = append(rests.Values, mb)
		before, err := busy(d.cmd.Process.Pid)
		if err != nil {
			return nil, err
		}
		time.Sleep(aWhile)
		after, err := busy(d.cmd.Process.Pid)
		if err != nil {
			return nil, err
		}
		cpu.Values = append(cpu.Values, float64(after-before)/float64(aWhile)*100)
		if err := d.quit(ctx); err != nil {
			return nil, err
		}
	}
	return []figure{young, rests, cpu}, nil
}

// openChats is how many conversations the window shows.
const openChats = 10

// drawLimit is how long a window may take.
const drawLimit = 30 * time.Second

// window measures a window that the tray opens on some conversations, beside a bare one.
func (b bench) window(ctx context.Context, p programs) ([]figure, error) {
	if err := p.ask(ctx, openChats); err != nil {
		return nil, err
	}
	s, err := openScreen()
	if err != nil {
		return nil, err
	}
	d, _, err := p.desk(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.keep(ctx); err != nil {
		return nil, err
	}
	opened := figure{What: "window: Open in the tray to the inbox drawn", Unit: "s", Goal: "1.3 x"}
	mem := figure{What: "window with 10 conversations: memory", Unit: "MB PSS", Goal: "+25"}
	var ours, bare window
	for range b.Rounds + 1 {
		if err := bare.open(ctx, s, b.openBare); err != nil {
			return nil, err
		}
		if err := ours.open(ctx, s, func() (func(), int, error) { return d.openWindow(ctx) }); err != nil {
			return nil, err
		}
	}
	opened.Values, opened.Floor = ours.seconds, bare.seconds
	mem.Values, mem.Floor = ours.megabytes, bare.megabytes
	return []figure{opened, mem}, d.quit(ctx)
}

// window is one kind of window.
type window struct {
	drawn     []byte // what it shows when it is complete
	seconds   []float64
	megabytes []float64
}

// open opens a window, measures it and closes it. The first time it finds out what the window shows, and measures nothing.
func (w *window) open(ctx context.Context, s *screen, open func() (closing func(), pid int, err error)) error {
	ctx, cancel := context.WithTimeout(ctx, drawLimit)
	defer cancel()
	empty, err := s.picture()
	if err != nil {
		return err
	}
	began := time.Now()
	closing, pid, err := open()
	if err != nil {
		return err
	}
	defer func() {
		closing()
		err = firstOf(err, s.shows(ctx, empty))
	}()
	if w.drawn == nil {
		w.drawn, err = s.complete(ctx, empty)
		return err
	}
	if err := s.shows(ctx, w.drawn); err != nil {
		return err
	}
	w.seconds = append(w.seconds, time.Since(began).Seconds())
	time.Sleep(settled)
	mb, err := memory(pid)
	w.megabytes = append(w.megabytes, mb)
	return err
}

// openBare opens the bare window.
func (b bench) openBare() (func(), int, error) {
	cmd := exec.Command(b.Bare)
	if err := cmd.Start(); err != nil {
		return nil, 0, err
	}
	return func() { end(cmd) }, cmd.Process.Pid, nil
}

// openWindow opens the window as the tray does.
func (d *desk) openWindow(ctx context.Context) (func(), int, error) {
	if err := d.Open(ctx); err != nil {
		return nil, 0, err
	}
	for {
		all, err := family(d.cmd.Process.Pid)
		if err != nil || ctx.Err() != nil {
			return nil, 0, firstOf(err, ctx.Err())
		}
		if len(all) > 1 {
			return func() { interrupt(all[1]) }, all[1], nil
		}
		time.Sleep(time.Millisecond)
	}
}
