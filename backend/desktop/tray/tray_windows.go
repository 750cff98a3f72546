package tray

import (
	"bytes"
	"context"
	"image"
	"strings"
	"unicode/utf16"

	"fyne.io/systray"
	"github.com/sergeymakinen/go-ico"
)

// API: https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-shell_notifyiconw

func (t *Tray) run(ctx context.Context) { t.runNative(ctx) }

// setIcon gives Windows the sizes of its usual scales to choose from.
func setIcon(s Shape, unread bool) {
	var pictures []image.Image
	for _, size := range []int{16, 20, 24, 32, 48} {
		pictures = append(pictures, draw(s, unread, size))
	}
	var file bytes.Buffer
	if err := ico.EncodeAll(&file, pictures); err != nil {
		panic(err) // our own pictures, into memory
	}
	systray.SetIcon(file.Bytes())
}

// label writes text for a menu in which an ampersand marks the letter to press.
func label(text string) string { return strings.ReplaceAll(plain(text), "&", "&&") }

// tooltip is at most 127 units long, or Windows reads past its end.
func tooltip(text string) string {
	const limit = 127
	units := utf16.Encode([]rune(plain(text)))
	if len(units) <= limit {
		return plain(text)
	}
	return string(utf16.Decode(units[:limit-1])) + "…"
}
