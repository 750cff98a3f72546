package store_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/store"
)

// BenchmarkSay is how many visitors' messages a second are stored durably with so many senders at once, each in a conversation of its own. The disk
// is that of the temporary folder.
func BenchmarkSay(b *testing.B) {
	for _, senders := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("senders=%d", senders), func(b *testing.B) {
			s, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "data"), slog.New(slog.DiscardHandler))
			if err != nil {
				b.Fatal(err)
			}
			defer func() {
				if err := s.Close(); err != nil {
					b.Error(err)
				}
			}()
			site, err := s.AddSite(b.Context(), "Shop", nil)
			if err != nil {
				b.Fatal(err)
			}
			tokens := make([]string, senders)
			for i := range tokens {
				tokens[i] = chat.NewToken()
			}
			var next atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for _, token := range tokens {
				wg.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						_, err := s.SayAsVisitor(b.Context(), chat.VisitorMessage{Site: site.ID, Token: token, ClientID: fmt.Sprint(n),
							Text: "Is the blue one in stock, and when would it be here?", At: time.Now()})
						if err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}
