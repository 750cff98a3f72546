//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"
	"time"
)

// figure is one thing that was measured in several rounds.
type figure struct {
	What   string    `json:"what"`
	Unit   string    `json:"unit"`
	Values []float64 `json:"values"`
	Floor  []float64 `json:"floor,omitempty"` // the least that is possible, measured in the same rounds
	Goal   string    `json:"goal"`
}

const ms = float64(time.Millisecond)

// against adds a round, in milliseconds: the medians of what was measured and of the least that is possible.
func (f *figure) against(took, least []time.Duration) {
	f.Values = append(f.Values, median(inMs(took)))
	f.Floor = append(f.Floor, median(inMs(least)))
}

func inMs(all []time.Duration) []float64 {
	out := make([]float64, len(all))
	for i, d := range all {
		out[i] = float64(d) / ms
	}
	return out
}

// median of the values; 0 without any.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// report prints figures, and writes them to a file unless its path is empty.
func report(figures []figure, path string) error {
	printTable(os.Stdout, figures)
	if path == "" {
		return nil
	}
	text, err := json.MarshalIndent(figures, "", "  ")
	if err != nil {
		return fmt.Errorf("write figures: %w", err)
	}
	return os.WriteFile(path, append(text, '\n'), 0o600)
}

func printTable(w io.Writer, figures []figure) {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "what\tmin\tmedian\tmax\tunit\tfloor\tagainst it\tgoal")
	for _, f := range figures {
		floor, against := "", ""
		if len(f.Floor) > 0 {
			floor = fmt.Sprintf("%.4g", median(f.Floor))
			against = fmt.Sprintf("%.2f x, %+.3g", median(f.Values)/median(f.Floor), median(f.Values)-median(f.Floor))
		}
		fmt.Fprintf(out, "%s\t%.4g\t%.4g\t%.4g\t%s\t%s\t%s\t%s\n",
			f.What, slices.Min(f.Values), median(f.Values), slices.Max(f.Values), f.Unit, floor, against, f.Goal)
	}
	_ = out.Flush() // what cannot be printed cannot be told either
}
