// Package password turns agents' passwords into hashes and checks them with argon2id. Few are worked on at once, because each takes much memory on
// purpose, and checking takes as long for an agent who does not exist.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"parley/backend/chat"
)

// The cost of a hash: what OWASP recommends for argon2id.
const (
	memory  = 19 << 10 // KiB
	passes  = 2
	threads = 1
	saltLen = 16
	keyLen  = 32
)

// What a password may be. The upper bound keeps hashing cheap to refuse.
const (
	MinLength = 8 // characters
	MaxBytes  = 1024
)

// How many passwords are worked on at the same time, and how many may be on their way to it.
const (
	atOnce  = 2
	waiting = 40
)

var (
	slots = make(chan struct{}, atOnce)
	queue = make(chan struct{}, atOnce+waiting)
)

// Hash returns a new hash of a password. A password nobody should have is invalid.
func Hash(ctx context.Context, password string) (string, error) {
	if utf8.RuneCountInString(password) < MinLength || len(password) > MaxBytes || !utf8.ValidString(password) {
		return "", chat.Errorf(chat.Invalid, "a password must have at least %d characters and at most %d bytes", MinLength, MaxBytes).At("password")
	}
	salt := make([]byte, saltLen)
	rand.Read(salt) // it never fails
	key, err := derive(ctx, password, salt, parameters{memory: memory, passes: passes, threads: threads})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// Check reports whether a password is the one that was hashed. An empty hash stands for an agent who is not there: the answer is no, and takes as
// long. It returns busy when too many wait or ctx ends before its turn comes, and internal for a hash that is none.
func Check(ctx context.Context, hash, password string) (bool, error) {
	if len(password) > MaxBytes {
		return false, nil
	}
	p := parameters{memory: memory, passes: passes, threads: threads}
	salt, want := make([]byte, saltLen), make([]byte, keyLen)
	if hash != "" {
		var err error
		if p, salt, want, err = parse(hash); err != nil {
			return false, err
		}
	}
	got, err := derive(ctx, password, salt, p)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && hash != "", nil
}

// parameters are the cost of one hash.
type parameters struct {
	memory  uint32
	passes  uint32
	threads uint8
}

func derive(ctx context.Context, password string, salt []byte, p parameters) ([]byte, error) {
	select {
	case queue <- struct{}{}:
		defer func() { <-queue }()
	default:
		return nil, chat.Errorf(chat.Busy, "too many passwords wait to be checked")
	}
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return nil, chat.Errorf(chat.Busy, "too many passwords wait to be checked")
	}
	return argon2.IDKey([]byte(password), salt, p.passes, p.memory, p.threads, keyLen), nil
}

func parse(hash string) (p parameters, salt, key []byte, err error) {
	bad := func(cause error) (parameters, []byte, []byte, error) {
		return p, nil, nil, chat.Errorf(chat.Internal, "read password hash: %w", cause)
	}
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return bad(fmt.Errorf("it is not of argon2id"))
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.threads); err != nil {
		return bad(err)
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return bad(err)
	}
	if key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(key) != keyLen {
		return bad(fmt.Errorf("its key is damaged"))
	}
	return p, salt, key, nil
}
