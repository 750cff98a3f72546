//go:build !linux || !cgo

package window

// Confine keeps the web view on the program's own page where the system lets us, which is on Linux. Elsewhere only the content policy stands against
// markup that leads away, and Wails refuses the calls of other pages.
func Confine() {}
