package desk

import (
	"net"
	"os/user"
	"strings"
)

// userName is what the system calls this user: the full name, otherwise the one to sign in with.
func userName() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	// On Unix the full name is followed by room and telephone.
	if name, _, _ := strings.Cut(u.Name, ","); strings.TrimSpace(name) != "" {
		return strings.TrimSpace(name)
	}
	_, name, found := strings.Cut(u.Username, `\`) // Windows puts the domain before it
	if !found {
		name = u.Username
	}
	return name
}

// isLoopback reports whether a host is this computer.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
