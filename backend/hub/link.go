package hub

import (
	"sync"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// Link is one connection, as a hub uses it. Its methods may be called from any goroutine and never block.
type Link interface {
	// Send queues a packet. A peer that reads too slowly is closed instead.
	Send(*Packet)
	// Close ends the link with a reason for the peer's log. The first ending counts.
	Close(end End, reason string)
}

// End says why a hub ends a link.
type End string

// Every ending a hub asks for.
const (
	Restart      End = "restart"      // the hub stops or restarts
	Elsewhere    End = "elsewhere"    // the hub stops, or is of no use now, while others serve the site
	Overload     End = "overload"     // it takes no more at the moment
	Unauthorized End = "unauthorized" // the token is not known, or no longer
	Protocol     End = "protocol"     // the peer speaks another version, or out of turn
	Origin       End = "origin"       // pages of this origin may not carry the site's widget
	Invalid      End = "invalid"      // what was sent cannot be meant
	Replaced     End = "replaced"     // the same device has connected again
	UnknownSite  End = "unknown site" // there is no such site
)

// endOf is the ending of a link whose hello came to an error.
func endOf(err error) End {
	switch chat.CodeOf(err) {
	case chat.Unauthorized, chat.Forbidden:
		return Unauthorized
	case chat.NotFound:
		return UnknownSite
	case chat.Invalid:
		return Invalid
	default:
		return Overload
	}
}

// Packet is an encoded frame on its way to one link or to many. It never changes.
type Packet struct {
	Data []byte

	once     sync.Once
	prepared any
}

// Prepared returns what links of one kind have made of the packet, which the first of them makes for all.
func (p *Packet) Prepared(prepare func(data []byte) any) any {
	p.once.Do(func() { p.prepared = prepare(p.Data) })
	return p.prepared
}

// pack encodes a frame of ours, which cannot go wrong.
func pack(f protocol.Frame) *Packet {
	data, err := protocol.Encode(f)
	if err != nil {
		panic(err)
	}
	return &Packet{Data: data}
}

func send(l Link, f protocol.Frame) { l.Send(pack(f)) }
