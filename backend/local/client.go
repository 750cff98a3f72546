package local

import (
	"context"
	"encoding/json"
	"time"

	"github.com/creachadair/jrpc2"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// Client is a connection to the desk of a data folder. Its methods may be called from any goroutine; they return the desk's errors with their codes,
// and unavailable when the desk has ended. Intents whose order matters are awaited one after the other.
type Client struct{ rpc *jrpc2.Client }

// Dial connects to the desk of a data folder. It returns not_found when none is running.
func Dial(ctx context.Context, dataDir string) (*Client, error) {
	conn, err := dial(ctx, dataDir)
	if err != nil {
		return nil, err
	}
	return &Client{jrpc2.NewClient(newChannel(conn, 0), nil)}, nil
}

// answerLimit is how long a desk takes at most to answer what needs no hub; one that takes longer is stuck, and would be waited for in vain.
const answerLimit = 10 * time.Second

// Promptly bounds how long the desk of a data folder may take to answer. After that calls return unavailable.
func Promptly(ctx context.Context, dataDir string) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, answerLimit, chat.Errorf(chat.Unavailable, "the desk of %s does not answer", dataDir))
}

// Disconnect ends the connection, and with it what was attached to it.
func (c *Client) Disconnect() error { return c.rpc.Close() }

func (c *Client) do(ctx context.Context, method string, params any) error {
	_, err := get[none](ctx, c, method, params)
	return err
}

func get[R any](ctx context.Context, c *Client, method string, params any) (R, error) {
	var result R
	err := c.rpc.CallResult(ctx, method, params, &result)
	if ctx.Err() != nil {
		return result, context.Cause(ctx)
	}
	if err != nil {
		return result, fromWire(err)
	}
	return result, nil
}

// After returns the desk's state as soon as it is newer than rev.
func (c *Client) After(ctx context.Context, rev int64) (State, error) {
	return get[State](ctx, c, MethodAfter, AfterParams{rev})
}

// Start sets up the built-in hub.
func (c *Client) Start(ctx context.Context, p StartParams) error { return c.do(ctx, MethodStart, p) }

// SignIn signs in to a team's hub.
func (c *Client) SignIn(ctx context.Context, p SignInParams) error { return c.do(ctx, MethodSignIn, p) }

// SignOut says goodbye to a team's hub and forgets the token.
func (c *Client) SignOut(ctx context.Context) error { return c.do(ctx, MethodSignOut, nil) }

// SetSettings replaces the desk's settings.
func (c *Client) SetSettings(ctx context.Context, s Settings) error {
	return c.do(ctx, MethodSettings, s)
}

// SetReserve sets whether the agent is asked while Invisible, if online agents are too slow to answer.
func (c *Client) SetReserve(ctx context.Context, on bool) error {
	return c.do(ctx, MethodReserve, ReserveParams{On: on})
}

// SetPolicy sets how the agent's idling is treated.
func (c *Client) SetPolicy(ctx context.Context, p protocol.Policy) error {
	return c.do(ctx, MethodPolicy, p)
}

// SetHours replaces the agent's hours.
func (c *Client) SetHours(ctx context.Context, h protocol.Hours) error {
	return c.do(ctx, MethodHours, h)
}

// SetSteps replaces what the first-run card remembers.
func (c *Client) SetSteps(ctx context.Context, s Steps) error { return c.do(ctx, MethodSteps, s) }

// Ask asks the hub and returns what it answered.
func (c *Client) Ask(ctx context.Context, p AskParams) (json.RawMessage, error) {
	return get[json.RawMessage](ctx, c, MethodAsk, p)
}

// StartAgain has a desk whose start failed try again now.
func (c *Client) StartAgain(ctx context.Context) error { return c.do(ctx, MethodAgain, nil) }

// UseBuiltin leaves a team's hub, where nobody is signed in, for the built-in one.
func (c *Client) UseBuiltin(ctx context.Context) error { return c.do(ctx, MethodBuiltin, nil) }

// Open starts the window or brings it to the front.
func (c *Client) Open(ctx context.Context) error { return c.do(ctx, MethodOpen, nil) }

// Quit has the desk say goodbye and end. One that has ended before its answer arrived did what it was told.
func (c *Client) Quit(ctx context.Context) error {
	err := c.do(ctx, MethodQuit, nil)
	if chat.CodeOf(err) == chat.Unavailable && ctx.Err() == nil {
		return nil
	}
	return err
}

// Part says what the person is about to do although visitors are being talked to, or is not any more.
func (c *Client) Part(ctx context.Context, p Parting) error {
	return c.do(ctx, MethodPart, PartParams{p})
}

// Closing tells that the person closes the window, and returns whether it stays to ask something first.
func (c *Client) Closing(ctx context.Context) (ClosingResult, error) {
	return get[ClosingResult](ctx, c, MethodClosing, nil)
}

// Attach makes this connection the desk's window. It returns conflict when there is one, which is brought to the front.
func (c *Client) Attach(ctx context.Context) (AttachResult, error) {
	return get[AttachResult](ctx, c, MethodWindow, nil)
}

// Raised returns when the window shall come to the front for another time than raise.
func (c *Client) Raised(ctx context.Context, raise int64) (RaiseResult, error) {
	return get[RaiseResult](ctx, c, MethodRaised, AfterParams{raise})
}

// Focused tells whether the window has the keyboard.
func (c *Client) Focused(ctx context.Context, focused bool) error {
	return c.do(ctx, MethodFocused, FocusedParams{focused})
}

// Active tells that the person does something in the window.
func (c *Client) Active(ctx context.Context) error { return c.do(ctx, MethodActive, nil) }

// SetStatus chooses a status and returns it with the sentence that explains it.
func (c *Client) SetStatus(ctx context.Context, p StatusParams) (StatusResult, error) {
	return get[StatusResult](ctx, c, MethodStatus, p)
}

// Status returns the status and the sentence that explains it.
func (c *Client) Status(ctx context.Context) (StatusResult, error) {
	return get[StatusResult](ctx, c, MethodGetStatus, nil)
}

// Back answers the idle question.
func (c *Client) Back(ctx context.Context) error { return c.do(ctx, MethodBack, nil) }

// TryNow has the desk try at once to reach the hub.
func (c *Client) TryNow(ctx context.Context) error { return c.do(ctx, MethodTryNow, nil) }

// Focus has the state hold a conversation with its log; an empty id shows none.
func (c *Client) Focus(ctx context.Context, conversation string) error {
	return c.do(ctx, MethodFocus, ConversationParams{conversation})
}

// Earlier loads more of a conversation's log.
func (c *Client) Earlier(ctx context.Context, conversation string) error {
	return c.do(ctx, MethodEarlier, ConversationParams{conversation})
}

// Join makes the agent a member of a conversation.
func (c *Client) Join(ctx context.Context, conversation string) error {
	return c.do(ctx, MethodJoin, ConversationParams{conversation})
}

// Take makes the agent a member of a conversation nobody else is a member of. It returns conflict when a colleague was faster.
func (c *Client) Take(ctx context.Context, conversation string) error {
	return c.do(ctx, MethodTake, ConversationParams{conversation})
}

// Add makes another agent a member of a conversation.
func (c *Client) Add(ctx context.Context, p AgentParams) error { return c.do(ctx, MethodAdd, p) }

// Assign gives a conversation to an agent or a group.
func (c *Client) Assign(ctx context.Context, p AssignParams) error { return c.do(ctx, MethodAssign, p) }

// LeaveConversation ends the agent's being a member.
func (c *Client) LeaveConversation(ctx context.Context, conversation string) error {
	return c.do(ctx, MethodLeave, ConversationParams{conversation})
}

// Close closes a conversation.
func (c *Client) Close(ctx context.Context, conversation string) error {
	return c.do(ctx, MethodClose, ConversationParams{conversation})
}

// Read tells that a conversation was on screen up to an entry.
func (c *Client) Read(ctx context.Context, conversation string, seq int64) error {
	return c.do(ctx, MethodRead, ReadParams{conversation, seq})
}

// Draft keeps what the person is writing.
func (c *Client) Draft(ctx context.Context, conversation, text string) error {
	return c.do(ctx, MethodDraft, TextParams{conversation, text})
}

// Send sends a message. It returns when the message would survive a crash of the desk.
func (c *Client) Send(ctx context.Context, conversation, text string) error {
	return c.do(ctx, MethodSend, TextParams{conversation, text})
}

// Retry sends a refused message once more.
func (c *Client) Retry(ctx context.Context, clientID string) error {
	return c.do(ctx, MethodRetry, UnsentParams{clientID})
}

// Discard takes a message out of the outbox.
func (c *Client) Discard(ctx context.Context, clientID string) error {
	return c.do(ctx, MethodDiscard, UnsentParams{clientID})
}
