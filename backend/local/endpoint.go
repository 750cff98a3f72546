package local

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"

	"parley/backend/chat"
)

// maxPath is the longest name of a socket that every system takes: 108 bytes with the closing zero on Linux and Windows, 104 on macOS.
const maxPath = 103

// endpoints returns where the socket of a data folder can be, best first. A desk listens at the first it can; clients try all, because the command
// line may run without the variables of the desktop.
func endpoints(dataDir string) ([]string, error) {
	dir, err := filepath.Abs(dataDir)
	if err != nil {
		return nil, fmt.Errorf("name the data folder: %w", err)
	}
	if target, err := filepath.EvalSymlinks(dir); err == nil {
		dir = target
	}
	sum := sha256.Sum256([]byte(dir))
	var paths []string
	for _, folder := range folders() {
		path := filepath.Join(folder, hex.EncodeToString(sum[:8])+".sock")
		if len(path) <= maxPath {
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("no folder for a socket has a short enough name: %v", folders())
	}
	return paths, nil
}

// Listen opens the socket of a data folder, which the caller has locked: one that was left behind is replaced.
func Listen(ctx context.Context, dataDir string) (net.Listener, error) {
	paths, err := endpoints(dataDir)
	if err != nil {
		return nil, chat.Errorf(chat.Unavailable, "listen for the window: %w", err)
	}
	var problems []error
	for _, path := range paths {
		l, err := listenAt(ctx, path)
		if err == nil {
			return l, nil
		}
		problems = append(problems, err)
	}
	return nil, chat.Errorf(chat.Unavailable, "listen for the window: %w", errors.Join(problems...))
}

func listenAt(ctx context.Context, path string) (net.Listener, error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	if err := checkFolder(folder); err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return new(net.ListenConfig).Listen(ctx, "unix", path)
}

// dial connects to the desk of a data folder. It returns not_found when none is running.
func dial(ctx context.Context, dataDir string) (net.Conn, error) {
	paths, err := endpoints(dataDir)
	if err != nil {
		return nil, chat.Errorf(chat.Unavailable, "find the desk: %w", err)
	}
	var problems []error
	for _, path := range paths {
		if err := checkFolder(filepath.Dir(path)); err != nil {
			problems = append(problems, err)
			continue
		}
		conn, err := new(net.Dialer).DialContext(ctx, "unix", path)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if err := checkPeer(conn); err != nil {
			problems = append(problems, err, conn.Close())
			continue
		}
		return conn, nil
	}
	return nil, chat.Errorf(chat.NotFound, "no desk is running: %w", errors.Join(problems...))
}
