package storetest

import (
	"strings"
	"sync"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/store"
)

// signIn is the only sign-in of an agent for which a predicate holds.
func (s shop) signIn(t *testing.T, agent string, is func(chat.SignIn) bool) chat.SignIn {
	t.Helper()
	var found []chat.SignIn
	for _, i := range must(s.SignIns(t.Context(), agent))(t) {
		if is(i) {
			found = append(found, i)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d sign-ins fit", len(found))
	}
	return found[0]
}

func devices(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	desk := must(s.NewToken(t.Context(), s.ann.ID, "laptop", "", at(0)))(t)
	script := must(s.NewToken(t.Context(), s.ann.ID, "", "nightly\nreport", at(1)))(t)
	must(s.NewToken(t.Context(), s.bob.ID, "bobs", "", at(2)))(t)

	laptop := s.signIn(t, s.ann.ID, func(i chat.SignIn) bool { return i.Device == "laptop" })
	same(t, "a desk before its hello", laptop, chat.SignIn{ID: laptop.ID, Device: "laptop", At: at(0)})
	program := s.signIn(t, s.ann.ID, func(i chat.SignIn) bool { return i.Device == "" })
	same(t, "a program", program, chat.SignIn{ID: program.ID, Name: "nightlyreport", At: at(1)})
	if laptop.ID == desk || program.ID == script {
		t.Fatal("the id of a sign-in is its secret")
	}

	ok(t, s.SaveHello(t.Context(), s.ann.ID, laptop.ID, "laptop", "Ann's laptop", at(3)))
	ok(t, s.SaveGone(t.Context(), s.ann.ID, "laptop", at(4)))
	ok(t, s.SaveGone(t.Context(), s.ann.ID, "another", at(9)))
	ok(t, s.SaveHello(t.Context(), s.ann.ID, laptop.ID, "laptop", "", time.Time{}))
	ok(t, s.SaveHello(t.Context(), s.bob.ID, laptop.ID, "laptop", "Bob's", at(5)))
	same(t, "sign-ins", must(s.SignIns(t.Context(), s.ann.ID))(t), []chat.SignIn{
		program, {ID: laptop.ID, Device: "laptop", Name: "Ann's laptop", At: at(0), Connected: at(3), Gone: at(4)},
	})
	same(t, "names", must(s.DeviceNames(t.Context(), s.ann.ID))(t), map[string]string{"laptop": "Ann's laptop"})

	// The hello names a device that the sign-in did not, as in a built-in hub.
	local := must(s.NewToken(t.Context(), s.bob.ID, store.LocalDevice, "", at(6)))(t)
	own := s.signIn(t, s.bob.ID, func(i chat.SignIn) bool { return i.Own })
	ok(t, s.SaveHello(t.Context(), s.bob.ID, own.ID, "desk", "Bob's desk", at(7)))
	own = s.signIn(t, s.bob.ID, func(i chat.SignIn) bool { return i.Own })
	same(t, "the desk of a built-in hub", own, chat.SignIn{ID: own.ID, Device: "desk", Name: "Bob's desk", At: at(6), Connected: at(7), Own: true})
	_, err := s.SignOut(t.Context(), s.bob.ID, own.ID)
	fails(t, err, chat.Conflict)
	same(t, "agent of the desk's own token", must(s.AgentByToken(t.Context(), local))(t), s.bob)
	must(s.NewToken(t.Context(), s.ann.ID, store.LocalDevice, "", at(6)))(t)
	if i := s.signIn(t, s.ann.ID, func(i chat.SignIn) bool { return i.Device == store.LocalDevice }); i.Own {
		t.Error("an agent of a team has a built-in hub")
	}

	_, err = s.SignOut(t.Context(), s.bob.ID, laptop.ID)
	fails(t, err, chat.NotFound)
	_, err = s.SignOut(t.Context(), s.ann.ID, "nothing")
	fails(t, err, chat.NotFound)
	same(t, "what was signed out", must(s.SignOut(t.Context(), s.ann.ID, laptop.ID))(t).Device, "laptop")
	_, err = s.AgentByToken(t.Context(), desk)
	fails(t, err, chat.Unauthorized)
	same(t, "agent of the other token", must(s.AgentByToken(t.Context(), script))(t), s.ann)

	// Names stay as long as something mentions the device.
	s.becomes(t, s.ann.ID, func(a *presence.Agent) {
		a.Log = presence.Log{{At: at(8), Status: chat.Offline, Cause: chat.CauseIdle, Device: "laptop"}}
	})
	phone := must(s.NewToken(t.Context(), s.ann.ID, "phone", "", at(9)))(t)
	same(t, "agent of the phone", must(s.AgentByToken(t.Context(), phone))(t), s.ann)
	hello := func(name string) {
		i := s.signIn(t, s.ann.ID, func(i chat.SignIn) bool { return i.Device == "phone" })
		ok(t, s.SaveHello(t.Context(), s.ann.ID, i.ID, "phone", name, at(10)))
	}
	hello("Phone")
	same(t, "names of what changes mention", must(s.DeviceNames(t.Context(), s.ann.ID))(t), map[string]string{"laptop": "Ann's laptop", "phone": "Phone"})
	many := make([]presence.Change, presence.LogSize)
	for i := range many {
		many[i] = presence.Change{At: at(11 + i), Status: chat.Online, Cause: chat.CauseChoice}
	}
	s.becomes(t, s.ann.ID, func(a *presence.Agent) { a.Log = many })
	hello("Ann's phone")
	same(t, "names when nothing mentions the other", must(s.DeviceNames(t.Context(), s.ann.ID))(t), map[string]string{"phone": "Ann's phone"})
}

// removing: an agent who was removed is nowhere but in what was written, and a wait goes on as if a member had gone.
func removing(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	bob := must(s.AddAgent(t.Context(), s.site.ID, "Bob B", "bob@shop.example", "hash"))(t)
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	token := must(s.NewToken(t.Context(), bob.ID, "desk", "", noon))(t)
	group := must(s.AddGroup(t.Context(), s.site.ID, "Sales", []string{bob.ID, s.ann.ID}, false))(t)
	s.becomes(t, bob.ID, func(a *presence.Agent) {
		a.Facts.Choice = presence.Choice{Status: chat.Online, At: noon}
		a.Log = presence.Log{{At: noon, Status: chat.Online, Cause: chat.CauseChoice}}
	})
	visitor := chat.NewToken()
	c := s.says(t, visitor, "m1", "Hello").Conversation
	s.answers(t, bob, c.ID, "a1", "Hi, Bob here")
	s.does(t, s.ann, c.ID, "j", chat.KindJoined)
	s.does(t, s.bob, c.ID, "j", chat.KindJoined)
	c = s.says(t, visitor, "m2", "Still there?").Conversation
	_, secret, err := s.Invite(t.Context(), bob, chat.RoleAgent, "", noon)
	ok(t, err)

	remove := func(site string, a chat.Agent, by chat.Role) error {
		_, err := s.RemoveAgent(t.Context(), site, a.ID, by, noon.Add(time.Minute), noon.Add(time.Hour))
		return err
	}
	fails(t, remove(s.site.ID, s.ann, chat.RoleOwner), chat.Conflict)
	fails(t, remove(other.ID, bob, chat.RoleOwner), chat.NotFound)
	ok(t, func() error {
		_, err := s.UpdateAgent(t.Context(), s.site.ID, s.bob.ID, store.AgentChange{Role: chat.RoleOwner}, chat.RoleOwner)
		return err
	}())
	fails(t, remove(s.site.ID, s.ann, chat.RoleAdmin), chat.Forbidden)
	before := must(s.Revisions(t.Context()))(t)[s.site.ID]
	ok(t, remove(s.site.ID, bob, chat.RoleAdmin))
	fails(t, remove(s.site.ID, bob, chat.RoleAdmin), chat.NotFound)
	if after := must(s.Revisions(t.Context()))(t)[s.site.ID]; after <= before {
		t.Errorf("revision %d after %d", after, before)
	}

	_, left, groups, err := s.Site(t.Context(), s.site.ID)
	ok(t, err)
	same(t, "number of agents", len(left), 2)
	same(t, "agents of the group", groups[0].Agents, []string{s.ann.ID})
	same(t, "who was one", must(s.FormerAgents(t.Context(), s.site.ID))(t), []chat.Agent{{ID: bob.ID, Site: s.site.ID, Name: "Bob B", Role: chat.RoleAgent}})
	_, err = s.Agent(t.Context(), s.site.ID, bob.ID)
	fails(t, err, chat.NotFound)
	_, _, err = s.AgentByEmail(t.Context(), "bob@shop.example")
	fails(t, err, chat.NotFound)
	_, err = s.AgentByToken(t.Context(), token)
	fails(t, err, chat.Unauthorized)
	_, err = s.NewToken(t.Context(), bob.ID, "", "", noon)
	fails(t, err, chat.NotFound)
	group.Agents = []string{bob.ID}
	_, err = s.UpdateGroup(t.Context(), group, "")
	fails(t, err, chat.NotFound)
	_, err = s.PresenceOf(t.Context(), bob.ID)
	fails(t, err, chat.NotFound)
	_, err = s.SavePresence(t.Context(), bob.ID, presence.Kept{}, presence.Agent{Policy: presence.DefaultPolicy()})
	fails(t, err, chat.NotFound)
	same(t, "the invitation of who was removed", must(s.Invitation(t.Context(), secret, noon))(t).State, chat.InvitationRevoked)
	must(s.AddAgent(t.Context(), other.ID, "Bob again", "bob@shop.example", ""))(t)

	now := must(s.Thread(t.Context(), s.site.ID, c.ID))(t).Conversation
	same(t, "members", now.Members, []chat.Member{{Agent: s.ann.ID}, {Agent: s.bob.ID}})
	same(t, "what the wait counts from", now.Waits.CountsFrom(), noon.Add(time.Minute))
	if now.Version <= c.Version {
		t.Errorf("version %d after %d", now.Version, c.Version)
	}
	log := must(s.After(t.Context(), c.ID, 0, 10))(t)
	same(t, "what was written", log[1].Text, "Hi, Bob here")
	parted := log[len(log)-1]
	same(t, "what is said of it", []any{parted.Kind, parted.Author, parted.At}, []any{chat.KindLeft, bob.ID, noon.Add(time.Hour)})
	// What was under way when the agent was removed comes too late.
	_, err = s.agent(t, bob, c.ID, "a2", "One moment")
	fails(t, err, chat.Unauthorized)
	_, err = s.act(t, bob, c.ID, "j", chat.KindJoined)
	fails(t, err, chat.Unauthorized)
	_, err = s.AddGroup(store.Managing(t.Context(), bob), s.site.ID, "Help", nil, false)
	if fails(t, err, chat.Forbidden); !strings.Contains(err.Error(), "no agent of the site any more") {
		t.Errorf("who was removed is told %v", err)
	}
	_, err = s.Assign(t.Context(), now, bob.ID, noon)
	fails(t, err, chat.Unauthorized)
	same(t, "after what came too late", must(s.Thread(t.Context(), s.site.ID, c.ID))(t).Conversation, now)
	// Whoever joins next is the last of the members.
	carl := must(s.AddAgent(t.Context(), s.site.ID, "Carl", "", ""))(t)
	s.does(t, carl, c.ID, "j", chat.KindJoined)
	same(t, "members after another joined", must(s.Thread(t.Context(), s.site.ID, c.ID))(t).Conversation.Members,
		[]chat.Member{{Agent: s.ann.ID}, {Agent: s.bob.ID}, {Agent: carl.ID}})
}

func invitations(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	later := noon.Add(chat.InvitationTime)
	first, secret, err := s.Invite(t.Context(), s.ann, chat.RoleAdmin, " Dora@Shop.example", noon)
	ok(t, err)
	same(t, "invitation", first, chat.Invitation{ID: first.ID, Site: s.site.ID, By: s.ann.ID, Role: chat.RoleAdmin, Email: "dora@shop.example",
		At: noon, Expires: later, State: chat.InvitationOpen})
	second, other, err := s.Invite(t.Context(), s.ann, chat.RoleOwner, "", noon.Add(time.Second))
	ok(t, err)
	if secret == other || len(secret) != 43 {
		t.Fatalf("secrets %q and %q", secret, other)
	}
	same(t, "open ones", must(s.Invitations(t.Context(), s.site.ID, noon))(t), []chat.Invitation{second, first})
	same(t, "by secret", must(s.Invitation(t.Context(), secret, noon))(t), first)
	for _, wrong := range []struct {
		role  chat.Role
		email string
		code  chat.Code
	}{{"boss", "", chat.Invalid}, {chat.RoleAgent, "dora", chat.Invalid}, {chat.RoleAgent, s.ann.Email, chat.Conflict}} {
		_, _, err := s.Invite(t.Context(), s.ann, wrong.role, wrong.email, noon)
		fails(t, err, wrong.code)
	}

	for _, wrong := range []struct {
		secret, name, email string
		at                  time.Time
		code                chat.Code
	}{
		{"nothing", "Dora", "dora@shop.example", noon, chat.NotFound},
		{first.ID, "Dora", "dora@shop.example", noon, chat.NotFound},
		{secret, " ", "dora@shop.example", noon, chat.Invalid},
		{secret, "Dora", "eve@shop.example", noon, chat.Invalid},
		{other, "Dora", s.ann.Email, noon, chat.Conflict},
		{secret, "Dora", "dora@shop.example", later, chat.Conflict},
	} {
		_, err := s.Accept(t.Context(), wrong.secret, wrong.name, wrong.email, "hash", wrong.at)
		fails(t, err, wrong.code)
	}

	const attempts = 6
	errs := make([]error, attempts)
	var all sync.WaitGroup
	for i := range attempts {
		all.Go(func() {
			_, errs[i] = s.Accept(t.Context(), secret, "Dora", "dora@shop.example", "hash", later.Add(-time.Second))
		})
	}
	all.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
			continue
		}
		fails(t, err, chat.Conflict)
	}
	same(t, "agents that one invitation made", made, 1)
	dora, hash, err := s.AgentByEmail(t.Context(), "dora@shop.example")
	ok(t, err)
	same(t, "agent", dora, chat.Agent{ID: dora.ID, Site: s.site.ID, Name: "Dora", Email: "dora@shop.example", Role: chat.RoleAdmin})
	same(t, "hash of the password", hash, "hash")
	same(t, "state of one that was used", must(s.Invitation(t.Context(), secret, noon))(t).State, chat.InvitationUsed)

	same(t, "state of one that is too old", must(s.Invitation(t.Context(), other, later.Add(time.Second)))(t).State, chat.InvitationExpired)
	same(t, "open ones then", len(must(s.Invitations(t.Context(), s.site.ID, later.Add(time.Second)))(t)), 0)
	fails(t, s.RevokeInvitation(t.Context(), "nowhere", second.ID, noon), chat.NotFound)
	fails(t, s.RevokeInvitation(t.Context(), s.site.ID, first.ID, noon), chat.NotFound)
	ok(t, s.RevokeInvitation(t.Context(), s.site.ID, second.ID, noon))
	same(t, "state of one that was revoked", must(s.Invitation(t.Context(), other, noon))(t).State, chat.InvitationRevoked)
	_, err = s.Accept(t.Context(), other, "Eve", "eve@shop.example", "hash", noon)
	fails(t, err, chat.Conflict)

	// Who may not make an invitation any more leaves none behind.
	byDora, asAdmin, err := s.Invite(t.Context(), dora, chat.RoleAdmin, "", noon)
	ok(t, err)
	role := func(role chat.Role) {
		_, err := s.UpdateAgent(t.Context(), s.site.ID, dora.ID, store.AgentChange{Role: role}, chat.RoleOwner)
		ok(t, err)
	}
	role(chat.RoleOwner)
	_, _, err = s.Invite(t.Context(), dora, chat.RoleAgent, "", noon) // as who asked is no longer
	fails(t, err, chat.Forbidden)
	dora.Role = chat.RoleOwner
	_, asOwner, err := s.Invite(t.Context(), dora, chat.RoleOwner, "", noon)
	ok(t, err)
	state := func(secret string) chat.InvitationState {
		return must(s.Invitation(t.Context(), secret, noon))(t).State
	}
	role(chat.RoleAdmin)
	same(t, "states after an owner became admin", []chat.InvitationState{state(asOwner), state(asAdmin)},
		[]chat.InvitationState{chat.InvitationRevoked, chat.InvitationOpen})
	role(chat.RoleAgent)
	same(t, "state after an admin became agent", state(asAdmin), chat.InvitationRevoked)

	// What has ended long ago is forgotten.
	_, _, err = s.Invite(t.Context(), s.ann, chat.RoleAgent, "", byDora.Expires.Add(31*24*time.Hour))
	ok(t, err)
	_, err = s.Invitation(t.Context(), asAdmin, noon)
	fails(t, err, chat.NotFound)
}

// That an address is an agent's of another site is told to who accepts, and not by inviting.
func invitationsOfAgentsElsewhere(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	must(s.AddAgent(t.Context(), other.ID, "Zoe", "zoe@other.example", ""))(t)
	_, secret, err := s.Invite(t.Context(), s.ann, chat.RoleAgent, "zoe@other.example", noon)
	ok(t, err)
	_, err = s.Accept(t.Context(), secret, "Zoe", "zoe@other.example", "hash", noon)
	fails(t, err, chat.Conflict)
	same(t, "state", must(s.Invitation(t.Context(), secret, noon))(t).State, chat.InvitationOpen)
}

func tooManyInvitations(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	invite := func(by chat.Agent, at time.Time) (chat.Invitation, error) {
		i, _, err := s.Invite(t.Context(), by, chat.RoleAgent, "", at)
		return i, err
	}
	first := must(invite(s.ann, noon))(t)
	for range chat.MaxInvitations - 1 {
		must(invite(s.ann, noon.Add(time.Hour)))(t)
	}
	_, err := invite(s.ann, noon.Add(time.Hour))
	fails(t, err, chat.Conflict)
	same(t, "open ones", len(must(s.Invitations(t.Context(), s.site.ID, noon))(t)), chat.MaxInvitations)

	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	must(invite(must(s.AddAgent(t.Context(), other.ID, "Zoe", "", ""))(t), noon))(t)
	ok(t, s.RevokeInvitation(t.Context(), s.site.ID, first.ID, noon))
	first = must(invite(s.ann, noon))(t)
	_, err = invite(s.ann, first.Expires.Add(-time.Second))
	fails(t, err, chat.Conflict)
	must(invite(s.ann, first.Expires))(t)
}

// endedInvitations: of many that were revoked the newest are remembered, and every open one, however old.
func endedInvitations(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	invite := func(by chat.Agent, minutes int) (secret string, revoke func()) {
		i, secret, err := s.Invite(t.Context(), by, chat.RoleAgent, "", noon.Add(time.Duration(minutes)*time.Minute))
		ok(t, err)
		return secret, func() { ok(t, s.RevokeInvitation(t.Context(), i.Site, i.ID, noon)) }
	}
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	elsewhere, revoke := invite(must(s.AddAgent(t.Context(), other.ID, "Zoe", "", ""))(t), 0)
	revoke()
	stillOpen, _ := invite(s.ann, 0)
	var ended []string
	for minute := range store.EndedInvitations + 2 {
		secret, revoke := invite(s.ann, minute)
		revoke()
		ended = append(ended, secret)
	}
	last, _ := invite(s.ann, len(ended))
	for _, forgotten := range ended[:2] {
		_, err := s.Invitation(t.Context(), forgotten, noon)
		fails(t, err, chat.NotFound)
	}
	for secret, state := range map[string]chat.InvitationState{
		ended[2]: chat.InvitationRevoked, elsewhere: chat.InvitationRevoked, stillOpen: chat.InvitationOpen, last: chat.InvitationOpen,
	} {
		same(t, "state", must(s.Invitation(t.Context(), secret, noon))(t).State, state)
	}
}
