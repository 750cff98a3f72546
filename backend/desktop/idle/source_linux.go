package idle

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// Source answers when the computer was last touched. It is safe for concurrent use, and finds its way again after the desktop was restarted.
type Source struct {
	mu       sync.Mutex
	x11      x11
	desktops desktops
}

// Open prepares a Source. It never fails: who can answer is found out at each question.
func Open() *Source { return &Source{} }

// Since is how long ago somebody last touched keyboard, mouse or screen. The error is ErrCannotTell if nobody here knows.
func (s *Source) Since() (time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var why error
	for _, ask := range s.sources() {
		since, err := ask()
		if err == nil {
			return since, nil
		}
		why = err
	}
	return 0, fmt.Errorf("%w: %w", ErrCannotTell, why)
}

// sources are those who may know, best first. Under Wayland an X server answers too, but sees only what happens in its own windows.
func (s *Source) sources() []func() (time.Duration, error) {
	desktops := []func() (time.Duration, error){s.desktops.gnome, s.desktops.kde}
	if os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("XDG_SESSION_TYPE") == "wayland" || os.Getenv("DISPLAY") == "" {
		return desktops
	}
	return append([]func() (time.Duration, error){s.x11.since}, desktops...)
}

// Close lets go of what the answers came from.
func (s *Source) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.x11.close()
	s.desktops.close()
}
