package password

import (
	"testing"

	"parley/backend/chat"
)

func TestQueueIsBounded(t *testing.T) {
	for range cap(queue) {
		queue <- struct{}{}
	}
	_, err := Check(t.Context(), "", "x")
	for range cap(queue) {
		<-queue
	}
	if chat.CodeOf(err) != chat.Busy {
		t.Errorf("one more than may wait: %v", err)
	}
	if _, err := Check(t.Context(), "", "x"); err != nil {
		t.Errorf("when nobody waits: %v", err)
	}
}
