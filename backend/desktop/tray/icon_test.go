package tray

import (
	"image"
	"image/color"
	"testing"
)

var shapes = []Shape{Online, Invisible, Offline, Idle, NoLink}

func TestEveryShapeIsTellableInOneColour(t *testing.T) {
	black := color.NRGBA{A: 0xFF}
	for _, size := range []int{16, 22, 24, 48} {
		for i, a := range shapes {
			for _, b := range shapes[i+1:] {
				differing := 0
				one, other := paint(a, false, size, black, black), paint(b, false, size, black, black)
				for p := 3; p < len(one.Pix); p += 4 {
					if d := int(one.Pix[p]) - int(other.Pix[p]); d > 96 || d < -96 {
						differing++
					}
				}
				if differing*100 < size*size*3 {
					t.Errorf("%s and %s differ in only %d of %d pixels at size %d", a, b, differing, size*size, size)
				}
			}
		}
	}
}

func TestFullnessSaysHowPresent(t *testing.T) {
	ink := func(s Shape) (sum int) {
		for p, picture := 3, draw(s, false, 48); p < len(picture.Pix); p += 4 {
			sum += int(picture.Pix[p])
		}
		return sum
	}
	order := []Shape{Online, Invisible, Idle, Offline}
	for i, fuller := range order[:len(order)-1] {
		if emptier := order[i+1]; ink(fuller) <= ink(emptier) {
			t.Errorf("%s has ink %d, %s has %d", fuller, ink(fuller), emptier, ink(emptier))
		}
	}
}

func TestPoints(t *testing.T) {
	at := func(p *image.NRGBA, x, y float64) color.NRGBA { return p.NRGBAAt(int(x*48), int(y*48)) }
	none := color.NRGBA{}
	cases := []struct {
		name   string
		shape  Shape
		unread bool
		x, y   float64
		want   color.NRGBA
	}{
		{"online is full", Online, false, 0.49, 0.47, green},
		{"invisible is full on the left", Invisible, false, 0.35, 0.47, violet},
		{"invisible is empty on the right", Invisible, false, 0.65, 0.47, none},
		{"offline is empty", Offline, false, 0.35, 0.47, none},
		{"offline has an outline", Offline, false, 0.145, 0.47, grey},
		{"idle has hands", Idle, false, 0.49, 0.40, grey},
		{"no link has a cross", NoLink, false, 0.49, 0.47, red},
		{"the bubble has a tail", Online, false, 0.15, 0.85, green},
		{"nothing beside the bubble", Online, false, 0.95, 0.95, none},
		{"unread is a dot", Online, true, dotX, dotY, red},
		{"with a gap around it", Online, true, dotX - 0.16, dotY + 0.16, none},
		{"without unread the bubble stands there", Online, false, dotX - 0.16, dotY + 0.16, green},
		{"offline has no dot", Offline, true, dotX, dotY + 0.1, grey},
		{"idle has no dot", Idle, true, dotX, dotY + 0.1, grey},
	}
	for _, c := range cases {
		if got := at(draw(c.shape, c.unread, 48), c.x, c.y); got != c.want {
			t.Errorf("%s: %v at (%g, %g), want %v", c.name, got, c.x, c.y, c.want)
		}
	}
}

func TestNothingTouchesTheEdgeTooHard(t *testing.T) {
	for _, s := range shapes {
		picture := draw(s, true, 48)
		for i := range 48 {
			for _, c := range []color.NRGBA{picture.NRGBAAt(i, 0), picture.NRGBAAt(0, i), picture.NRGBAAt(47, i), picture.NRGBAAt(i, 47)} {
				if c.A == 0xFF {
					t.Fatalf("%s is cut off by its frame", s)
				}
			}
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("Sophie\nMarchand\u202e\x00\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range plain(text) {
			if r < ' ' || r == 0x202e {
				t.Errorf("%q let %U through", text, r)
			}
		}
	})
}
