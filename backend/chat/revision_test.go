package chat_test

import (
	"testing"

	"parley/backend/chat"
)

func TestRevision(t *testing.T) {
	site := chat.DefaultSite()
	read := chat.RevisionOf(site)
	for _, r := range []chat.Revision{read, ""} {
		if err := r.Check(site); err != nil {
			t.Errorf("revision %q of what has not changed: %v", r, err)
		}
	}
	site.Texts.Fr.Lead = "Écrivez-nous."
	err := read.Check(site)
	if chat.CodeOf(err) != chat.Conflict {
		t.Errorf("after a change: %v", err)
	}
	if err := chat.Revision("").Check(site); err != nil {
		t.Errorf("of who does not ask: %v", err)
	}
}
