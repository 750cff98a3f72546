package secret

import (
	"errors"

	"github.com/zalando/go-keyring"
)

// systemChain is the keychain of this system, in which Parley's tokens stand as those of the service "Parley".
type systemChain struct{}

const serviceName = "Parley"

func (k Key) user() string { return k.Agent + " @ " + k.Hub }

func (systemChain) reachable() bool { return keychainReachable() }

func (systemChain) get(k Key) (string, error) {
	token, err := keyring.Get(serviceName, k.user())
	return token, translated(err)
}

func (systemChain) set(k Key, token string) error { return keyring.Set(serviceName, k.user(), token) }

func (systemChain) remove(k Key) error { return translated(keyring.Delete(serviceName, k.user())) }

func translated(err error) error {
	if errors.Is(err, keyring.ErrNotFound) {
		return ErrNotFound
	}
	return err
}
