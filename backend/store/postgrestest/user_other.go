//go:build !linux

package postgrestest

import "syscall"

// drop leaves the server as it is.
func (s *Server) drop() error {
	s.as = &syscall.SysProcAttr{}
	return nil
}
