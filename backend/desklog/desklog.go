// Package desklog is where a desk says what it does: text on stderr, and lines of JSON in a file of its data folder, because a desk that the window or
// the sign-in to the computer started has nobody who reads its stderr. The window reads there why a desk ended.
package desklog

import (
	"bufio"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"gopkg.in/natefinch/lumberjack.v2"
)

// Bounds of the files; the old ones have a time in their name.
const (
	maxMegabytes = 1
	maxOld       = 1
)

// Path is the file in a data folder.
func Path(dataDir string) string { return filepath.Join(dataDir, "desk.log") }

// Open returns the log of the desk of a data folder, and what closes its file, which is for its owner's eyes only.
func Open(dataDir string, stderr io.Writer) (*slog.Logger, io.Closer) {
	file := &lumberjack.Logger{Filename: Path(dataDir), MaxSize: maxMegabytes, MaxBackups: maxOld}
	return slog.New(slog.NewMultiHandler(slog.NewTextHandler(stderr, nil), slog.NewJSONHandler(file, nil))), file
}

// LastError returns the last error that a desk has logged since an instant, empty without one.
func LastError(dataDir string, since time.Time) string {
	file, err := os.Open(Path(dataDir))
	if err != nil {
		return ""
	}
	defer file.Close()
	last := ""
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var line struct {
			Time  time.Time  `json:"time"`
			Level slog.Level `json:"level"`
			Msg   string     `json:"msg"`
			Err   string     `json:"err"`
		}
		if json.Unmarshal(lines.Bytes(), &line) != nil || line.Level < slog.LevelError || line.Time.Before(since) {
			continue
		}
		last = line.Msg
		if line.Err != "" {
			last += ": " + line.Err
		}
	}
	return last
}
