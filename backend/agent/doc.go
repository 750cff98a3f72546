// Package agent is the agent's session: the link to the hub, the status asked for, the inbox with its logs, the outbox and the drafts. One
// goroutine owns it all; window and tray watch its State and send it intents.
package agent
