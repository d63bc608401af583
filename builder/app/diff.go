package app

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
)

// Op is what happened to a part of an app.
type Op string

// The ops.
const (
	Added   Op = "added"
	Removed Op = "removed"
	Changed Op = "changed"
)

// Part is a kind of part of an app.
type Part string

// The parts.
const (
	PartSetting Part = "setting"
	PartSection Part = "section"
	PartField   Part = "field"
	PartRule    Part = "rule"
	PartScript  Part = "script"
	PartNode    Part = "node"
	PartEdge    Part = "edge"
)

// Change is one difference between two apps.
type Change struct {
	Op   Op   `json:"op"`
	Part Part `json:"part"`
	// ID is the part's id; for a setting or a script its key.
	ID string `json:"id"`
	// Name is what people know the part by, as it is afterwards (for what was
	// removed: as it was).
	Name words.Text `json:"name,omitempty"`
	// What lists the aspects that changed, for Changed only.
	What []string `json:"what,omitempty"`
}

// Diff returns what was done to a to make it b, in the order settings, form,
// rules, scripts, flow; within each, in b's order, what was removed last. Apps
// of the same digest have none. Apps that do not compile can be compared too.
func Diff(a, b App) []Change {
	changes := diffParts(PartSetting, settings(a), settings(b))
	changes = append(changes, diffParts(PartSection, sections(a), sections(b))...)
	changes = append(changes, diffParts(PartField, fields(a), fields(b))...)
	changes = append(changes, diffParts(PartRule, rules(a.Rules), rules(b.Rules))...)
	changes = append(changes, diffParts(PartScript, scripts(a), scripts(b))...)
	changes = append(changes, diffParts(PartNode, nodes(a.Flow), nodes(b.Flow))...)
	return append(changes, diffParts(PartEdge, edges(a.Flow), edges(b.Flow))...)
}

// part is one part of an app, taken apart into what can change about it.
type part struct {
	id      string
	name    words.Text
	aspects []aspect
	// ordered is set where the place among its like matters.
	ordered bool
}

type aspect struct {
	key   string
	value any
}

func diffParts(kind Part, before, after []part) []Change {
	var changes []Change
	old, now := byID(before), byID(after)
	moved := movedParts(before, after)
	for _, p := range after {
		was, ok := old[p.id]
		if !ok {
			changes = append(changes, Change{Op: Added, Part: kind, ID: p.id, Name: p.name})
			continue
		}
		what := diffAspects(was, p)
		if moved[p.id] {
			what = append(what, "order")
		}
		if len(what) > 0 {
			changes = append(changes, Change{Op: Changed, Part: kind, ID: p.id, Name: p.name, What: what})
		}
	}
	for _, p := range before {
		if _, ok := now[p.id]; !ok {
			changes = append(changes, Change{Op: Removed, Part: kind, ID: p.id, Name: p.name})
		}
	}
	return changes
}

func byID(parts []part) map[string]part {
	m := make(map[string]part, len(parts))
	for _, p := range parts {
		m[p.id] = p
	}
	return m
}

func diffAspects(a, b part) []string {
	var what []string
	for i, x := range b.aspects {
		if !equal(a.aspects[i].value, x.value) {
			what = append(what, x.key)
		}
	}
	return what
}

// equal compares two aspects; JSON texts by what they mean.
func equal(a, b any) bool {
	x, okX := a.(json.RawMessage)
	y, okY := b.(json.RawMessage)
	if okX && okY {
		cx, errX := canonical(x)
		cy, errY := canonical(y)
		if errX == nil && errY == nil {
			return bytes.Equal(cx, cy)
		}
		return bytes.Equal(x, y)
	}
	if isEmpty(a) && isEmpty(b) {
		return true
	}
	return reflect.DeepEqual(a, b)
}

// isEmpty reports whether a value is a list or map without elements: whether it
// is nil makes no difference to an app.
func isEmpty(v any) bool {
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.Slice, reflect.Map:
		return r.Len() == 0
	default:
		return false
	}
}

// movedParts returns the ids of parts that stand elsewhere than before among
// those that stayed: all but a longest run that kept its order.
func movedParts(before, after []part) map[string]bool {
	at := map[string]int{}
	for i, p := range before {
		at[p.id] = i
	}
	var stayed []part
	for _, p := range after {
		if _, ok := at[p.id]; ok && p.ordered {
			stayed = append(stayed, p)
		}
	}
	// best[i] is the length of the longest ascending run that ends at i.
	best, previous := make([]int, len(stayed)), make([]int, len(stayed))
	last := -1
	for i := range stayed {
		best[i], previous[i] = 1, -1
		for j := range i {
			if at[stayed[j].id] < at[stayed[i].id] && best[j] >= best[i] {
				best[i], previous[i] = best[j]+1, j
			}
		}
		if last < 0 || best[i] > best[last] {
			last = i
		}
	}
	moved := map[string]bool{}
	for _, p := range stayed {
		moved[p.id] = true
	}
	for i := last; i >= 0; i = previous[i] {
		delete(moved, stayed[i].id)
	}
	return moved
}

func setting(key string, value any) part {
	return part{id: key, aspects: []aspect{{key: "value", value: value}}}
}

func settings(a App) []part {
	return []part{
		setting("name", a.Name), setting("description", a.Description),
		setting("icon", a.Icon), setting("color", a.Color),
		setting("defaultLanguage", a.DefaultLanguage), setting("number", a.Number),
		setting("title", a.Title), setting("summary", a.Summary),
		setting("schema", schemaRest(a.Form.Schema)),
	}
}

// schemaRest is what the form's schema says beside its fields, such as
// conditions between them.
func schemaRest(text json.RawMessage) json.RawMessage {
	var whole map[string]json.RawMessage
	if json.Unmarshal(text, &whole) != nil {
		return text
	}
	delete(whole, "properties")
	delete(whole, "required")
	rest, err := json.Marshal(whole)
	if err != nil {
		return text
	}
	return rest
}

func sections(a App) []part {
	var parts []part
	for _, s := range a.Form.Layout.Sections {
		parts = append(parts, part{id: s.ID, name: s.Title, ordered: true, aspects: []aspect{
			{"title", s.Title}, {"columns", s.Columns}, {"fields", s.Fields},
		}})
	}
	return parts
}

// schema is as much of an object's schema as its fields need.
type schema struct {
	Properties map[string]json.RawMessage `json:"properties"`
	Required   []string                   `json:"required"`
}

func fields(a App) []part {
	return fieldsOf(a, a.Form.Schema, "")
}

// fieldsOf takes the properties of an object apart, and the columns of tables.
// A schema that cannot be read has none.
func fieldsOf(a App, text json.RawMessage, prefix string) []part {
	var s schema
	if json.Unmarshal(text, &s) != nil {
		return nil
	}
	var parts []part
	for _, id := range slices.Sorted(maps.Keys(s.Properties)) {
		path := prefix + id
		look := a.Form.Layout.Fields[path]
		rest, columns := tableParts(s.Properties[id])
		parts = append(parts, part{id: path, name: look.Title, aspects: []aspect{
			{"title", look.Title}, {"schema", rest}, {"required", slices.Contains(s.Required, id)},
			{"widget", look.Widget}, {"help", look.Help}, {"placeholder", look.Placeholder},
			{"options", look.Options}, {"width", look.Width},
		}})
		if prefix == "" && columns != nil {
			parts = append(parts, fieldsOf(a, columns, path+".")...)
		}
	}
	return parts
}

// tableParts parts a table's schema from that of its rows, so that a column is
// reported as a column. What is no table comes back whole.
func tableParts(text json.RawMessage) (rest, rows json.RawMessage) {
	var whole map[string]json.RawMessage
	var table struct {
		Items map[string]json.RawMessage `json:"items"`
	}
	if json.Unmarshal(text, &whole) != nil || json.Unmarshal(text, &table) != nil || table.Items["properties"] == nil {
		return text, nil
	}
	rows = whole["items"]
	delete(table.Items, "properties")
	delete(table.Items, "required")
	items, err := json.Marshal(table.Items)
	if err != nil {
		return text, nil
	}
	whole["items"] = items
	if rest, err = json.Marshal(whole); err != nil {
		return text, nil
	}
	return rest, rows
}

func rules(list []rule.Rule) []part {
	var parts []part
	for _, r := range list {
		parts = append(parts, part{id: r.ID, name: r.Name, ordered: true, aspects: []aspect{
			{"name", r.Name}, {"enabled", r.Enabled}, {"condition", r.When}, {"actions", actions(r.Then)},
		}})
	}
	return parts
}

// actions writes a rule's actions as JSON, so that they compare by meaning.
func actions(list []rule.Action) json.RawMessage {
	text, err := json.Marshal(list)
	if err != nil {
		return nil
	}
	return text
}

// scripts lists the scripts, each with what it may set and look up.
func scripts(a App) []part {
	var parts []part
	all := a.Scripts.named()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if all[name] == "" {
			continue
		}
		p := part{id: name, aspects: []aspect{{"source", all[name]}, {"needs", a.Scripts.Needs[name]}}}
		if name == "compute" {
			p.aspects = append(p.aspects, aspect{"sets", a.Scripts.Sets})
		}
		parts = append(parts, p)
	}
	return parts
}

func nodes(f flow.Flow) []part {
	var parts []part
	for _, n := range f.Nodes {
		assignee := flow.Assignee{}
		if n.Assignee != nil {
			assignee = *n.Assignee
		}
		parts = append(parts, part{id: n.ID, name: n.Name, ordered: true, aspects: []aspect{
			{"name", n.Name}, {"type", n.Type}, {"assignee", assignee}, {"mode", n.Mode},
			{"fields", n.Fields}, {"fallback", n.Fallback}, {"outcome", n.Outcome},
		}})
	}
	return parts
}

func edges(f flow.Flow) []part {
	var parts []part
	for _, e := range f.Edges {
		parts = append(parts, part{id: e.ID, name: e.Name, ordered: true, aspects: []aspect{
			{"name", e.Name}, {"from", e.From}, {"to", e.To}, {"condition", e.When}, {"default", e.Default},
		}})
	}
	return parts
}
