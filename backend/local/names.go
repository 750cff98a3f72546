package local

import (
	"parley/backend/chat"
	"parley/backend/protocol"
)

// Status is what SetStatus takes, named here so that a window needs this package alone.
type Status = chat.Status

// Policy is what SetPolicy takes, named here so that a window needs this package alone.
type Policy = protocol.Policy
