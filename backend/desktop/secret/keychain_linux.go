package secret

import (
	"context"
	"time"

	"parley/backend/desktop/sessionbus"
)

// Specification: https://specifications.freedesktop.org/secret-service/latest/

const (
	secretService = "org.freedesktop.secrets"
	startTimeout  = 10 * time.Second
)

// keychainReachable says whether a secret service runs, or can be started. It keeps go-keyring away from a missing bus, for which that would start
// a stray daemon at every call.
func keychainReachable() bool {
	if sessionbus.Announce() != nil {
		return false
	}
	conn, err := sessionbus.Connect()
	if err != nil {
		return false
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	bus := conn.BusObject()
	var runs bool
	if bus.CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, secretService).Store(&runs) == nil && runs {
		return true
	}
	return bus.CallWithContext(ctx, "org.freedesktop.DBus.StartServiceByName", 0, secretService, uint32(0)).Err == nil
}
