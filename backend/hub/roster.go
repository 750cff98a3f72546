package hub

import "parley/backend/protocol"

// slots is into how many parts the visitors of a site are divided, so that their beats are spread over time.
const slots = 32

// beatStep is how long after one part of the visitors the next is told a beat.
const beatStep = protocol.BeatEvery / slots

// roster holds the visitors' links of a site.
type roster struct {
	parts [slots][]*Visitor
	size  int
	fill  int // the part that takes the next one
	turn  int // the part that is told the next beat
}

func (r *roster) empty() bool { return r.size == 0 }

func (r *roster) add(v *Visitor) {
	v.slot, v.place = r.fill, len(r.parts[r.fill])
	r.parts[r.fill] = append(r.parts[r.fill], v)
	r.fill = (r.fill + 1) % slots
	r.size++
}

// remove has the last of a part take the place.
func (r *roster) remove(v *Visitor) {
	part := r.parts[v.slot]
	last := len(part) - 1
	part[v.place] = part[last]
	part[v.place].place = v.place
	part[last] = nil
	r.parts[v.slot] = part[:last]
	r.size--
}

// each does something for everybody, those first who came first: what belongs to them lies side by side in the memory of program and system, and is the
// quicker to reach in this order, as far as it still stands: who has taken the place of another is not where its memory is.
func (r *roster) each(do func(*Visitor)) {
	for place, left := 0, r.size; left > 0; place++ {
		for _, part := range r.parts {
			if place < len(part) {
				do(part[place])
				left--
			}
		}
	}
}

// beatPacket is the same for everybody.
var beatPacket = pack(&protocol.Beat{})

// beat tells the next part of the visitors that the link stands.
func (r *roster) beat() {
	for _, v := range r.parts[r.turn] {
		v.link.Send(beatPacket)
	}
	r.turn = (r.turn + 1) % slots
}
