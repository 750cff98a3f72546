package chat_test

import (
	"testing"

	"parley/backend/chat"
)

func TestMember(t *testing.T) {
	c := chat.Conversation{Members: []chat.Member{{Agent: "ann"}, {Agent: "bob", Replied: true}}}
	if m, ok := c.Member("bob"); !ok || m != (chat.Member{Agent: "bob", Replied: true}) {
		t.Errorf("bob is %+v, %t", m, ok)
	}
	if m, ok := c.Member("cem"); ok || m != (chat.Member{}) {
		t.Errorf("cem is %+v, %t", m, ok)
	}
}
