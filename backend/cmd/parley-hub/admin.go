package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"parley/backend/server/password"
	"parley/backend/store"
)

type siteAdd struct {
	Data   string   `required:"" type:"path" help:"Folder of the database."`
	Name   string   `required:"" help:"Name of the website, as visitors see it."`
	Origin []string `required:"" placeholder:"URL" help:"Origin whose pages may carry the widget, as in https://shop.example. Can be repeated."`
}

// Run adds the site, also beside a running hub.
func (c siteAdd) Run(ctx context.Context, m *Main) error {
	return m.stored(ctx, c.Data, func(s *store.Store) (map[string]string, error) {
		site, err := s.AddSite(ctx, c.Name, c.Origin)
		return map[string]string{"site": site.ID}, err
	})
}

type agentAdd struct {
	Data  string `required:"" type:"path" help:"Folder of the database."`
	Site  string `required:"" help:"Id of the site."`
	Name  string `required:"" help:"Name of the agent, as visitors see it."`
	Email string `required:"" help:"E-mail address to sign in with."`
}

// Run adds the agent, also beside a running hub.
func (c agentAdd) Run(ctx context.Context, m *Main) error {
	secret, err := line(m.Stdin)
	if err != nil {
		return fmt.Errorf("read password: %w", err)
	}
	hash, err := password.Hash(ctx, secret)
	if err != nil {
		return err
	}
	return m.stored(ctx, c.Data, func(s *store.Store) (map[string]string, error) {
		agent, err := s.AddAgent(ctx, c.Site, c.Name, c.Email, hash)
		return map[string]string{"agent": agent.ID}, err
	})
}

type keyAdd struct {
	Data string `required:"" type:"path" help:"Folder of the database."`
	Site string `required:"" help:"Id of the site."`
}

// Run adds the key, also beside a running hub.
func (c keyAdd) Run(ctx context.Context, m *Main) error {
	return m.stored(ctx, c.Data, func(s *store.Store) (map[string]string, error) {
		key, err := s.AddKey(ctx, c.Site)
		return map[string]string{"key": key}, err
	})
}

// stored changes the database of a data folder and prints what came of it.
func (m *Main) stored(ctx context.Context, data string, change func(*store.Store) (map[string]string, error)) error {
	s, err := store.Open(ctx, data, m.log())
	if err != nil {
		return fmt.Errorf("open data folder: %w", err)
	}
	result, err := change(s)
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	return m.print(result)
}

// line reads the first line, however it ends.
func line(r io.Reader) (string, error) {
	text, err := bufio.NewReader(io.LimitReader(r, password.MaxBytes+2)).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", err
	}
	return strings.TrimRight(text, "\r\n"), nil
}
