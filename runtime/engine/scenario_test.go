package engine_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
)

// scenario is a flow, a company, a filled form and what people then do: all of
// it data, so that it can be played again, also with faults.
type scenario struct {
	Flow   flow.Flow
	World  world
	Values map[string]any
	Moves  []move
	// Below is set for a case that another one starts.
	Below bool
}

// move is something that somebody does. Its numbers choose among what is there
// when it is played.
type move struct {
	Kind  moveKind
	Pick  int
	Other int
	Actor string
	Edits map[string]any
	// World replaces the company before the move, where it is set.
	World *world
}

type moveKind int

const (
	approveOpen moveKind = iota
	rejectOpen
	approveAny // open or not: what is closed must be refused
	approveUnknown
	eatOpen // an action that does not exist
	editClosed
	chooseWrong // somebody for a step where nobody is chosen
	submitAgain
	handOver // the actor leaves, and the picked person follows
	cover    // the actor is away, and the picked person stands in
	reclaim  // somebody takes back what another has for them
	urge
	fireDue // time passes until the picked timer is due
	fireEarly
	fireGone
	returnOpen
	transferOpen
	delegateOpen
	addSigners
	removeSigner
	claimOpen
	releaseOpen
	undoClosed
	withdraw
	redo
	copyPeople
	remark
	reassign
	jump
	suspend
	unsuspend
	doneErrand
	failErrand
	retryErrand
	recallCase
	finish
	moveKinds
)

var scenarioTypes = rule.Types{
	"a": {Kind: rule.KindNumber}, "b": {Kind: rule.KindNumber}, "flag": {Kind: rule.KindBool}, "who": {Kind: rule.KindText},
	"day": {Kind: rule.KindDate}, "rows": {Kind: rule.KindTable}, "rows.x": {Kind: rule.KindNumber},
	"unit":  {Kind: rule.KindText},
	"items": {Kind: rule.KindTable}, "items.owner": {Kind: rule.KindText}, "items.unit": {Kind: rule.KindText},
}

var folk = []string{"ann", "bob", "cat", "dan", "eve", "fay"}

// dice makes the choices of a scenario. One seed makes one scenario; every side
// is as likely as another, so that nothing legal is left out for long.
type dice struct{ *rand.Rand }

// n returns a number from lo to hi.
func (d dice) n(lo, hi int) int { return lo + d.IntN(hi-lo+1) }

func (d dice) coin() bool { return d.IntN(2) == 0 }

// pick returns one of a list, some from lo to hi of it.
func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

func some[T any](d dice, list []T, lo, hi int) []T {
	var chosen []T
	for range d.n(lo, hi) {
		chosen = append(chosen, pick(d, list))
	}
	return chosen
}

// kinds holds each kind of move as often as it shall come: approvals, so that
// cases get somewhere, then what needs something else first.
var kinds = func() []moveKind {
	var list []moveKind
	for k := range moveKinds {
		for range map[moveKind]int{
			approveOpen: 24, addSigners: 4, removeSigner: 4, undoClosed: 5, returnOpen: 4, claimOpen: 3, releaseOpen: 3,
			delegateOpen: 3, transferOpen: 2, unsuspend: 2, fireDue: 10, cover: 2, reclaim: 4,
			doneErrand: 14, failErrand: 2, retryErrand: 2,
		}[k] {
			list = append(list, k)
		}
		list = append(list, k)
	}
	return list
}()

// scenarioOf makes the scenario of a seed, with a sound flow.
func scenarioOf(seed uint64) scenario { return scenarioBy(dice{rand.New(rand.NewPCG(seed, 0))}) }

// scenarioBy makes the scenario of somebody's choices.
func scenarioBy(d dice) scenario {
	s := scenario{Flow: flows(d), World: worlds(d), Values: formValues(d), Below: d.n(0, 3) == 0}
	for range d.n(0, 30) {
		m := move{Kind: pick(d, kinds), Pick: d.n(0, 5), Other: d.n(0, 5), Actor: pick(d, folk)}
		if d.n(0, 3) == 0 || m.Kind == editClosed {
			m.Edits = formValues(d)
		}
		if d.n(0, 11) == 0 {
			w := worlds(d)
			w.Mended = d.coin()
			m.World = &w
		}
		s.Moves = append(s.Moves, m)
	}
	return s
}

func worlds(d dice) world {
	w := world{People: map[string]person{}, Departments: map[string]department{}, Roles: map[string][]string{}}
	someone := append([]string{""}, folk...)
	for _, id := range folk {
		w.People[id] = person{
			Manager: pick(d, someone), Department: pick(d, []string{"", "x", "y"}), Gone: d.n(0, 4) == 0,
		}
		if d.n(0, 3) == 0 {
			p := w.People[id]
			p.Away = pick(d, folk)
			w.People[id] = p
		}
	}
	for _, id := range []string{"x", "y"} {
		w.Departments[id] = department{Head: pick(d, someone)}
	}
	w.Departments["x"] = department{Head: w.Departments["x"].Head, Above: "y"}
	w.Roles["full"] = []string{"ann", "bob", "cat", "dan", "eve", "fay"}
	w.Roles["some"] = some(d, folk, 0, 2)
	return w
}

// formValues makes values of the form in which each field may be missing.
func formValues(d dice) map[string]any {
	v := map[string]any{}
	for _, field := range []string{"a", "b"} {
		if n := d.n(-2, 4); n >= 0 {
			v[field] = json.Number(fmt.Sprint(n))
		}
	}
	if d.coin() {
		v["flag"] = d.coin()
	}
	if d.coin() {
		v["who"] = pick(d, folk)
	}
	if d.n(0, 3) > 0 {
		rows := []any{}
		for range d.n(0, 3) {
			rows = append(rows, map[string]any{"x": json.Number(fmt.Sprint(d.n(0, 9)))})
		}
		v["rows"] = rows
	}
	if d.coin() {
		v["unit"] = pick(d, []string{"x", "y", "z"})
	}
	if d.coin() {
		v["items"] = lines(d)
	}
	if d.coin() {
		v["day"] = fmt.Sprintf("2026-01-%02d", d.n(1, 28))
	}
	return v
}

// lines makes a table in which each cell may be empty.
func lines(d dice) []any {
	list := []any{}
	for range d.n(0, 3) {
		row := map[string]any{}
		if d.n(0, 3) > 0 {
			row["owner"] = pick(d, folk)
		}
		if d.n(0, 3) > 0 {
			row["unit"] = pick(d, []string{"x", "y", "z"})
		}
		list = append(list, row)
	}
	return list
}

// deepest is how many blocks may lie in one another.
const deepest = 2

// flows makes sound flows: blocks in blocks, and ways back to approvals.
func flows(d dice) flow.Flow {
	b := &flowBuilder{d: d}
	start := b.node(flow.Node{Type: flow.Start})
	last := b.sequence([]end{{from: start}}, deepest)
	if len(last) > 0 {
		b.join(last, b.node(flow.Node{Type: flow.End}))
	}
	b.present()
	return b.flow
}
