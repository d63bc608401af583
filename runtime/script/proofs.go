package script

import "sync"

const (
	// penance is how many quick runs a script needs after one that was not.
	penance = 16
	// maxProofs is how many scripts are remembered.
	maxProofs = 4096
)

// proofs remember which scripts have proved quick: those whose last run was, or
// whose last sixteen were after one that was not. What a script does may hang on
// what people fill in, so a proof is no promise; it is worth as much as the
// lanes keep apart. It is lost with the process, and costs a script one run.
type proofs struct {
	mu  sync.Mutex
	now map[[32]byte]proof
	old map[[32]byte]proof // what now was before it was full; what is asked for moves over
}

// proof is what is known of a script.
type proof struct {
	owed  int  // quick runs that it needs yet
	heavy bool // one of its runs was heavy since it was proved quick
}

// of returns what is known of a script, and whether anything is.
func (p *proofs) of(digest [32]byte) (proof, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.find(digest)
}

// note takes down how a run was.
func (p *proofs) note(digest [32]byte, quick, heavy bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	is, known := p.find(digest)
	switch {
	case !quick:
		is.owed = penance
	case known && is.owed > 0:
		is.owed--
	}
	is.heavy = heavy || is.heavy && is.owed > 0
	p.keep(digest, is)
}

func (p *proofs) find(digest [32]byte) (is proof, known bool) {
	if is, known = p.now[digest]; known {
		return is, true
	}
	if is, known = p.old[digest]; known {
		p.keep(digest, is)
	}
	return is, known
}

func (p *proofs) keep(digest [32]byte, is proof) {
	if _, known := p.now[digest]; !known && len(p.now) >= maxProofs/2 || p.now == nil {
		p.old, p.now = p.now, map[[32]byte]proof{}
	}
	p.now[digest] = is
}
