package agent

import (
	"context"
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// unsent is a message on its way.
type unsent struct {
	Unsent
	sent bool  // on this link, and not answered yet
	seq  int64 // its number once acknowledged; it stays on screen until the log has it
}

// Send puts a message into the outbox and clears the draft. It returns when the message would survive a crash of the desk; then it is sent until the
// hub has acknowledged or refused it for good.
func (s *Session) Send(ctx context.Context, conversation, text string) error {
	if err := chat.CheckText(text); err != nil {
		return err
	}
	return s.do(ctx, func() error {
		s.touch()
		if _, ok := s.conversations[conversation]; !ok {
			return errNotListed
		}
		draft := s.drafts[conversation]
		s.outbox = append(s.outbox, &unsent{Unsent: Unsent{
			ClientID: chat.NewID(), Conversation: conversation, Text: text, At: protocol.At(time.Now()),
		}})
		delete(s.drafts, conversation)
		if err := s.save(); err != nil {
			s.outbox = s.outbox[:len(s.outbox)-1]
			s.setDraft(conversation, draft)
			return err
		}
		s.sendOutbox()
		return nil
	})
}

// Retry sends a refused message once more.
func (s *Session) Retry(ctx context.Context, clientID string) error {
	return s.do(ctx, func() error {
		i := s.unsentBy(clientID)
		if i < 0 {
			return errNotUnsent
		}
		s.outbox[i].Failed = nil
		s.saveSoon()
		s.pump()
		return nil
	})
}

// Discard takes a message out of the outbox. One that is on its way just now may arrive all the same.
func (s *Session) Discard(ctx context.Context, clientID string) error {
	return s.do(ctx, func() error {
		i := s.unsentBy(clientID)
		if i < 0 {
			return errNotUnsent
		}
		before := slices.Clone(s.outbox)
		s.outbox = slices.Delete(s.outbox, i, i+1)
		if err := s.save(); err != nil {
			s.outbox = before
			return err
		}
		s.pump()
		return nil
	})
}

var errNotUnsent = chat.Errorf(chat.NotFound, "there is no such message in the outbox")

// Draft keeps what the person is writing; saved within a moment.
func (s *Session) Draft(ctx context.Context, conversation, text string) error {
	if len(text) > chat.MaxText {
		return chat.Errorf(chat.Invalid, "the text has %d bytes, %d are allowed", len(text), chat.MaxText).At("text")
	}
	return s.do(ctx, func() error {
		s.seemsTouched()
		if _, ok := s.conversations[conversation]; !ok && text != "" {
			return errNotListed
		}
		s.setDraft(conversation, text)
		s.saveSoon()
		return nil
	})
}

func (s *Session) setDraft(conversation, text string) {
	if text == "" {
		delete(s.drafts, conversation)
	} else {
		s.drafts[conversation] = text
	}
}

func (s *Session) unsentBy(clientID string) int {
	return slices.IndexFunc(s.outbox, func(u *unsent) bool { return u.ClientID == clientID && u.seq == 0 })
}

// sendOutbox sends the oldest message of each conversation. The next follows its acknowledgement, so that none overtakes another.
func (s *Session) sendOutbox() {
	if !s.greeted {
		return
	}
	busy := map[string]bool{}
	for _, u := range s.outbox {
		if u.sent && u.seq == 0 {
			busy[u.Conversation] = true
		}
	}
	for _, u := range s.outbox {
		if u.Failed == nil && u.seq == 0 && !busy[u.Conversation] {
			busy[u.Conversation] = true
			u.sent = true
			s.conn.Send(&protocol.AgentMessage{Conversation: u.Conversation, ClientID: u.ClientID, Text: u.Text})
		}
	}
}

// delivered takes note that the hub has stored a message, and reports whether the ack was about one.
func (s *Session) delivered(a *protocol.Ack) bool {
	i := s.unsentBy(a.Ref)
	if i < 0 {
		return false
	}
	u := s.outbox[i]
	u.seq = a.Seq
	c, ok := s.conversations[u.Conversation]
	if !ok || !c.loaded || c.last() >= a.Seq {
		s.outbox = slices.Delete(s.outbox, i, i+1)
	}
	s.saveSoon()
	s.sendOutbox()
	return true
}

// undelivered takes note that the hub refused a message, and reports whether the refusal was about one.
func (s *Session) undelivered(f *protocol.Failed) bool {
	i := s.unsentBy(f.Ref)
	if i < 0 {
		return false
	}
	u := s.outbox[i]
	u.sent = false
	if !forGood(f.Code) {
		s.again.Reset(againDelay)
		return true
	}
	u.Failed = f
	s.saveSoon()
	s.sendOutbox()
	return true
}

// settle takes out of the outbox what is in the log.
func (s *Session) settle(c *conversation, came []protocol.Entry) {
	before := len(s.outbox)
	s.outbox = slices.DeleteFunc(s.outbox, func(u *unsent) bool {
		if u.Conversation != c.ID {
			return false
		}
		return u.seq != 0 && u.seq <= c.last() || slices.ContainsFunc(came, func(e protocol.Entry) bool {
			return e.ClientID == u.ClientID && e.Author == s.agent.ID
		})
	})
	if len(s.outbox) != before {
		s.saveSoon()
		s.sendOutbox()
	}
}

// forGood reports whether sending the same again is useless.
func forGood(code chat.Code) bool {
	switch code {
	case chat.Busy, chat.Unavailable, chat.Internal:
		return false
	default:
		return true
	}
}

// kept draws up what must survive.
func (s *Session) kept() Kept {
	k := Kept{Drafts: s.drafts, Choice: s.choice}
	for _, u := range s.outbox {
		if u.seq == 0 {
			k.Outbox = append(k.Outbox, u.Unsent)
		}
	}
	return k
}

// save keeps everything that must survive, now. When it fails it is tried again.
func (s *Session) save() error {
	s.saving.Stop()
	s.unsaved = false
	err := s.o.Keep.Save(s.kept())
	if err != nil {
		s.unsaved = true
		s.saving.Reset(againDelay)
	}
	return err
}

// saveSoon keeps it within a moment, together with what else changes until then. It is for what can be made up for: an acknowledged message that is sent
// again is the same message.
func (s *Session) saveSoon() {
	if !s.unsaved {
		s.unsaved = true
		s.saving.Reset(saveDelay)
	}
}

// saveNow is what saveSoon announced.
func (s *Session) saveNow() {
	if err := s.save(); err != nil {
		s.o.Log.Error("drafts and outbox are not saved", "err", err)
	}
}
