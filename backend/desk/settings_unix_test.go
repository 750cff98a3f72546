//go:build unix

package desk

import (
	"os"
	"path/filepath"
	"testing"
)

func TestEachDataFolderHasItsOwnAutostartEntry(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_DATA_HOME", home)
	folder := func(name string) string {
		path := filepath.Join(home, name)
		must(t, os.Mkdir(path, 0o700))
		return path
	}
	own, demo, other := folder("parley"), folder("demo"), folder("other")
	link := filepath.Join(home, "link")
	must(t, os.Symlink(own, link))
	name := func(data string) string {
		entry, err := autostartEntry(Options{Data: data})
		must(t, err)
		return entry.Name
	}
	if name(own) != "parley" || name(link) != "parley" {
		t.Errorf("the default folder's is %q, by a link %q", name(own), name(link))
	}
	if names := map[string]bool{name(own): true, name(demo): true, name(other): true}; len(names) != 3 {
		t.Errorf("three folders have %v", names)
	}
	if before := name(demo); name(demo) != before {
		t.Error("a folder's is another each time")
	}
}
