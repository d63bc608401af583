package engine

// What happened by itself since a person last acted. Time, other systems and
// scripts must not lead a case round and round on their own: what happened by
// itself once is somebody's when it is met again.

// lastActed is when a person last decided something, in UTC milliseconds; the
// submission counts.
func (in Instance) lastActed() int64 {
	last := in.StartedAt
	for _, t := range in.Tasks {
		if t.By != "" && t.Auto == "" && t.EndedAt > last {
			last = t.EndedAt
		}
	}
	return last
}

// recall sets what happened by itself before this command began.
func (r *run) recall() {
	last := r.in.lastActed()
	for _, v := range r.in.Visits {
		if v.Skipped && v.At >= last {
			r.skipped[v.Node] = true
		}
	}
	for _, t := range r.in.Tasks {
		if t.Auto != "" && t.EndedAt >= last {
			r.auto[t.Node] = t.Visit
		}
	}
}

// timedLately reports whether a deadline has decided at another stay at a node
// since a person last acted.
func (in Instance) timedLately(node string, visit int) bool {
	last := in.lastActed()
	for _, t := range in.Tasks {
		timed := t.Status == TaskDone || t.Status == TaskRefused
		if timed && t.Node == node && t.Visit != visit && t.By == "" && t.EndedAt >= last {
			return true
		}
	}
	return false
}
