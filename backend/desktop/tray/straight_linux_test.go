package tray

import (
	"bytes"
	"image"
	"image/color"
	"testing"
)

// Panels get exactly the bytes that were drawn, with straight alpha, by the way systray reads a picture.
func TestStraightPixelsSurviveDecoding(t *testing.T) {
	registerStraightFormat()
	drawn := draw(Invisible, true, 24)
	got, format, err := image.Decode(bytes.NewReader(encodeStraight(drawn)))
	if err != nil || format != "parley-rgba" {
		t.Fatalf("decode: format %q, %v", format, err)
	}
	for y := range 24 {
		for x := range 24 {
			r, g, b, a := got.At(x, y).RGBA()
			if have := (color.NRGBA{byte(r), byte(g), byte(b), byte(a)}); have != drawn.NRGBAAt(x, y) {
				t.Fatalf("pixel %d,%d: %v, drawn %v", x, y, have, drawn.NRGBAAt(x, y))
			}
		}
	}
	if _, err := decodeStraight(bytes.NewReader(encodeStraight(drawn)[:99])); err == nil {
		t.Error("half a picture was accepted")
	}
	if _, err := decodeStraight(bytes.NewReader(nil)); err == nil {
		t.Error("no picture was accepted")
	}
}
