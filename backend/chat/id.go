package chat

import "crypto/rand"

// Public ids use letters and digits only, because clients put them into addresses unescaped.
const (
	idAlphabet      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	idLength        = 17
	visitorIDLength = 32
	tokenLength     = 43 // 43 characters of 62 hold 256 bits
	minClientID     = 1
	maxClientID     = 64
	maxEmail        = 254
	maxName         = 200
)

// NewID returns a fresh public id of anything but a visitor.
func NewID() string { return random(idLength) }

// NewVisitorID returns a fresh public id of a visitor.
func NewVisitorID() string { return random(visitorIDLength) }

// NewToken returns a secret of 256 bits for a session or key.
func NewToken() string { return random(tokenLength) }

func random(n int) string {
	out := make([]byte, 0, n)
	var some [64]byte // nearly always enough: two numbers of 64 stand for no character
	for len(out) < n {
		_, _ = rand.Read(some[:]) // never fails
		for _, b := range some[:] {
			if i := int(b >> 2); i < len(idAlphabet) && len(out) < n {
				out = append(out, idAlphabet[i])
			}
		}
	}
	return string(out)
}
