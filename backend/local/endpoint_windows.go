package local

import (
	"os"
	"path/filepath"
)

// folders returns where sockets may live: the user's own part of the disk, whose access list keeps others out.
func folders() []string {
	if dir, err := os.UserCacheDir(); err == nil {
		return []string{filepath.Join(dir, "Parley")}
	}
	return nil
}

func checkFolder(dir string) error {
	_, err := os.Stat(dir)
	return err
}
