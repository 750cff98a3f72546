package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"

	"parley/backend/chat"
	"parley/backend/server"
	"parley/backend/store"
)

type copyDatabase struct {
	From string `arg:"" placeholder:"sqlite:FOLDER" help:"Database to copy: sqlite:FOLDER, or the address of a PostgreSQL database as for --store."`
	To   string `arg:"" placeholder:"postgres://USER:PASSWORD@HOST/NAME" help:"Database to copy to, empty or left by an earlier copy."`
}

// copied is what was copied, as it is printed.
type copied struct {
	Rows     map[string]int64 `json:"rows"`
	Total    int64            `json:"total"`
	Checksum string           `json:"checksum"`
}

// Run copies. Hubs on a folder are kept off it meanwhile; those on PostgreSQL are to be stopped by whoever copies.
func (c copyDatabase) Run(ctx context.Context, m *Main) (err error) {
	if from := folderOf(c.From); from != "" {
		if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
			return chat.Errorf(chat.NotFound, "there is no folder %s", from)
		}
	}
	for _, place := range []string{c.From, c.To} {
		lock, failed := server.LockFolder(folderOf(place))
		if failed != nil {
			return failed
		}
		defer func() { err = errors.Join(err, lock.Unlock()) }()
	}
	is, err := store.Copy(ctx, c.From, c.To)
	if err != nil {
		return err
	}
	return m.print(copied{Rows: is.Rows, Total: is.Total(), Checksum: is.Checksum})
}

// folderOf is the folder of a database, empty for one that is in none.
func folderOf(place string) string {
	if store.IsPostgres(place) {
		return ""
	}
	return strings.TrimPrefix(place, "sqlite:")
}
