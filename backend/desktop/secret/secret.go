// Package secret keeps the desk's tokens: in the system's keychain, or, where there is none that answers, in a file that only this person can read,
// of which it tells so that the person can be warned.
package secret

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// ErrNotFound says that nothing is kept under the key.
var ErrNotFound = errors.New("no such secret")

// Key says whose token it is.
type Key struct {
	Hub   string // address of the hub
	Agent string // e-mail address of the agent
}

// Place is where a token is kept.
type Place string

// The places. The person should be told of a token in a file.
const (
	Keychain Place = "keychain"
	File     Place = "file"
)

// Store keeps tokens. It is safe for concurrent use.
type Store struct {
	mu    sync.Mutex
	file  file
	chain chain
	stuck bool // the keychain once did not answer in time: it is left alone until the next start
	wait  time.Duration
}

// chain is a keychain. Get answers ErrNotFound for what it does not know.
type chain interface {
	reachable() bool
	get(Key) (string, error)
	set(Key, string) error
	remove(Key) error
}

// patience is how long a keychain may take: long enough to type its password, short enough for whoever waits to sign in.
const patience = 45 * time.Second

// errStuck says that the keychain did not answer.
var errStuck = errors.New("keychain does not answer")

// Open prepares a store whose file, if it needs one, lies in dir, which is made as needed.
func Open(dir string) *Store {
	return &Store{file: file{dir: dir}, chain: systemChain{}, wait: patience}
}

// Set keeps a token under the key in place of the last one, and tells where. It may take as long as the person needs to unlock the keychain.
func (s *Store) Set(k Key, token string) (Place, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ask(func() error { return s.chain.set(k, token) }) == nil {
		if err := s.file.remove(k); err != nil {
			return Keychain, fmt.Errorf("remove token from file: %w", err)
		}
		return Keychain, nil
	}
	if err := s.file.set(k, token); err != nil {
		return File, fmt.Errorf("keep token: %w", err)
	}
	return File, nil
}

// Get answers the token kept under the key and where it was, or ErrNotFound.
func (s *Store) Get(k Key) (string, Place, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	// What lies in the file was written when the keychain did not take it, and is newer.
	token, err := s.file.get(k)
	if err == nil {
		return token, File, nil
	}
	if !errors.Is(err, ErrNotFound) {
		return "", File, fmt.Errorf("read token: %w", err)
	}
	answer := make(chan string, 1)
	err = s.ask(func() error {
		token, err := s.chain.get(k)
		answer <- token
		return err
	})
	if err != nil {
		if errors.Is(err, ErrNotFound) {
			return "", Keychain, ErrNotFound
		}
		return "", Keychain, fmt.Errorf("read token: %w", err)
	}
	return <-answer, Keychain, nil
}

// Delete forgets the token under the key, wherever it is. It is no error if there is none.
func (s *Store) Delete(k Key) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var failed error
	if err := s.ask(func() error { return s.chain.remove(k) }); err != nil && !errors.Is(err, ErrNotFound) {
		failed = err
	}
	if err := errors.Join(failed, s.file.remove(k)); err != nil {
		return fmt.Errorf("forget token: %w", err)
	}
	return nil
}

// ask does something with the keychain but waits only so long, because a prompt that nobody answers would hold up the desk. What was asked cannot be
// called back: it ends when the keychain does answer.
func (s *Store) ask(question func() error) error {
	if s.stuck {
		return errStuck
	}
	if !s.chain.reachable() {
		return ErrNotFound
	}
	answer := make(chan error, 1)
	go func() { answer <- question() }()
	timeout := time.NewTimer(s.wait)
	defer timeout.Stop()
	select {
	case err := <-answer:
		return err
	case <-timeout.C:
		s.stuck = true
		return errStuck
	}
}
