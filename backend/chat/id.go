package chat

import (
	"crypto/rand"
	"math/big"
)

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
	limit := big.NewInt(int64(len(idAlphabet)))
	out := make([]byte, n)
	for i := range out {
		k, err := rand.Int(rand.Reader, limit)
		if err != nil {
			panic("chat: the system gives no random numbers: " + err.Error())
		}
		out[i] = idAlphabet[k.Int64()]
	}
	return string(out)
}
