package autostart

import (
	"errors"
	"fmt"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// API: https://learn.microsoft.com/windows/win32/setupapi/run-and-runonce-registry-keys. go-autostart writes a shortcut here, for which it needs cgo.

const (
	runKey = `Software\Microsoft\Windows\CurrentVersion\Run`

	// In this key the Task Manager keeps what the person switched off there; an odd first byte means off.
	approvedKey = `Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`
)

// Enable has the program started at every sign-in from now on.
func (e Entry) Enable() error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return fmt.Errorf("enable start at sign-in: %w", err)
	}
	defer key.Close()
	if err := key.SetStringValue(e.Name, windows.ComposeCommandLine(e.Command)); err != nil {
		return fmt.Errorf("enable start at sign-in: %w", err)
	}
	if err := remove(approvedKey, e.Name); err != nil {
		return fmt.Errorf("enable start at sign-in: %w", err)
	}
	return nil
}

// Disable ends that. It is no error if it was not so.
func (e Entry) Disable() error {
	if err := remove(runKey, e.Name); err != nil {
		return fmt.Errorf("disable start at sign-in: %w", err)
	}
	return nil
}

// Enabled says whether the program will be started: it is written down, and the person has not switched it off in the Task Manager.
func (e Entry) Enabled() (bool, error) {
	key, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read start at sign-in: %w", err)
	}
	defer key.Close()
	if _, _, err := key.GetStringValue(e.Name); err != nil {
		if errors.Is(err, registry.ErrNotExist) {
			return false, nil
		}
		return false, fmt.Errorf("read start at sign-in: %w", err)
	}
	approved, err := registry.OpenKey(registry.CURRENT_USER, approvedKey, registry.QUERY_VALUE)
	if err != nil {
		return true, nil // without the key nothing was ever switched off
	}
	defer approved.Close()
	value, _, err := approved.GetBinaryValue(e.Name)
	return err != nil || len(value) == 0 || value[0]&1 == 0, nil
}

func remove(path, name string) error {
	key, err := registry.OpenKey(registry.CURRENT_USER, path, registry.SET_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer key.Close()
	if err := key.DeleteValue(name); err != nil && !errors.Is(err, registry.ErrNotExist) {
		return err
	}
	return nil
}
