package jsonfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/backend/chat"
)

type content struct {
	Name string `json:"name"`
}

func fileIn(dir string) File[content] {
	return File[content]{Path: filepath.Join(dir, "kept.json"), Version: 2, Check: func(c content) error {
		if c.Name == "" {
			return errors.New("it has no name")
		}
		return nil
	}}
}

func TestWhatIsSavedIsLoaded(t *testing.T) {
	dir := t.TempDir()
	f := fileIn(dir)
	if c, damaged, err := f.Load(); c != nil || damaged != nil || err != nil {
		t.Fatalf("without a file: %v, %v, %v", c, damaged, err)
	}
	for _, name := range []string{"a long name to begin with", "short"} {
		if err := f.Save(content{name}); err != nil {
			t.Fatal(err)
		}
		c, damaged, err := f.Load()
		if damaged != nil || err != nil || c.Name != name {
			t.Fatalf("loaded %v, %v, %v; want %q", c, damaged, err, name)
		}
	}
	if info, err := os.Stat(f.Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v; want only the file", entries, err)
	}
}

func TestAFailedSaveLeavesWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	f := fileIn(dir)
	if err := os.MkdirAll(filepath.Join(f.Path, "in the way"), 0o700); err != nil { // a folder cannot be replaced by a file
		t.Fatal(err)
	}
	if err := f.Save(content{"x"}); chat.CodeOf(err) != chat.Unavailable {
		t.Fatalf("save: %v, want unavailable", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v; want only what was there", entries, err)
	}
	f.Path = filepath.Join(dir, "missing", "kept.json")
	if err := f.Save(content{"x"}); chat.CodeOf(err) != chat.Unavailable {
		t.Errorf("save into a missing folder: %v, want unavailable", err)
	}
}

// The folder can be changed but not opened: what was saved stands, so the save has not failed.
func TestASaveThatCannotWriteTheFolderThroughHasNotFailed(t *testing.T) {
	dir := t.TempDir()
	f := fileIn(dir)
	if err := os.Chmod(dir, 0o300); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	if err := f.Save(content{"new"}); err != nil {
		t.Errorf("save: %v", err)
	}
	if c, _, err := f.Load(); err != nil || c == nil || c.Name != "new" {
		t.Errorf("loaded %v, %v", c, err)
	}
}

func TestDamagedFilesArePutAside(t *testing.T) {
	for name, data := range map[string]string{
		"zero length":   "",
		"cut off":       `{"version":1,"content":{"na`,
		"another file":  "\x7fELF",
		"no content":    `{"version":1}`,
		"no version":    `{"content":{"name":"a"}}`,
		"wrong type":    `{"version":1,"content":{"name":7}}`,
		"unknown field": `{"version":1,"content":{"name":"a","colour":"red"}}`,
		"impossible":    `{"version":1,"content":{"name":""}}`,
		"null":          `null`,
	} {
		t.Run(name, func(t *testing.T) {
			f := fileIn(t.TempDir())
			if err := os.WriteFile(f.Path, []byte(data), 0o600); err != nil {
				t.Fatal(err)
			}
			c, damaged, err := f.Load()
			if c != nil || err != nil || damaged == nil || !strings.Contains(damaged.Error(), f.Path+".damaged") {
				t.Fatalf("load: %v, %v, %v", c, damaged, err)
			}
			if kept, err := os.ReadFile(f.Path + ".damaged"); err != nil || string(kept) != data {
				t.Errorf("the copy holds %q, %v", kept, err)
			}
			if c, damaged, err := f.Load(); c != nil || damaged != nil || err != nil {
				t.Errorf("next load: %v, %v, %v; want nothing", c, damaged, err)
			}
		})
	}
}

func TestNewerFilesAreRefusedUntouched(t *testing.T) {
	f := fileIn(t.TempDir())
	data := `{"version":3,"content":{"title":"a"}}`
	if err := os.WriteFile(f.Path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Load(); chat.CodeOf(err) != chat.Conflict {
		t.Errorf("load: %v, want conflict", err)
	}
	if kept, err := os.ReadFile(f.Path); err != nil || string(kept) != data {
		t.Errorf("the file holds %q, %v", kept, err)
	}
}
