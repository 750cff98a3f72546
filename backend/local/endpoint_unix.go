//go:build unix

package local

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// folders returns where sockets may live, best first.
func folders() []string {
	var list []string
	for _, dir := range []string{os.Getenv("XDG_RUNTIME_DIR"), "/run/user/" + strconv.Itoa(os.Getuid())} {
		if info, err := os.Stat(dir); filepath.IsAbs(dir) && err == nil && info.IsDir() {
			list = append(list, filepath.Join(dir, "parley"))
		}
	}
	return append(list, filepath.Join(os.TempDir(), "parley-"+strconv.Itoa(os.Getuid())))
}

// checkFolder returns an error unless nobody but this user can put a socket into a folder.
func checkFolder(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() || int(owner.Uid) != os.Getuid() || info.Mode().Perm() != 0o700 {
		return fmt.Errorf("%s is not a folder of this user alone", dir)
	}
	return nil
}
