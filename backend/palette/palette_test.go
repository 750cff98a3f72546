package palette_test

import (
	"fmt"
	"testing"

	"parley/backend/chat"
	"parley/backend/palette"
	"parley/backend/protocol"
)

const darkPage = "#242628" // what the chat stands on in the dark

// Whatever a site chooses, text on its widget can be read, and in the dark the widget stands out from what is behind it.
func TestEveryColourCanBeRead(t *testing.T) {
	const step = 0x11
	for r := 0; r <= 0xff; r += step {
		for g := 0; g <= 0xff; g += step {
			for b := 0; b <= 0xff; b += step {
				chosen := fmt.Sprintf("#%02x%02x%02x", r, g, b)
				c := palette.Of(chosen)
				if c.Light.Fill != chosen {
					t.Fatalf("%s became %s", chosen, c.Light.Fill)
				}
				for _, x := range []struct{ is, on string }{{c.Light.On, c.Light.Fill}, {c.Dark.On, c.Dark.Fill}, {c.Dark.Fill, darkPage}} {
					if got := palette.Contrast(x.is, x.on); got < palette.Readable {
						t.Fatalf("of %s: %s on %s has a contrast of %.2f", chosen, x.is, x.on, got)
					}
				}
			}
		}
	}
}

func TestColours(t *testing.T) {
	for chosen, want := range map[string]protocol.Colours{
		chat.DefaultSite().Look.Colour: {Light: protocol.Colour{Fill: "#14607a", On: "#ffffff"}, Dark: protocol.Colour{Fill: "#2598c0", On: "#03222d"}},
		"#000000":                      {Light: protocol.Colour{Fill: "#000000", On: "#ffffff"}, Dark: protocol.Colour{Fill: "#8d8d8d", On: "#1e1e1e"}},
		"":                             {Light: protocol.Colour{Fill: "#000000", On: "#ffffff"}, Dark: protocol.Colour{Fill: "#8d8d8d", On: "#1e1e1e"}},
		"#ffffff":                      {Light: protocol.Colour{Fill: "#ffffff", On: "#212121"}, Dark: protocol.Colour{Fill: "#ffffff", On: "#212121"}},
	} {
		if got := palette.Of(chosen); got != want {
			t.Errorf("of %s: %+v, want %+v", chosen, got, want)
		}
	}
}

func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want string
	}{{"#000000", "#ffffff", "21.00"}, {"#ffffff", "#000000", "21.00"}, {"#777777", "#777777", "1.00"}, {"#777777", "#ffffff", "4.48"}} {
		if got := fmt.Sprintf("%.2f", palette.Contrast(c.a, c.b)); got != c.want {
			t.Errorf("%s on %s: %s, want %s", c.a, c.b, got, c.want)
		}
	}
}
