// Package palette makes the colours of a widget of the one its site chose: text on them can be read, and so can they in the dark.
package palette

import (
	"fmt"
	"math"

	"parley/backend/protocol"
)

// Readable is the least contrast of text.
const Readable = 4.5

// Contrasts that are aimed at lie above it: eight bits a channel round.
const (
	darkAim = 4.6   // of the fill, before what is behind it in the dark
	textAim = 5     // of dark text on a fill
	ink     = 0.015 // the greatest luminance of dark text
)

// darkPage is what is behind the chat in the dark.
var darkPage = parse("#242628")

// Of returns the colours that follow from one, which is as in "#14607a".
func Of(chosen string) protocol.Colours {
	c := parse(chosen)
	return protocol.Colours{Light: with(c), Dark: with(c.lit(darkAim*(darkPage.luminance()+flare) - flare))}
}

// Contrast is that of two colours as in "#14607a", 1 to 21.
func Contrast(a, b string) float64 { return contrast(parse(a).luminance(), parse(b).luminance()) }

// with is a colour with that of text on it: white where it can be read, otherwise a dark one of the same hue.
func with(fill colour) protocol.Colour {
	fill = parse(fill.String()) // what is seen
	l := fill.luminance()
	on := colour{1, 1, 1}
	if contrast(1, l) < Readable {
		on = fill.scaled(min(ink, max(0, (l+flare)/textAim-flare)) / l)
	}
	return protocol.Colour{Fill: fill.String(), On: on.String()}
}

// colour is light: red, green and blue, each 0 to 1.
type colour [3]float64

// lit is the colour with at least a luminance: brighter as far as its hue can be, then paler.
func (c colour) lit(least float64) colour {
	l := c.luminance()
	if l >= least {
		return c
	}
	if brightest := max(c[0], c[1], c[2]); brightest > 0 {
		c = c.scaled(min(least/l, 1/brightest))
		l = c.luminance()
	}
	if l >= least {
		return c
	}
	white := (least - l) / (1 - l)
	for i := range c {
		c[i] += (1 - c[i]) * white
	}
	return c
}

func (c colour) scaled(by float64) colour { return colour{c[0] * by, c[1] * by, c[2] * by} }

func (c colour) luminance() float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }

// flare is the light that every screen reflects.
const flare = 0.05

func contrast(a, b float64) float64 { return (max(a, b) + flare) / (min(a, b) + flare) }

// parse reads a colour. What is none is black.
func parse(hex string) (c colour) {
	var bits [3]uint8
	if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &bits[0], &bits[1], &bits[2]); err != nil {
		return colour{}
	}
	for i, b := range bits {
		v := float64(b) / 255
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return c
}

func (c colour) String() string {
	var bits [3]uint8
	for i, v := range c {
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		bits[i] = uint8(math.Round(min(1, v) * 255))
	}
	return fmt.Sprintf("#%02x%02x%02x", bits[0], bits[1], bits[2])
}
