package chat

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Revision names what is stored of something that is replaced whole. Who replaces it may say which revision was read, so that what somebody else stored
// in the meantime is not lost; the empty one is that of who does not ask.
type Revision string

// RevisionOf returns the revision of something that can be written as JSON: the same for the same content, and another for any other.
func RevisionOf(stored any) Revision {
	data, err := json.Marshal(stored)
	if err != nil {
		panic("chat: what has a revision is no JSON: " + err.Error())
	}
	sum := sha256.Sum256(data)
	return Revision(hex.EncodeToString(sum[:8]))
}

// Check returns a conflict if something else is stored by now than who replaces it has read.
func (r Revision) Check(stored any) error {
	if r == "" || r == RevisionOf(stored) {
		return nil
	}
	return Errorf(Conflict, "it was changed in the meantime, read it again").At("revision")
}
