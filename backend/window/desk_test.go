package window

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"parley/backend/chat"
	"parley/backend/local"
)

// withDesk puts the real desk beside this program.
func withDesk(t *testing.T) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(filepath.Dir(self), "parley-desk")
	build := exec.Command("go", "build", "-o", program, "parley/backend/cmd/parley-desk")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the desk: %v\n%s", err, out)
	}
	t.Cleanup(func() { os.Remove(program) })
}

func TestADeskThatCannotStartSaysWhy(t *testing.T) {
	withDesk(t)
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	for name, c := range map[string]struct {
		spoil func(data string) error
		want  string
	}{
		"settings of a newer Parley": {func(data string) error {
			if err := os.Mkdir(data, 0o700); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(data, "desk.json"), []byte(`{"version":9,"content":{}}`), 0o600)
		}, "was written by a newer Parley"},
		"a file where the folder shall be": {func(data string) error {
			return os.WriteFile(data, nil, 0o600)
		}, "make the data folder"},
		"a folder where the lock shall be": {func(data string) error {
			return os.MkdirAll(filepath.Join(data, "desk.lock"), 0o700)
		}, "without a word in "},
	} {
		t.Run(name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			if err := c.spoil(data); err != nil {
				t.Fatal(err)
			}
			_, err := Attach(t.Context(), data)
			if chat.CodeOf(err) != chat.Unavailable || !strings.Contains(err.Error(), c.want) {
				t.Errorf("attach: %v, want unavailable and %q", err, c.want)
			}
		})
	}
}

func TestADeskThatIsStuckIsNotWaitedFor(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	data := t.TempDir()
	stuck, err := local.Listen(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer stuck.Close()
	_, err = Attach(t.Context(), data)
	if chat.CodeOf(err) != chat.Unavailable || !strings.Contains(err.Error(), "the desk of "+data+" does not answer") {
		t.Errorf("attach: %v", err)
	}
}
