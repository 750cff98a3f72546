package config

import (
	"os"
	"path/filepath"
	"runtime"

	"parley/backend/chat"
)

// DataFolder returns the data folder a desk uses that was given none. The folder may not exist yet.
func DataFolder() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "parley"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", chat.Errorf(chat.Unavailable, "find the data folder: %w", err)
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "Parley"), nil
	case "windows":
		return filepath.Join(home, "AppData", "Local", "Parley"), nil
	default:
		return filepath.Join(home, ".local", "share", "parley"), nil
	}
}
