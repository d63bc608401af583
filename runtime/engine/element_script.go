package engine

import (
	"maps"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
)

// scriptElement lets a script of the app change fields and goes on at once. A
// script that fails leaves the case standing there, until an administrator has
// it run again, or goes on where the step says so.
type scriptElement struct{}

var (
	_ errander = scriptElement{}
	_ passer   = scriptElement{}
)

// FailedClosed is the code of a script that set a field which its step does not
// open; the failure's detail names it.
const FailedClosed = "script.closed"

func (s scriptElement) enter(r *run, t Token, n *flow.Node) error {
	if r.look != nil {
		return s.pass(r, t, n)
	}
	a, known := r.scripted(n, n.Script, nil)
	if !known {
		return nil
	}
	f := r.failed(n, a)
	if f == nil {
		return s.set(r, t, n, a)
	}
	e, err := r.sendErrand(t, n, ErrandScript, 0)
	if err != nil {
		return err
	}
	return s.failing(r, t, n, e.ID, *f)
}

// pass goes on as the script says. Where it worked on what is still to be filled
// in, or could not work, nobody knows what it will set.
func (s scriptElement) pass(r *run, t Token, n *flow.Node) error {
	a, known := r.scripted(n, n.Script, nil)
	if !known {
		r.look.stuck = true
		return nil
	}
	broken := r.failed(n, a) != nil
	if broken || r.look.vague() {
		for path := range n.Fields {
			r.look.fillField(n, path)
		}
	}
	if broken {
		return r.onward(t, n)
	}
	return s.set(r, t, n, a)
}

func (s scriptElement) again(r *run, t Token, n *flow.Node, e Errand) error {
	a, known := r.scripted(n, n.Script, nil)
	if !known {
		return nil
	}
	if f := r.failed(n, a); f != nil {
		return s.failing(r, t, n, e.ID, *f)
	}
	if err := r.emit(ErrandWasDone{Errand: e.ID}); err != nil {
		return err
	}
	return s.set(r, t, n, a)
}

func (scriptElement) finished(r *run, t Token, n *flow.Node) error { return r.onward(t, n) }

// set takes over what a script returned, and goes on.
func (scriptElement) set(r *run, t Token, n *flow.Node, a Answer) error {
	values := maps.Clone(a.Set)
	if values == nil {
		values = map[string]any{}
	}
	maps.Copy(values, a.Computed)
	if set := changed(r.in.Values, values); len(set) > 0 {
		if err := r.emit(FieldsSet{Token: t.ID, Node: n.ID, Values: set}); err != nil {
			return err
		}
	}
	return r.onward(t, n)
}

// failing notes that a script failed, and goes on where the step says so.
func (scriptElement) failing(r *run, t Token, n *flow.Node, errand string, f Failure) error {
	if err := r.fail(n, errand, f); err != nil || n.OnFail != flow.GoOn {
		return err
	}
	return r.onward(t, n)
}

// failed returns what is wrong with what a script did; nil for nothing.
func (r *run) failed(n *flow.Node, a Answer) *Failure {
	if a.Failure != nil {
		return a.Failure
	}
	var closed []string
	for field, value := range a.Set {
		closed = append(closed, closedIn(n, field, r.in.Values[field], value)...)
	}
	if len(closed) == 0 {
		return nil
	}
	slices.Sort(closed)
	return &Failure{Code: FailedClosed, Detail: closed[0]}
}
