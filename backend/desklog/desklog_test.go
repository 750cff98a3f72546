package desklog

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

func TestTheLastErrorIsFound(t *testing.T) {
	dir := t.TempDir()
	began := time.Now()
	if got := LastError(dir, began); got != "" {
		t.Errorf("without a file: %q", got)
	}
	log, file := Open(dir, io.Discard)
	log.Info("started")
	log.Error("read", "err", errors.New("first"))
	log.Error("end", "err", errors.New("second"))
	log.Warn("after", "err", errors.New("no error"))
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if got := LastError(dir, began); got != "end: second" {
		t.Errorf("last error %q", got)
	}
	if got := LastError(dir, time.Now().Add(time.Second)); got != "" {
		t.Errorf("an error of the past: %q", got)
	}
	if info, err := os.Stat(Path(dir)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info.Mode(), err)
	}
}

func TestTheLogIsBounded(t *testing.T) {
	dir := t.TempDir()
	log, file := Open(dir, io.Discard)
	long := strings.Repeat("x", 32<<10)
	for range 4 * (maxMegabytes << 20) / len(long) {
		log.Info(long)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) { // old files are removed in the background
		if bytes := size(t, dir); bytes <= (1+maxOld)*(maxMegabytes<<20) {
			return
		} else if time.Now().After(end) {
			t.Fatalf("the log takes %d bytes", bytes)
		}
	}
}

// size is how much the files of a folder take.
func size(t *testing.T, dir string) (bytes int64) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if info, err := f.Info(); err == nil {
			bytes += info.Size()
		}
	}
	return bytes
}
