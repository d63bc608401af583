package script

import "testing"

func proved(p *proofs, digest [32]byte) bool {
	is, known := p.of(digest)
	return known && is.owed == 0
}

func TestProofs(t *testing.T) {
	t.Parallel()
	a, b := [32]byte{1}, [32]byte{2}
	var p proofs
	if proved(&p, a) {
		t.Error("nothing is known yet")
	}
	p.note(a, true, false)
	if !proved(&p, a) || proved(&p, b) {
		t.Error("one quick run is a proof, of that script")
	}
	p.note(a, false, true)
	for i := range penance {
		if proved(&p, a) {
			t.Fatalf("proved after %d quick runs, want %d", i, penance)
		}
		if is, _ := p.of(a); !is.heavy {
			t.Fatalf("after %d quick runs it is forgotten that one was heavy", i)
		}
		p.note(a, true, false)
	}
	if is, _ := p.of(a); is.heavy {
		t.Error("what it has made good for still counts")
	}
	if !proved(&p, a) {
		t.Error("not proved after its penance")
	}
	p.note(b, false, false)
	if p.note(b, true, false); proved(&p, b) {
		t.Error("a first run that was not quick counts as well")
	}
	if is, _ := p.of(b); is.heavy {
		t.Error("slow is not heavy")
	}
}

// What is asked for stays known however many scripts there are; what nobody asks
// for is forgotten, so that the memory has a bound.
func TestProofsAreBounded(t *testing.T) {
	t.Parallel()
	used, unused := [32]byte{1}, [32]byte{2}
	var p proofs
	p.note(used, true, false)
	p.note(unused, true, false)
	for i := range 3 * maxProofs {
		p.note([32]byte{3, byte(i), byte(i >> 8)}, true, false)
		if i%1000 == 0 && !proved(&p, used) {
			t.Fatalf("forgotten after %d others", i)
		}
		if n := len(p.now) + len(p.old); n > maxProofs {
			t.Fatalf("%d scripts are remembered", n)
		}
	}
	if proved(&p, unused) {
		t.Error("nothing is ever forgotten")
	}
}
