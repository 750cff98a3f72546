package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// file is one file of the widget, ready to be sent.
type file struct {
	kind    string // content type
	tag     string // entity tag
	plain   []byte
	gzipped []byte // nil where it saves nothing
}

// worthGzip is the size from which a file is compressed.
const worthGzip = 512

// loadFiles reads all files of a tree by their path. A tree that is not there has none: then there is no widget.
func loadFiles(tree fs.FS) (map[string]file, error) {
	files := map[string]file{}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		files[name], err = newFile(name, data)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read widget: %w", err)
	}
	return files, nil
}

func newFile(name string, data []byte) (file, error) {
	sum := sha256.Sum256(data)
	f := file{kind: mime.TypeByExtension(path.Ext(name)), tag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, plain: data}
	if f.kind == "" {
		f.kind = "application/octet-stream"
	}
	if strings.HasPrefix(f.kind, "image/") && f.kind != "image/svg+xml" || len(data) < worthGzip {
		return f, nil
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return f, err
	}
	if _, err := z.Write(data); err != nil {
		return f, err
	}
	if err := z.Close(); err != nil {
		return f, err
	}
	f.gzipped = b.Bytes()
	return f, nil
}

// serve answers a request with the file, to be kept as cache says.
func (f file) serve(w http.ResponseWriter, r *http.Request, cache string) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", cache)
	h.Add("Vary", "Accept-Encoding")
	body, tag := f.plain, f.tag
	if f.gzipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && r.Header.Get("Range") == "" {
		h.Set("Content-Encoding", "gzip")
		body, tag = f.gzipped, strings.TrimSuffix(f.tag, `"`)+`-gzip"`
	}
	h.Set("ETag", tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}
