package chat_test

import (
	"testing"

	"parley/backend/chat"
)

func TestRoles(t *testing.T) {
	for role, want := range map[chat.Role]struct{ is, manages bool }{
		chat.RoleOwner: {true, true}, chat.RoleAdmin: {true, true}, chat.RoleAgent: {true, false}, "": {}, "Owner": {}, "boss": {},
	} {
		if err := role.Check(); (err == nil) != want.is || err != nil && chat.CodeOf(err) != chat.Invalid {
			t.Errorf("Check of %q says %v", role, err)
		}
		if role.Manages() != want.manages {
			t.Errorf("Manages of %q is not %t", role, want.manages)
		}
	}
}
