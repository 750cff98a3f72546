package local

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/handler"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// Desk is what the methods do. Each answers as its method's constant says. The context ends with the client's connection.
type Desk interface {
	After(context.Context, AfterParams) (State, error)
	Start(context.Context, StartParams) error
	SignIn(context.Context, SignInParams) error
	SignOut(context.Context) error
	SetSettings(context.Context, Settings) error
	SetPolicy(context.Context, protocol.Policy) error
	SetHours(context.Context, protocol.Hours) error
	SetReserve(context.Context, ReserveParams) error
	SetSteps(context.Context, Steps) error
	Ask(context.Context, AskParams) (json.RawMessage, error)
	StartAgain(context.Context) error
	UseBuiltin(context.Context) error
	Open(context.Context) error
	Quit(context.Context) error
	Part(context.Context, PartParams) error
	Closing(context.Context) (ClosingResult, error)

	// Attach makes a connection the window until gone is closed.
	Attach(ctx context.Context, gone <-chan struct{}) (AttachResult, error)
	Raised(context.Context, AfterParams) (RaiseResult, error)
	Focused(context.Context, FocusedParams) error
	Active(context.Context) error

	SetStatus(context.Context, StatusParams) (StatusResult, error)
	Status(context.Context) (StatusResult, error)
	Back(context.Context) error
	TryNow(context.Context) error

	Focus(context.Context, ConversationParams) error
	Earlier(context.Context, ConversationParams) error
	Join(context.Context, ConversationParams) error
	Take(context.Context, ConversationParams) error
	Add(context.Context, AgentParams) error
	Assign(context.Context, AssignParams) error
	LeaveConversation(context.Context, ConversationParams) error
	Close(context.Context, ConversationParams) error
	Read(context.Context, ReadParams) error
	Draft(context.Context, TextParams) error
	Send(context.Context, TextParams) error
	Retry(context.Context, UnsentParams) error
	Discard(context.Context, UnsentParams) error
}

// Bounds of the server.
const (
	maxClients = 64
	maxAtOnce  = 64 // calls of one client; a waiting call is one
	maxWaiting = 32 // calls of one client that wait for something to change, so that there is always room for an intent
)

// Serve answers clients until the context ends, and closes the listener. It returns when all calls have ended.
func Serve(ctx context.Context, l net.Listener, d Desk, log *slog.Logger) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	var clients sync.WaitGroup
	defer clients.Wait()
	defer cancel()
	room := make(chan struct{}, maxClients)
	for {
		conn, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return chat.Errorf(chat.Unavailable, "accept a window: %w", err)
		}
		if err := checkPeer(conn); err != nil {
			log.Warn("a client was turned away", "err", err)
			conn.Close()
			continue
		}
		select {
		case room <- struct{}{}:
		default:
			log.Warn("a client was turned away", "err", "too many are connected")
			conn.Close()
			continue
		}
		clients.Go(func() {
			defer func() { <-room }()
			serveClient(ctx, conn, d)
		})
	}
}

// client is one connection.
type client struct {
	desk    Desk
	gone    chan struct{}
	waiting atomic.Int32
}

func serveClient(ctx context.Context, conn net.Conn, d Desk) {
	c := &client{desk: d, gone: make(chan struct{})}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server := jrpc2.NewServer(c.methods(), &jrpc2.ServerOptions{
		Concurrency: maxAtOnce, DisableBuiltin: true, NewContext: func() context.Context { return ctx },
	})
	server.Start(newChannel(conn, maxRequest))
	// Not by server.Stop, which panics when a request comes in the same moment: the end of the connection ends the server too.
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	server.WaitStatus()
	close(c.gone)
}

func (c *client) methods() handler.Map {
	d := c.desk
	return handler.Map{
		MethodAfter:     c.wait(call(d.After)),
		MethodStart:     call(plain(d.Start)),
		MethodSignIn:    call(plain(d.SignIn)),
		MethodSignOut:   call(bare(d.SignOut)),
		MethodSettings:  call(plain(d.SetSettings)),
		MethodPolicy:    call(plain(d.SetPolicy)),
		MethodHours:     call(plain(d.SetHours)),
		MethodReserve:   call(plain(d.SetReserve)),
		MethodSteps:     call(plain(d.SetSteps)),
		MethodAsk:       call(d.Ask),
		MethodAgain:     call(bare(d.StartAgain)),
		MethodBuiltin:   call(bare(d.UseBuiltin)),
		MethodOpen:      call(bare(d.Open)),
		MethodQuit:      call(bare(d.Quit)),
		MethodPart:      call(plain(d.Part)),
		MethodClosing:   call(func(ctx context.Context, _ none) (ClosingResult, error) { return d.Closing(ctx) }),
		MethodWindow:    call(func(ctx context.Context, _ none) (AttachResult, error) { return d.Attach(ctx, c.gone) }),
		MethodRaised:    c.wait(call(d.Raised)),
		MethodFocused:   call(plain(d.Focused)),
		MethodActive:    call(bare(d.Active)),
		MethodStatus:    call(d.SetStatus),
		MethodGetStatus: call(func(ctx context.Context, _ none) (StatusResult, error) { return d.Status(ctx) }),
		MethodBack:      call(bare(d.Back)),
		MethodTryNow:    call(bare(d.TryNow)),
		MethodFocus:     call(plain(d.Focus)),
		MethodEarlier:   call(plain(d.Earlier)),
		MethodJoin:      call(plain(d.Join)),
		MethodTake:      call(plain(d.Take)),
		MethodAdd:       call(plain(d.Add)),
		MethodAssign:    call(plain(d.Assign)),
		MethodLeave:     call(plain(d.LeaveConversation)),
		MethodClose:     call(plain(d.Close)),
		MethodRead:      call(plain(d.Read)),
		MethodDraft:     call(plain(d.Draft)),
		MethodSend:      call(plain(d.Send)),
		MethodRetry:     call(plain(d.Retry)),
		MethodDiscard:   call(plain(d.Discard)),
	}
}

// none is what a method without parameters or result takes or returns.
type none struct{}

func plain[P any](f func(context.Context, P) error) func(context.Context, P) (none, error) {
	return func(ctx context.Context, p P) (none, error) { return none{}, f(ctx, p) }
}

func bare(f func(context.Context) error) func(context.Context, none) (none, error) {
	return func(ctx context.Context, _ none) (none, error) { return none{}, f(ctx) }
}

// call makes a method of a function. Parameters it does not know are refused, as are missing ones where there should be some.
func call[P, R any](f func(context.Context, P) (R, error)) jrpc2.Handler {
	return func(ctx context.Context, r *jrpc2.Request) (any, error) {
		var p P
		if _, without := any(p).(none); !without && !r.HasParams() {
			return nil, toWire(chat.Errorf(chat.Invalid, "%s needs parameters", r.Method()))
		}
		if err := r.UnmarshalParams(jrpc2.StrictFields(&p)); err != nil {
			return nil, toWire(chat.Errorf(chat.Invalid, "read parameters of %s: %w", r.Method(), err))
		}
		result, err := f(ctx, p)
		if err != nil {
			return nil, toWire(err)
		}
		return result, nil
	}
}

// wait bounds how many calls of a client wait at once.
func (c *client) wait(h jrpc2.Handler) jrpc2.Handler {
	return func(ctx context.Context, r *jrpc2.Request) (any, error) {
		defer c.waiting.Add(-1)
		if c.waiting.Add(1) > maxWaiting {
			return nil, toWire(chat.Errorf(chat.Busy, "more than %d calls wait for a change", maxWaiting))
		}
		return h(ctx, r)
	}
}
