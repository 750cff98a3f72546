package zone

import "time"

// Source tells the zone that the system had as the program started. Windows calls zones by names of its own and gives Go no way to read its rules
// again: sentences follow only with the next start. The window has no name to go by, and formats in the zone that its web view finds.
type Source struct{}

// Open looks for the zone.
func Open() *Source { return &Source{} }

// Zone returns it.
func (*Source) Zone() Zone { return Zone{Location: time.Local} }
