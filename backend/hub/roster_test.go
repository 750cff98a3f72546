package hub

import (
	"testing"

	"pgregory.net/rapid"
)

// A roster is everybody who was added and not removed: each of them once, wherever it has moved, and in the order of their coming while nobody has gone.
func TestRoster(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r roster
		var there []*Visitor
		gone := false
		for range rapid.IntRange(0, 300).Draw(t, "steps") {
			if len(there) > 0 && rapid.IntRange(0, 3).Draw(t, "goes") == 0 {
				i := rapid.IntRange(0, len(there)-1).Draw(t, "who")
				r.remove(there[i])
				there = append(there[:i], there[i+1:]...)
				gone = true
				continue
			}
			v := new(Visitor)
			r.add(v)
			there = append(there, v)
		}
		met := map[*Visitor]int{}
		inOrder := true
		r.each(func(v *Visitor) {
			inOrder = inOrder && !gone && there[len(met)] == v
			met[v]++
		})
		for _, v := range there {
			if met[v] != 1 || r.parts[v.slot][v.place] != v {
				t.Fatalf("somebody is met %d times", met[v])
			}
		}
		if len(met) != len(there) || r.size != len(there) || r.empty() != (len(there) == 0) {
			t.Fatalf("%d of %d are met, and the size is %d", len(met), len(there), r.size)
		}
		if !gone && !inOrder {
			t.Fatal("they are met in another order than they came")
		}
	})
}
