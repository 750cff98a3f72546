package chat

// Role is what an agent may do besides answering visitors.
type Role string

// The roles. Each may do what those below it may. A site has at least one owner.
const (
	RoleOwner Role = "owner" // decides also who is owner
	RoleAdmin Role = "admin" // manages the site, its agents and groups
	RoleAgent Role = "agent" // answers visitors
)

// Check returns invalid for what is no role.
func (r Role) Check() error {
	switch r {
	case RoleOwner, RoleAdmin, RoleAgent:
		return nil
	}
	return Errorf(Invalid, "a role is owner, admin or agent, not %q", r).At("role")
}

// Manages reports whether agents of this role may change the site, its agents and groups.
func (r Role) Manages() bool { return r == RoleOwner || r == RoleAdmin }
