package server

// Patterns are all routes of a server but those of REST.
func Patterns(s *Server) []string {
	var out []string
	for _, r := range s.routes(nil) {
		out = append(out, r.pattern)
	}
	return out
}

// Forget makes a server end as if it was killed, as far as the token of the last SignIn goes, and returns that.
func Forget(s *Server) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := s.local
	s.local = ""
	return token
}
