package chat

// Census is how far everything is that hubs tell each other of a site: a hub that was told less finds what it missed.
type Census struct {
	Conversations map[string]Standing // the open ones and those of visitors who have links at this hub, by id
	Agents        map[string]AgentStanding
	Visits        map[string]Visit // where visitors of open conversations are who have links at another hub, by conversation
}

// AgentStanding is how far what is stored of an agent is.
type AgentStanding struct {
	Presence  int64 // version of it
	SignedOut int64 // how often a sign-in was taken back
	Reserve   bool  // wants to be asked while Invisible
}

// Standing is how far a conversation is.
type Standing struct {
	Version       int64
	LastSeq       int64
	SeenByVisitor int64
	SeenByAgents  int64
	SeenShown     int64
}

// Behind reports whether a conversation as somebody knows it is older.
func (s Standing) Behind(c Conversation) bool {
	return s.Version > c.Version || s.LastSeq > c.LastSeq || s.SeenByVisitor > c.SeenByVisitor || s.SeenByAgents > c.SeenByAgents ||
		s.SeenShown > c.SeenShown
}
