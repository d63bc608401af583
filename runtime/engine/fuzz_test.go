package engine_test

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/watchdog"
)

// bytesSource makes choices of bytes, one of each: an input that is changed in
// one place makes another scenario in one place. Behind its end the choices come
// of its length.
type bytesSource struct {
	data []byte
	rest *rand.PCG
}

var _ rand.Source = (*bytesSource)(nil)

func (b *bytesSource) Uint64() uint64 {
	if len(b.data) == 0 {
		return b.rest.Uint64()
	}
	var all [8]byte
	for i := range all {
		all[i] = b.data[0]
	}
	b.data = b.data[1:]
	return binary.BigEndian.Uint64(all[:])
}

// FuzzPlay makes scenarios of bytes and plays them: whatever flow, company and
// commands they are, no invariant breaks, and the path that is foreseen is the
// one that is taken.
func FuzzPlay(f *testing.F) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 16, 64, 200, 600, 1200} {
		data := make([]byte, size)
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		watchdog.Watch(t)
		s := scenarioBy(dice{rand.New(&bytesSource{data: data, rest: rand.NewPCG(uint64(len(data)), 0)})})
		for name, play := range map[string]func(*player, scenario) error{"play": (*player).play, "foresee": (*player).foresee} {
			p := newPlayer()
			if err := play(p, s); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for invariant, how := range p.broken {
				t.Errorf("%s: %s: %s", name, invariant, how)
			}
			if t.Failed() {
				t.Fatalf("flow %s\nworld %s\nvalues %s\nmoves %+v\nhistory:\n  %s", mustText(s.Flow), mustText(s.World), mustText(s.Values),
					s.Moves, strings.Join(say(p.events, sayEvent), "\n  "))
			}
		}
	})
}
