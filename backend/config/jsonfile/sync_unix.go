//go:build unix

package jsonfile

import "os"

// syncDir makes the new name in a folder durable. Not every file system can, and the new name stands in any case: there is no error to tell.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
