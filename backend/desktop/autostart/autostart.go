// Package autostart has a program started when the person signs in to the computer, and knows whether it will be.
package autostart

// Entry is a program to start at sign-in. It belongs to this person only.
type Entry struct {
	Name    string   // short, without spaces: names the file or value
	Title   string   // as people read it in the system's settings
	Command []string // absolute path of the program, and its arguments
}
