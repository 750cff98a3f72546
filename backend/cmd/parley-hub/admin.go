package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"parley/backend/chat"
	"parley/backend/server/password"
	"parley/backend/store"
)

type siteAdd struct {
	place
	Name   string   `required:"" help:"Name of the website, as visitors see it."`
	Origin []string `required:"" placeholder:"URL" help:"Origin whose pages may carry the widget, as in https://shop.example. Can be repeated."`
}

// Run adds the site, also beside a running hub. It makes the database if there is none.
func (c siteAdd) Run(ctx context.Context, m *Main) error {
	return m.with(ctx, c.place, store.MakeBeside, func(s *store.Store) error {
		site, err := s.AddSite(ctx, c.Name, c.Origin)
		if err != nil {
			return err
		}
		return m.print(map[string]string{"site": site.ID})
	})
}

type siteList struct {
	place
}

// listed is a site as it is printed.
type listed struct {
	Site      string           `json:"site"`
	Name      string           `json:"name"`
	Origins   []string         `json:"origins"`
	Quiet     chat.Mode        `json:"quiet"`
	Email     chat.EmailPolicy `json:"email"`
	EmailLive chat.EmailPolicy `json:"emailLive"`
	T1        string           `json:"t1"` // as is given to set, as are t2 and t3
	T2        string           `json:"t2"`
	T3        string           `json:"t3"`
	Routing   chat.Routing     `json:"routing"`
}

// Run prints every site.
func (c siteList) Run(ctx context.Context, m *Main) error {
	return m.beside(ctx, c.place, func(s *store.Store) error {
		sites, err := s.Sites(ctx)
		for _, site := range sites {
			if err == nil {
				err = m.print(listed{
					Site: site.ID, Name: site.Name, Origins: append([]string{}, site.Origins...), Quiet: site.Quiet,
					Email: site.Contact.Messenger, EmailLive: site.Contact.Live,
					T1: site.Steps.T1.String(), T2: site.Steps.T2.String(), T3: site.Steps.T3.String(), Routing: site.Routing,
				})
			}
		}
		return err
	})
}

type siteSet struct {
	place
	Site      string           `required:"" help:"Id of the site."`
	Name      string           `help:"Name of the website, as visitors see it."`
	Origin    []string         `placeholder:"URL" help:"Origin whose pages may carry the widget. Can be repeated; these replace what was allowed."`
	Quiet     chat.Mode        `placeholder:"messenger|hidden" help:"What visitors see while nobody is there."`
	Email     chat.EmailPolicy `placeholder:"off|optional|required" help:"Whether the messenger asks for an e-mail address, or insists on one."`
	EmailLive chat.EmailPolicy `placeholder:"off|optional|required" help:"Whether the live chat does."`

	T1      time.Duration `name:"t1" placeholder:"60s" help:"How long a visitor waits until all Online agents of the team are asked too."`
	T2      time.Duration `name:"t2" placeholder:"2m" help:"Until also its Invisible agents are who want to be."`
	T3      time.Duration `name:"t3" placeholder:"3m" help:"Until the conversation is missed."`
	Routing chat.Routing  `placeholder:"everybody|fewest" help:"Who is asked about a new chat: all Online agents of the team, or the one with the fewest open conversations."`
}

// Validate refuses a command that changes nothing.
func (c siteSet) Validate() error {
	if c.Name == "" && len(c.Origin) == 0 && c.Quiet == "" && c.Email == "" && c.EmailLive == "" && c.steps() == (chat.Steps{}) && c.Routing == "" {
		return errors.New("one of --name, --origin, --quiet, --email, --email-live, --t1, --t2, --t3 and --routing is needed")
	}
	return nil
}

func (c siteSet) steps() chat.Steps { return chat.Steps{T1: c.T1, T2: c.T2, T3: c.T3} }

// Run changes the site, also beside a running hub.
func (c siteSet) Run(ctx context.Context, m *Main) error {
	return m.beside(ctx, c.place, func(s *store.Store) error {
		if err := s.UpdateSite(ctx, c.Site, store.SiteChange{
			Name: c.Name, Quiet: c.Quiet, Email: c.Email, EmailLive: c.EmailLive, Origins: c.Origin, Steps: c.steps(), Routing: c.Routing,
		}); err != nil {
			return err
		}
		return m.print(map[string]string{"site": c.Site})
	})
}

type agentAdd struct {
	place
	Site  string `required:"" help:"Id of the site."`
	Name  string `required:"" help:"Name of the agent, as visitors see it."`
	Email string `required:"" help:"E-mail address to sign in with."`

	Role chat.Role `default:"agent" placeholder:"owner|admin|agent" help:"What the agent may do. The first agent of a site is its owner."`
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
	return m.beside(ctx, c.place, func(s *store.Store) error {
		agent, err := s.AddAgentAs(ctx, c.Role, c.Site, c.Name, c.Email, hash)
		if err != nil {
			return err
		}
		return m.print(map[string]string{"agent": agent.ID})
	})
}

type agentSet struct {
	place
	Email string    `required:"" help:"E-mail address the agent signs in with."`
	Name  string    `help:"Name of the agent, as visitors see it."`
	Role  chat.Role `placeholder:"owner|admin|agent" help:"What the agent may do."`
}

// Validate refuses a command that changes nothing.
func (c agentSet) Validate() error {
	if c.Name == "" && c.Role == "" {
		return errors.New("one of --name and --role is needed")
	}
	return nil
}

// Run changes the agent, also beside a running hub. Whoever can write the database may do what an owner may.
func (c agentSet) Run(ctx context.Context, m *Main) error {
	return m.beside(ctx, c.place, func(s *store.Store) error {
		agent, _, err := s.AgentByEmail(ctx, c.Email)
		if err != nil {
			return err
		}
		agent, err = s.UpdateAgent(ctx, agent.Site, agent.ID, store.AgentChange{Name: c.Name, Role: c.Role}, chat.RoleOwner)
		if err != nil {
			return err
		}
		return m.print(map[string]string{"agent": agent.ID})
	})
}

type agentList struct {
	place
	Site string `help:"Id of the site; without it, the agents of all."`
}

// listedAgent is an agent as it is printed.
type listedAgent struct {
	Agent string    `json:"agent"`
	Site  string    `json:"site"`
	Name  string    `json:"name"`
	Email string    `json:"email"`
	Role  chat.Role `json:"role"`
}

// Run prints every agent.
func (c agentList) Run(ctx context.Context, m *Main) error {
	return m.beside(ctx, c.place, func(s *store.Store) error {
		if c.Site != "" {
			if _, err := s.Face(ctx, c.Site); err != nil {
				return err
			}
		}
		agents, err := s.Agents(ctx)
		for _, a := range agents {
			if err == nil && (c.Site == "" || c.Site == a.Site) {
				err = m.print(listedAgent{Agent: a.ID, Site: a.Site, Name: a.Name, Email: a.Email, Role: a.Role})
			}
		}
		return err
	})
}

type keyAdd struct {
	place
	Site string `required:"" help:"Id of the site."`
}

// Run adds the key, also beside a running hub.
func (c keyAdd) Run(ctx context.Context, m *Main) error {
	return m.beside(ctx, c.place, func(s *store.Store) error {
		key, err := s.AddKey(ctx, c.Site)
		if err != nil {
			return err
		}
		return m.print(map[string]string{"key": key})
	})
}

// beside does something with a database that is there.
func (m *Main) beside(ctx context.Context, where place, do func(*store.Store) error) error {
	return m.with(ctx, where, store.OpenBeside, do)
}

type opener func(ctx context.Context, place string, log *slog.Logger) (*store.Store, error)

// with opens a database and does something with it.
func (m *Main) with(ctx context.Context, where place, open opener, do func(*store.Store) error) error {
	database, err := where.database()
	if err != nil {
		return err
	}
	s, err := open(ctx, database, m.log())
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	return errors.Join(do(s), s.Close())
}

// line reads the first line, however it ends.
func line(r io.Reader) (string, error) {
	text, err := bufio.NewReader(io.LimitReader(r, password.MaxBytes+2)).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", err
	}
	return strings.TrimRight(text, "\r\n"), nil
}
