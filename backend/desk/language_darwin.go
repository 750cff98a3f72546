package desk

import (
	"context"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// localesLimit is how long the system may take to tell the locales.
const localesLimit = 2 * time.Second

// systemLocales returns the locales the person wants, best first. They are asked for once: here a change shows after the next sign-in to the computer.
var systemLocales = sync.OnceValue(func() []string {
	ctx, cancel := context.WithTimeout(context.Background(), localesLimit)
	defer cancel()
	list, err := exec.CommandContext(ctx, "/usr/bin/defaults", "read", "-g", "AppleLanguages").Output()
	if err != nil {
		return nil
	}
	return parseLocales(string(list))
})

// parseLocales reads a list in brackets, one locale to a line, in quotes if it has a hyphen.
func parseLocales(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune("(),\"\n ", r) })
}
