//go:build linux

package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// crowds measures what a status costs by the number of widgets, and draws it.
func (b hubBench) crowds(ctx context.Context, s shop) ([]figure, error) {
	var figures []figure
	ours, bare := line{name: "Parley", colour: "#13607a"}, line{name: "the least that is possible", colour: "#8a8a86"}
	for _, n := range b.Crowds {
		f := figure{What: fmt.Sprintf("status to %d widgets: 99 of 100", n), Unit: "ms"}
		for range b.Rounds {
			is, err := s.statusOf(ctx, n)
			if err = firstOf(err, is.whole()); err != nil {
				return nil, err
			}
			floor, err := least(n)
			if err != nil {
				return nil, err
			}
			f.against(is.p99, floor.p99)
		}
		figures = append(figures, f)
		ours.points = append(ours.points, point{float64(n), median(f.Values)})
		bare.points = append(bare.points, point{float64(n), median(f.Floor)})
	}
	return figures, b.picture("bench-widgets.svg", "A status reaches 99 of 100 open widgets", "widgets", ours, bare)
}

// rates measures how long messages take by how many are written, and draws it.
func (b hubBench) rates(ctx context.Context, s shop) ([]figure, error) {
	var figures []figure
	most, half := line{name: "99 of 100", colour: "#13607a"}, line{name: "median", colour: "#8a8a86"}
	for _, n := range b.Writers {
		what := fmt.Sprintf("messages of %d visitors at once", n)
		rate, p99 := figure{What: what, Unit: "/s"}, figure{What: what + ", until acknowledged: 99 of 100", Unit: "ms"}
		p50 := figure{}
		for range b.Rounds {
			took, _, err := s.write(ctx, n)
			if err != nil {
				return nil, err
			}
			rate.Values = append(rate.Values, float64(len(took))/writing.Seconds())
			p50.Values = append(p50.Values, float64(quantile(took, 0.50))/ms)
			p99.Values = append(p99.Values, float64(quantile(took, 0.99))/ms)
		}
		figures = append(figures, rate, p99)
		most.points = append(most.points, point{median(rate.Values), median(p99.Values)})
		half.points = append(half.points, point{median(rate.Values), median(p50.Values)})
	}
	return figures, b.picture("bench-messages.svg", "A message is acknowledged", "messages a second", most, half)
}

// picture draws lines of milliseconds into a file, if there are to be pictures.
func (b hubBench) picture(name, title, x string, lines ...line) error {
	if b.Draw == "" {
		return nil
	}
	text := draw(title+", "+time.Now().Format("January 2006"), x, "ms", lines...)
	return os.WriteFile(filepath.Join(b.Draw, name), []byte(text), 0o600)
}

// point is one of a line.
type point struct{ x, y float64 }

// line is one of a chart.
type line struct {
	name   string
	colour string
	points []point
}

// The size of a chart and what stays free around its lines, in pixels.
const (
	wide, high                = 720, 360
	left, right, above, below = 56, 24, 56, 44
)

// step is a round number, 1, 2 or 5 with zeros, of which at most five reach a value.
func step(most float64) float64 {
	unit := math.Pow10(int(math.Floor(math.Log10(most / 5))))
	for _, n := range []float64{1, 2, 5} {
		if 5*n*unit >= most {
			return n * unit
		}
	}
	return 10 * unit
}

// draw makes a chart whose axes begin at 0.
func draw(title, x, y string, lines ...line) string {
	most := point{1, 1}
	for _, l := range lines {
		for _, p := range l.points {
			most.x, most.y = max(most.x, p.x), max(most.y, p.y)
		}
	}
	between := step(1.1 * most.y)
	rows := math.Ceil(1.1 * most.y / between)
	most.y = rows * between
	at := func(p point) (float64, float64) {
		return left + p.x/most.x*(wide-left-right), high - below - p.y/most.y*(high-above-below)
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" fill="#3a3a38">`, wide, high)
	fmt.Fprintf(&out, `<rect width="%d" height="%d" fill="#ffffff"/><text x="%d" y="24" font-size="14" font-weight="bold">%s</text>`, wide, high, left, title)
	for i := range int(rows) + 1 {
		value := between * float64(i)
		_, py := at(point{0, value})
		fmt.Fprintf(&out, `<path d="M%d %.1fH%d" stroke="#e3e3df"/><text x="%d" y="%.1f" text-anchor="end">%s</text>`, left, py, wide-right, left-8, py+4,
			strconv.FormatFloat(math.Round(value*1000)/1000, 'f', -1, 64))
	}
	fmt.Fprintf(&out, `<text x="%d" y="%d" text-anchor="end">%s</text><text x="%d" y="%d">%s</text>`, wide-right, high-8, x, 8, above-14, y)
	if len(lines) > 0 {
		for _, p := range lines[0].points {
			px, _ := at(p)
			fmt.Fprintf(&out, `<text x="%.1f" y="%d" text-anchor="middle">%.0f</text>`, px, high-below+18, p.x)
		}
	}
	for i, l := range lines {
		var path []string
		for _, p := range l.points {
			px, py := at(p)
			path = append(path, fmt.Sprintf("%.1f,%.1f", px, py))
			fmt.Fprintf(&out, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>`, px, py, l.colour)
		}
		fmt.Fprintf(&out, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>`, strings.Join(path, " "), l.colour)
		fmt.Fprintf(&out, `<rect x="%d" y="%d" width="12" height="3" fill="%s"/><text x="%d" y="%d">%s</text>`,
			left+20, above+i*18, l.colour, left+38, above+6+i*18, l.name)
	}
	out.WriteString("</svg>\n")
	return out.String()
}
