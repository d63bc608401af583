package engine_test

import "github.com/banli-oa/banli/runtime/engine"

// fire makes the command of a timer: of one that is there, at its time or
// before, or of one that is not.
func (p *player) fire(m move) (c engine.Command, mustRefuse bool) {
	if m.Kind == fireGone || len(p.in.Timers) == 0 {
		gone := engine.FireTimer{Timer: "case.t999", At: p.now}
		for _, rec := range p.events {
			if e, ok := rec.Event.(engine.TimerFired); ok && m.Pick%2 == 0 {
				gone.Timer = e.Timer
			}
		}
		_, there := p.in.Timer(gone.Timer)
		return gone, !there
	}
	t := p.in.Timers[m.Pick%len(p.in.Timers)]
	if m.Kind == fireEarly {
		return engine.FireTimer{Timer: t.ID, At: t.Due - 1}, true
	}
	p.now = max(p.now, t.Due)
	return engine.FireTimer{Timer: t.ID, At: p.now}, p.in.Status == engine.Suspended
}
