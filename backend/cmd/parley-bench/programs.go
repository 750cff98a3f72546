//go:build linux

package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"parley/backend/chat"
	"parley/backend/local"
	"parley/backend/store"
)

// programs are those that are measured, and the data folder of their desk.
type programs struct{ bin, data string }

// desk is a running parley-desk.
type desk struct {
	*local.Client
	cmd     *exec.Cmd
	started time.Time
}

// desk starts one with a demo and waits until its agent is Online, which takes as long as the second result says.
func (p programs) desk(ctx context.Context) (*desk, time.Duration, error) {
	cmd := exec.Command(filepath.Join(p.bin, "parley-desk"), "--demo", "--hidden", "--data", p.data)
	cmd.Stderr = os.Stderr
	d := &desk{cmd: cmd, started: time.Now()}
	if err := cmd.Start(); err != nil {
		return nil, 0, fmt.Errorf("start the desk: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for d.Client == nil {
		client, err := local.Dial(ctx, p.data)
		if ctx.Err() != nil {
			return nil, 0, fmt.Errorf("reach the desk: %w", err)
		}
		if err == nil {
			d.Client = client
			break
		}
		time.Sleep(2 * time.Millisecond)
	}
	_, err := d.until(ctx, func(s local.State) bool {
		return s.Session != nil && s.Session.View != nil && s.Session.View.Status == chat.Online
	})
	return d, time.Since(d.started), err
}

// until waits for a state.
func (d *desk) until(ctx context.Context, is func(local.State) bool) (local.State, error) {
	for rev := int64(0); ; {
		s, err := d.After(ctx, rev)
		if err != nil {
			return s, fmt.Errorf("wait for the desk: %w", err)
		}
		if is(s) {
			return s, nil
		}
		rev = s.Rev
	}
}

// keep has the desk go on when its window closes, and show no toasts over it.
func (d *desk) keep(ctx context.Context) error {
	if err := d.SetSettings(ctx, local.Settings{KeepRunning: true}); err != nil {
		return fmt.Errorf("keep the desk running: %w", err)
	}
	if _, err := d.SetStatus(ctx, local.StatusParams{Status: chat.Invisible}); err != nil {
		return fmt.Errorf("choose a status: %w", err)
	}
	return nil
}

func (d *desk) quit(ctx context.Context) error {
	if err := d.Quit(ctx); err != nil {
		return fmt.Errorf("quit the desk: %w", err)
	}
	return d.cmd.Wait()
}

// end ends a program that does not say goodbye, with what it started.
func end(cmd *exec.Cmd) {
	_ = cmd.Process.Signal(syscall.SIGTERM)
	_ = cmd.Wait() // by our signal
}

// interrupt ends a program of somebody else's.
func interrupt(pid int) { _ = syscall.Kill(pid, syscall.SIGTERM) }

// fill stores conversations that are over.
func (p programs) fill(ctx context.Context, n int) error {
	return p.store(ctx, func(s *store.Store, agent chat.Agent) error {
		const writers = 50
		failed := make(chan error, writers)
		for w := range writers {
			go func() {
				var err error
				for i := w; i < n && err == nil; i += writers {
					err = converse(ctx, s, agent, fmt.Sprint("over", i))
				}
				failed <- err
			}()
		}
		var err error
		for range writers {
			err = firstOf(err, <-failed)
		}
		return err
	})
}

// ask stores conversations that wait for an answer.
func (p programs) ask(ctx context.Context, n int) error {
	return p.store(ctx, func(s *store.Store, agent chat.Agent) error {
		for i := range n {
			if _, err := say(ctx, s, agent.Site, fmt.Sprint("open", i)); err != nil {
				return err
			}
		}
		return nil
	})
}

// store changes the database of a desk that does not run.
func (p programs) store(ctx context.Context, change func(*store.Store, chat.Agent) error) error {
	s, err := store.Open(ctx, filepath.Join(p.data, "hub"), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	sites, err := s.Sites(ctx)
	if err == nil {
		var agents []chat.Agent
		if _, agents, _, err = s.Site(ctx, sites[0].ID); err == nil {
			err = change(s, agents[0])
		}
	}
	return firstOf(err, s.Close())
}

// say stores what a new visitor asks.
func say(ctx context.Context, s *store.Store, site, id string) (chat.Written, error) {
	return s.SayAsVisitor(ctx, chat.VisitorMessage{
		Site: site, Token: chat.NewToken(), ClientID: id, Text: question, Language: "en", At: time.Now(),
	})
}

// converse stores a question, the answer and the end.
func converse(ctx context.Context, s *store.Store, agent chat.Agent, id string) error {
	w, err := say(ctx, s, agent.Site, id)
	if err != nil {
		return err
	}
	c := w.Conversation.ID
	if _, err := s.SayAsAgent(ctx, chat.AgentMessage{Agent: agent, Conversation: c, ClientID: id, Text: answer, At: time.Now()}); err != nil {
		return err
	}
	_, err = s.Do(ctx, chat.Act{Agent: agent, Conversation: c, ClientID: id + "c", Kind: chat.KindClosed, At: time.Now()})
	return err
}

const (
	question = "Does the touring bike come in green, and how long would it take to get one to Lyon?"
	answer   = "It does! We would have it with you in about two weeks."
)
