package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"parley/backend/chat"
)

func init() {
	children["full disk"] = childFillsDisk
	children["read only"] = childMayNotWrite
}

// inNamespace lets a child mount what it likes without anybody else seeing it.
func inNamespace() *syscall.SysProcAttr {
	if os.Geteuid() == 0 {
		return &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	}
	return &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
}

const noMount = "this process may not mount"

func mountSmallDisk(dir string) error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("%s: %w", noMount, err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=3m"); err != nil {
		return fmt.Errorf("%s: %w", noMount, err)
	}
	return nil
}

// On a full disk what was acknowledged is there and can be read, the error says that the disk is full, and when there is space again all goes on.
// The disk is a small tmpfs of the child's own; where it may not mount one, a limit on the size of its files takes the place of the disk.
func TestFullDisk(t *testing.T) {
	cmd := child(t, "full disk", t.TempDir(), "tmpfs")
	cmd.SysProcAttr = inNamespace()
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Log("on a tmpfs of 3 MB")
		return
	}
	if !strings.Contains(string(out), noMount) && !errors.Is(err, syscall.EPERM) {
		t.Fatalf("on a tmpfs: %v: %s", err, out)
	}
	if out, err := child(t, "full disk", t.TempDir(), "limit").CombinedOutput(); err != nil {
		t.Fatalf("with a limit on the size of files: %v: %s", err, out)
	}
	t.Log("with a limit on the size of files, as no tmpfs could be mounted")
}

func childFillsDisk(args []string) error {
	dir, how := args[0], args[1]
	var free func() error
	says := "is full"
	switch how {
	case "tmpfs":
		if err := mountSmallDisk(dir); err != nil {
			return err
		}
		ballast := filepath.Join(dir, "ballast")
		if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600); err != nil {
			return err
		}
		free = func() error { return os.Remove(ballast) }
	case "limit":
		var was syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
			return err
		}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 20, Max: was.Max}); err != nil {
			return err
		}
		free = func() error { return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was) }
		says = "not full"
	}

	ctx, data := context.Background(), filepath.Join(dir, "data")
	s, err := Open(ctx, data, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	site, err := s.AddSite(ctx, "Shop", nil)
	if err != nil {
		return err
	}
	token, stored := chat.NewToken(), 0
	for ; err == nil; stored++ {
		_, err = say(ctx, s, site.ID, token, fmt.Sprint(stored), strings.Repeat("x", 1000))
	}
	stored-- // the last one was refused
	if chat.CodeOf(err) != chat.Unavailable || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), filepath.Join(data, FileName)) {
		return fmt.Errorf("error %w (%s), want one that is unavailable, names the database and says that the disk %s", err, chat.CodeOf(err), says)
	}
	count := func(want int) error {
		_, c, err := s.VisitorByToken(ctx, site.ID, token)
		if err != nil {
			return err
		}
		entries, err := s.After(ctx, c.ID, 0, 1<<20)
		if err == nil && (len(entries) != want || c.LastSeq != int64(want)) {
			err = fmt.Errorf("%d entries, newest number %d, want %d", len(entries), c.LastSeq, want)
		}
		return err
	}
	if err := count(stored); err != nil {
		return fmt.Errorf("while it is full: %w", err)
	}
	if err := s.Ready(ctx); chat.CodeOf(err) != chat.Unavailable {
		return fmt.Errorf("while it is full the store is ready (%w)", err)
	}
	if _, err := say(ctx, s, site.ID, token, "once more", strings.Repeat("x", chat.MaxText)); chat.CodeOf(err) != chat.Unavailable {
		return fmt.Errorf("error %w of one more message", err)
	}
	if err := free(); err != nil {
		return err
	}
	if err := s.Ready(ctx); err != nil {
		return fmt.Errorf("not ready when there is space again: %w", err)
	}
	if sites, err := s.Sites(ctx); err != nil || len(sites) != 1 {
		return fmt.Errorf("there are %d sites after a look at whether the store is ready (%w)", len(sites), err)
	}
	if _, err := say(ctx, s, site.ID, token, fmt.Sprint(stored), "Hello"); err != nil {
		return fmt.Errorf("when there is space again: %w", err)
	}
	if err := s.Close(); err != nil {
		return err
	}
	if s, err = Open(ctx, data, slog.New(slog.NewTextHandler(os.Stderr, nil))); err != nil {
		return err
	}
	if err := count(stored + 1); err != nil {
		return fmt.Errorf("opened again: %w", err)
	}
	return s.Close()
}

// A database that may not be written is refused at once. That is tried by permissions, as a user without privileges, and with a disk that is mounted
// read-only, where the child may mount one.
func TestReadOnly(t *testing.T) {
	if out, err := child(t, "read only", "permissions").CombinedOutput(); err != nil {
		t.Errorf("by permissions: %v: %s", err, out)
	}
	cmd := child(t, "read only", "disk", t.TempDir())
	cmd.SysProcAttr = inNamespace()
	out, err := cmd.CombinedOutput()
	switch {
	case err == nil:
		t.Log("by permissions and by a read-only disk")
	case strings.Contains(string(out), noMount) || errors.Is(err, syscall.EPERM):
		t.Log("by permissions only, as no disk could be mounted")
	default:
		t.Errorf("on a read-only disk: %v: %s", err, out)
	}
}

func childMayNotWrite(args []string) (err error) {
	var dir string
	var forbid []func() error
	if args[0] == "disk" {
		dir = args[1]
		if err := mountSmallDisk(dir); err != nil {
			return err
		}
		forbid = append(forbid, func() error { return syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, "") })
	} else {
		if dir, err = unprivilegedDir(); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.Chmod(dir, 0o700), os.RemoveAll(dir)) }()
		forbid = append(forbid,
			func() error { return os.Chmod(filepath.Join(dir, FileName), 0o400) },
			func() error { return os.Chmod(dir, 0o500) })
	}
	ctx, log := context.Background(), slog.New(slog.NewTextHandler(os.Stderr, nil))
	s, err := Open(ctx, dir, log)
	if err != nil {
		return err
	}
	if _, err := s.AddSite(ctx, "Shop", nil); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	for i, forbid := range forbid {
		if err := forbid(); err != nil {
			return err
		}
		_, err := Open(ctx, dir, log)
		if chat.CodeOf(err) != chat.Unavailable || !strings.Contains(err.Error(), filepath.Join(dir, FileName)) {
			return fmt.Errorf("step %d: error %w (%s), want one that is unavailable and names the database", i, err, chat.CodeOf(err))
		}
	}
	return nil
}

// unprivilegedDir makes a folder and makes this process one that must mind its permissions.
func unprivilegedDir() (string, error) {
	dir, err := os.MkdirTemp("", "parley-store")
	if err != nil || os.Geteuid() != 0 {
		return dir, err
	}
	const nobody = 65534
	return dir, errors.Join(os.Chown(dir, nobody, nobody), syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody))
}
