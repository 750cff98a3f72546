package journal

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/protocol"
)

func TestWhatIsKeptBelongsToOneAccount(t *testing.T) {
	dir := t.TempDir()
	want := agent.Kept{
		Outbox: []agent.Unsent{{ClientID: "A", Conversation: "C", Text: "hello", At: 7, Failed: &protocol.Failed{Code: chat.Forbidden, Message: "no"}}},
		Drafts: map[string]string{"C": "half a sen"},
		Choice: &agent.Choice{Status: chat.Invisible, At: 9},
	}
	if err := In(dir, "ana").Save(want); err != nil {
		t.Fatal(err)
	}
	got, damaged, err := In(dir, "ana").Load()
	if err != nil || damaged != nil {
		t.Fatal(damaged, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kept (-saved +loaded):\n%s", diff)
	}
	other, damaged, err := In(dir, "jonas").Load()
	if diff := cmp.Diff(agent.Kept{}, other); diff != "" || damaged != nil || err != nil {
		t.Errorf("another account has %s, %v, %v", diff, damaged, err)
	}
}

func TestDamageIsSaidAndNewerIsRefused(t *testing.T) {
	for content, newer := range map[string]bool{
		"": false, `{"version":1,"content":{"outbox":[{"text":"no ids"}]}}`: false, `{"version":2,"content":{}}`: true,
	} {
		j := In(t.TempDir(), "ana")
		if err := os.WriteFile(j.file.Path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, damaged, err := j.Load()
		if (damaged != nil) == newer || (chat.CodeOf(err) == chat.Conflict && err != nil) != newer {
			t.Errorf("%q: damaged %v, %v", content, damaged, err)
		}
	}
}
