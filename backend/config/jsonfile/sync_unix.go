//go:build unix

package jsonfile

import (
	"errors"
	"os"
)

// syncDir makes the new name in a folder durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
