package server

// Patterns are all routes of a server but those of REST.
func Patterns(s *Server) []string {
	var out []string
	for _, r := range s.routes(nil) {
		out = append(out, r.pattern)
	}
	return out
}
