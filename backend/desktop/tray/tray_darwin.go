//go:build darwin && cgo

package tray

import (
	"bytes"
	"context"
	"image/color"
	"image/png"

	"fyne.io/systray"
)

// API: https://developer.apple.com/documentation/appkit/nsstatusitem

func (t *Tray) run(ctx context.Context) { t.runNative(ctx) }

// setIcon draws black on nothing: the menu bar colours it for light and dark.
func setIcon(s Shape, unread bool) {
	black := color.NRGBA{A: 0xFF}
	var file bytes.Buffer
	if err := png.Encode(&file, paint(s, unread, 44, black, black)); err != nil {
		panic(err) // our own picture, into memory
	}
	systray.SetTemplateIcon(file.Bytes(), file.Bytes())
}

func label(text string) string { return plain(text) }

func tooltip(text string) string { return plain(text) }
