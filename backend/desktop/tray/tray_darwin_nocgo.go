//go:build darwin && !cgo

package tray

import "context"

// Cocoa is reached by cgo only: a program built without it has no tray here, which nobody shows.

func (t *Tray) run(ctx context.Context) { <-ctx.Done() }
