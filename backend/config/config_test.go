package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
)

func TestSettingsSurvive(t *testing.T) {
	file := In(t.TempDir())
	first, damaged, err := file.Load()
	if err != nil || damaged != nil || first.Device == "" {
		t.Fatalf("first load: %+v, %v, %v", first, damaged, err)
	}
	if again, _, err := file.Load(); err != nil || again != first {
		t.Errorf("the defaults were not kept: %+v, then %+v, %v", first, again, err)
	}
	want := Desk{
		Device: first.Device, Hub: "https://hub.example", Email: "ana@shop.example", Port: 43210, KeepRunning: true, Language: "de",
		Steps: Steps{Hidden: true, Tried: true, Copied: true},
	}
	if err := file.Save(want); err != nil {
		t.Fatal(err)
	}
	got, damaged, err := file.Load()
	if err != nil || damaged != nil {
		t.Fatalf("load: %v, %v", damaged, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings changed (-saved +loaded):\n%s", diff)
	}
}

func TestAfterDamageTheDefaultsAreUsedAndKept(t *testing.T) {
	for name, content := range map[string]string{
		"zero length":     "",
		"no device":       `{"version":1,"content":{}}`,
		"impossible port": `{"version":1,"content":{"device":"A","port":70000}}`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "desk.json"), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			d, damaged, err := In(dir).Load()
			if err != nil || damaged == nil || d.Device == "" {
				t.Fatalf("load: %+v, %v, %v", d, damaged, err)
			}
			if again, damaged, err := In(dir).Load(); err != nil || damaged != nil || again != d {
				t.Errorf("next load: %+v, %v, %v; want %+v", again, damaged, err, d)
			}
		})
	}
}

func TestNewerSettingsAreRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "desk.json"), []byte(`{"version":2,"content":{"theme":"dark"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := In(dir).Load(); chat.CodeOf(err) != chat.Conflict {
		t.Errorf("load: %v, want conflict", err)
	}
}

func TestTheDataFolderIsFound(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", "/somewhere")
	if dir, err := DataFolder(); err != nil || dir != filepath.FromSlash("/somewhere/parley") {
		t.Errorf("data folder %q, %v", dir, err)
	}
	t.Setenv("XDG_DATA_HOME", "relative")
	t.Setenv("HOME", "/home/ana")
	if dir, err := DataFolder(); err != nil || !strings.HasPrefix(dir, "/home/ana/") {
		t.Errorf("data folder %q, %v", dir, err)
	}
}
