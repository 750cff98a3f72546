// Package frontend carries the built web pages inside the Go programs: the agent's window and the
// visitor's widget.
package frontend

import (
	"embed"
	"io/fs"
)

// built always has one committed file, so that Go code compiles before the first web build.
//
//go:embed all:dist
var built embed.FS

// Window returns the files of the agent's window, index.html at the root.
func Window() fs.FS { return sub("dist/window") }

// Widget returns the files of the visitor's widget: widget.js, talk.js and target.js, and the chat below chat/.
func Widget() fs.FS { return sub("dist/widget") }

func sub(dir string) fs.FS {
	files, err := fs.Sub(built, dir)
	if err != nil {
		panic(err) // only an invalid constant path gets here
	}
	return files
}
