package local

import "parley/backend/protocol"

// Hours are what SetHours takes, named here so that a window needs this package alone.
type Hours = protocol.Hours

// Policy is what SetPolicy takes, named here so that a window needs this package alone.
type Policy = protocol.Policy
