package secret

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	ada = Key{Hub: "https://hub.example", Agent: "ada@shop.example"}
	bob = Key{Hub: "https://hub.example", Agent: "bob@shop.example"}
)

// fakeChain is a keychain in memory.
type fakeChain struct {
	there  bool
	tokens map[Key]string
	fails  error
	hangs  chan struct{} // calls wait for it to be closed
	calls  int
}

func (f *fakeChain) reachable() bool { return f.there }

func (f *fakeChain) call() error {
	f.calls++
	if f.hangs != nil {
		<-f.hangs
	}
	return f.fails
}

func (f *fakeChain) get(k Key) (string, error) {
	if err := f.call(); err != nil {
		return "", err
	}
	if token, ok := f.tokens[k]; ok {
		return token, nil
	}
	return "", ErrNotFound
}

func (f *fakeChain) set(k Key, token string) error {
	if err := f.call(); err != nil {
		return err
	}
	f.tokens[k] = token
	return nil
}

func (f *fakeChain) remove(k Key) error {
	if err := f.call(); err != nil {
		return err
	}
	delete(f.tokens, k)
	return nil
}

func newStore(t *testing.T) (*Store, *fakeChain) {
	t.Helper()
	c := &fakeChain{there: true, tokens: map[Key]string{}}
	s := Open(filepath.Join(t.TempDir(), "data"))
	s.chain = c
	return s, c
}

func set(t *testing.T, s *Store, k Key, token string, want Place) {
	t.Helper()
	if got, err := s.Set(k, token); err != nil || got != want {
		t.Fatalf("Set: in %s, %v, want %s", got, err, want)
	}
}

func get(t *testing.T, s *Store, k Key, token string, place Place) {
	t.Helper()
	if got, in, err := s.Get(k); err != nil || got != token || in != place {
		t.Fatalf("Get: %q from %s, %v, want %q from %s", got, in, err, token, place)
	}
}

func missing(t *testing.T, s *Store, k Key) {
	t.Helper()
	if _, _, err := s.Get(k); !errors.Is(err, ErrNotFound) {
		t.Fatalf("Get: %v, want ErrNotFound", err)
	}
}

// life is what every place has to do.
func life(t *testing.T, s *Store, place Place) {
	t.Helper()
	missing(t, s, ada)
	if err := s.Delete(ada); err != nil {
		t.Errorf("delete nothing: %v", err)
	}
	set(t, s, ada, "one", place)
	set(t, s, bob, "two", place)
	set(t, s, ada, "three", place)
	get(t, s, ada, "three", place)
	get(t, s, bob, "two", place)
	if err := s.Delete(ada); err != nil {
		t.Fatalf("Delete: %v", err)
	}
	missing(t, s, ada)
	get(t, s, bob, "two", place)
	if err := s.Delete(bob); err != nil {
		t.Fatalf("Delete: %v", err)
	}
	missing(t, s, bob)
}

func TestLife(t *testing.T) {
	s, c := newStore(t)
	life(t, s, Keychain)
	if _, err := os.Stat(s.file.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the keychain took everything, and yet there is a folder: %v", err)
	}
	c.there = false
	life(t, s, File)
	if left, _ := os.ReadDir(s.file.dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestFileIsPrivate(t *testing.T) {
	s, c := newStore(t)
	c.there = false
	set(t, s, ada, "one", File)
	if runtime.GOOS == "windows" {
		return
	}
	for path, want := range map[string]os.FileMode{s.file.dir: 0o700, filepath.Join(s.file.dir, fileName): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", path, info.Mode(), err, want)
		}
	}
}

// What went to the file while the keychain failed is newer than what the keychain has, and moves there with the next Set.
func TestKeychainFailsAndRecovers(t *testing.T) {
	s, c := newStore(t)
	set(t, s, ada, "old", Keychain)
	c.fails = errors.New("prompt dismissed")
	set(t, s, ada, "new", File)
	c.fails = nil
	get(t, s, ada, "new", File)
	set(t, s, ada, "newest", Keychain)
	get(t, s, ada, "newest", Keychain)
	if _, err := s.file.get(ada); !errors.Is(err, ErrNotFound) {
		t.Errorf("the file still has it: %v", err)
	}

	c.fails = errors.New("locked")
	if _, _, err := s.Get(ada); err == nil || errors.Is(err, ErrNotFound) {
		t.Errorf("a keychain that fails: %v, want its error", err)
	}
	if err := s.Delete(ada); !errors.Is(err, c.fails) {
		t.Errorf("Delete: %v, want the keychain's error", err)
	}
}

func TestStuckKeychain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := newStore(t)
		c.hangs = make(chan struct{})
		set(t, s, ada, "one", File)
		get(t, s, ada, "one", File)
		if err := s.Delete(ada); !errors.Is(err, errStuck) {
			t.Errorf("Delete: %v: it cannot know what the keychain keeps", err)
		}
		if _, _, err := s.Get(ada); !errors.Is(err, errStuck) {
			t.Errorf("Get: %v, want that the keychain does not answer", err)
		}
		close(c.hangs)
		synctest.Wait()
		if c.calls != 1 {
			t.Errorf("asked a stuck keychain %d times", c.calls)
		}
	})
}

func TestDamagedFile(t *testing.T) {
	s, c := newStore(t)
	c.there = false
	set(t, s, ada, "top-secret", File)
	path := filepath.Join(s.file.dir, fileName)
	for _, text := range []string{"", `[{"hub": top-secret`, "null}"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, err := s.Get(ada)
		if err == nil || errors.Is(err, ErrNotFound) || strings.Contains(err.Error(), "top-secret") {
			t.Errorf("Get from %q: %v, want that it is damaged and no more", text, err)
		}
	}
	set(t, s, ada, "two", File)
	get(t, s, ada, "two", File)
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	s, c := newStore(t)
	c.there = false
	if err := os.WriteFile(s.file.dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Set(ada, "one"); err == nil {
		t.Error("kept a token in a folder that is a file")
	}
}
