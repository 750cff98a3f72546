package bus

import (
	"encoding/json"
	"log/slog"
	"time"

	"github.com/nats-io/nats.go"

	"parley/backend/chat"
	"parley/backend/hub"
)

// subject is where the nudges of all hubs on one store are published. Hubs of another store on the same NATS need another prefix.
const subject = "nudge"

// NATS connects hubs of many processes.
type NATS struct {
	conn    *nats.Conn
	subject string
	id      string // of this end, to know its own nudges by
	log     *slog.Logger
	out     *queue
	stop    chan struct{}
	ended   chan struct{}
}

// envelope is a nudge on its way.
type envelope struct {
	From  string    `json:"from"`
	Nudge hub.Nudge `json:"nudge"`
}

// Dial connects to NATS, or keeps trying: hubs do without it, only slower. address is as in "nats://nats.example"; several are separated by commas. Hubs
// that share a store name the same prefix, as in "parley". It returns invalid for an address that cannot be meant.
func Dial(address, prefix string, log *slog.Logger) (*NATS, error) {
	n := &NATS{
		subject: prefix + "." + subject, id: chat.NewID(), log: log,
		out: newQueue(), stop: make(chan struct{}), ended: make(chan struct{}),
	}
	conn, err := nats.Connect(address,
		nats.Name("parley-hub"),
		nats.RetryOnFailedConnect(true),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(time.Second),
		nats.ReconnectJitter(time.Second, time.Second),
		nats.PingInterval(5*time.Second),
		nats.MaxPingsOutstanding(2),
		nats.ReconnectBufSize(-1), // what cannot be said now is found out by those who count
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				log.Warn("no link to NATS, hubs ask the database meanwhile", "error", err)
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { log.Info("the link to NATS is back") }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { log.Warn("nudges are lost", "error", err) }),
	)
	if err != nil {
		return nil, chat.Errorf(chat.Invalid, "the address of NATS cannot be meant: %w", err)
	}
	n.conn = conn
	go n.publish()
	return n, nil
}

// Close ends the connection.
func (n *NATS) Close() {
	close(n.stop)
	<-n.ended
	n.conn.Close()
}

// Tell brings a nudge to the other hubs.
func (n *NATS) Tell(nudge hub.Nudge) { n.out.add(nudge) }

func (n *NATS) publish() {
	defer close(n.ended)
	n.out.run(n.stop, func(nudge hub.Nudge) {
		data, err := json.Marshal(envelope{From: n.id, Nudge: nudge})
		if err == nil {
			err = n.conn.Publish(n.subject, data)
		}
		if err != nil {
			n.log.Debug("a nudge is lost", "error", err)
		}
	})
}

// Hear has the nudges of others handed over.
func (n *NATS) Hear(hear func(hub.Nudge)) (stop func()) {
	in, stopped, ended := newQueue(), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		in.run(stopped, hear)
	}()
	sub, err := n.conn.Subscribe(n.subject, func(m *nats.Msg) {
		var e envelope
		if err := json.Unmarshal(m.Data, &e); err != nil {
			n.log.Warn("a nudge cannot be read", "error", err)
			return
		}
		if e.From != n.id {
			in.add(e.Nudge)
		}
	})
	if err != nil {
		n.log.Error("hear nudges", "error", err)
	}
	return func() {
		if sub != nil {
			_ = sub.Unsubscribe() // fails only where the connection is closed
		}
		close(stopped)
		<-ended
	}
}

// Carries reports whether nudges get through.
func (n *NATS) Carries() bool { return n.conn.IsConnected() }
