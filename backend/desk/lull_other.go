//go:build !linux

package desk

// forgetProgram does nothing here: these systems take back what a program does not use.
func forgetProgram() error { return nil }
