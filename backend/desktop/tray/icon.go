package tray

import (
	"image"
	"image/color"
	"math"
)

// The icon is drawn when it is needed: a handful of circles and lines costs less than twenty pictures in the program, and fits every size.
// The drawing is a speech bubble on a square of side 1, y downwards.
const (
	bubbleX, bubbleY = 0.49, 0.47
	bubbleRadius     = 0.41
	hollowRadius     = 0.285
	signWidth        = 0.105 // of clock hands and cross

	dotX, dotY = 0.80, 0.20
	dotRadius  = 0.18
	dotGap     = 0.085 // cut out of the bubble around the dot, so that the dot stays visible in one colour
)

// The corners of the bubble's tail.
var tail = [3]point{{0.11, 0.58}, {0.07, 0.94}, {0.46, 0.86}}

type point struct{ x, y float64 }

// One set of colours for light and dark panels, of which Linux does not tell which it is: contrast 3:1 on both.
var (
	green  = color.NRGBA{0x14, 0x93, 0x5F, 0xFF}
	violet = color.NRGBA{0x8B, 0x6E, 0xE0, 0xFF}
	grey   = color.NRGBA{0x80, 0x7D, 0x77, 0xFF}
	red    = color.NRGBA{0xDE, 0x4A, 0x3E, 0xFF}
)

func colourOf(s Shape) color.NRGBA {
	switch s {
	case Online:
		return green
	case Invisible:
		return violet
	case NoLink:
		return red
	default:
		return grey
	}
}

// draw draws an icon in colours.
func draw(s Shape, unread bool, size int) *image.NRGBA {
	return paint(s, unread, size, colourOf(s), red)
}

// samples per pixel and direction
const samples = 5

// paint draws an icon with a bubble of one colour and a dot of another.
func paint(s Shape, unread bool, size int, body, dot color.NRGBA) *image.NRGBA {
	unread = unread && s != Offline && s != Idle
	picture := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			inBody, inDot := 0, 0
			for i := range samples * samples {
				p := point{
					(float64(x) + (float64(i%samples)+0.5)/samples) / float64(size),
					(float64(y) + (float64(i/samples)+0.5)/samples) / float64(size),
				}
				toDot := math.Hypot(p.x-dotX, p.y-dotY)
				switch {
				case unread && toDot < dotRadius:
					inDot++
				case unread && toDot < dotRadius+dotGap:
				case inside(s, p):
					inBody++
				}
			}
			picture.SetNRGBA(x, y, mix(body, inBody, dot, inDot))
		}
	}
	return picture
}

// mix is the colour of a pixel of which so many samples are body and so many dot.
func mix(body color.NRGBA, inBody int, dot color.NRGBA, inDot int) color.NRGBA {
	n := inBody + inDot
	if n == 0 {
		return color.NRGBA{}
	}
	part := func(a, b uint8) uint8 { return uint8((int(a)*inBody + int(b)*inDot) / n) }
	return color.NRGBA{part(body.R, dot.R), part(body.G, dot.G), part(body.B, dot.B), uint8(255 * n / (samples * samples))}
}

func inside(s Shape, p point) bool {
	fromCentre := math.Hypot(p.x-bubbleX, p.y-bubbleY)
	outline := fromCentre >= hollowRadius && (fromCentre < bubbleRadius || inTail(p))
	hollow := fromCentre < hollowRadius
	switch s {
	case Online:
		return outline || hollow
	case Invisible:
		return outline || hollow && p.x < bubbleX
	case Idle:
		return outline || onLine(p, point{bubbleX, bubbleY - 0.17}, point{bubbleX, bubbleY + 0.02}) ||
			onLine(p, point{bubbleX, bubbleY + 0.02}, point{bubbleX + 0.13, bubbleY + 0.02})
	case NoLink:
		return outline || onLine(p, point{bubbleX - 0.1, bubbleY - 0.1}, point{bubbleX + 0.1, bubbleY + 0.1}) ||
			onLine(p, point{bubbleX - 0.1, bubbleY + 0.1}, point{bubbleX + 0.1, bubbleY - 0.1})
	default:
		return outline
	}
}

func inTail(p point) bool {
	for i, a := range tail {
		b := tail[(i+1)%len(tail)]
		if (b.x-a.x)*(p.y-a.y)-(b.y-a.y)*(p.x-a.x) > 0 {
			return false
		}
	}
	return true
}

// onLine says whether p lies on the line from a to b with round ends.
func onLine(p, a, b point) bool {
	dx, dy := b.x-a.x, b.y-a.y
	along := ((p.x-a.x)*dx + (p.y-a.y)*dy) / (dx*dx + dy*dy)
	along = min(max(along, 0), 1)
	return math.Hypot(p.x-a.x-along*dx, p.y-a.y-along*dy) < signWidth/2
}
