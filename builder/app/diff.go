package app

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

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

// The parts. The first three are what an app has once, and have no id: the
// settings of the app, what its form's schema says between the fields, and its
// scripts.
const (
	PartSetting Part = "setting"
	PartSchema  Part = "schema"
	PartScript  Part = "script"
	PartTab     Part = "tab"
	PartSection Part = "section"
	PartField   Part = "field"
	PartBlock   Part = "block"
	PartRule    Part = "rule"
	PartNode    Part = "node"
	PartEdge    Part = "edge"
)

// Change is one difference between two apps.
type Change struct {
	Op   Op   `json:"op"`
	Part Part `json:"part"`
	// ID is the part's id, "table.column" for a column; empty for what an app has
	// once.
	ID string `json:"id"`
	// Name is what people know the part by, as it is afterwards (for what was
	// removed: as it was).
	Name words.Text `json:"name,omitempty"`
	// Settings are what of it changed, for Changed only.
	Settings []SettingChange `json:"settings,omitempty"`
}

// SettingChange is one setting of a part before and after. A setting that was
// not there, or is not any more, is nil there.
type SettingChange struct {
	// Aspect names the setting by the keys that lead to it: "layout.title.en",
	// "schema.maximum", "deadline". "order" says that the part stands elsewhere
	// among its like.
	Aspect string          `json:"aspect"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// whole are the keys of what is one setting though it is an object: half of a
// condition says nothing.
var whole = []string{
	"when", "then", "value", "default", "const", "assignee", "deadline",
	"webhook", "sub", "wait", "share", "source", "tree",
}

// Diff returns what was done to a to make it b, in the order of the constants
// above; within each, in b's order, what was removed last. Apps of the same
// digest have none. Whatever a definition can hold is compared, also what this
// package knows nothing about, and apps that do not compile can be compared too.
func Diff(a, b App) []Change {
	before, after := takeApart(a), takeApart(b)
	var changes []Change
	for i := range after {
		changes = append(changes, diffParts(before[i], after[i])...)
	}
	// What stands where by being new or gone is said by that.
	both := func(path string) bool {
		return exists(before, path) == exists(after, path)
	}
	return slices.DeleteFunc(changes, func(c Change) bool {
		if c.Op != Changed {
			return false
		}
		c.Settings = slices.DeleteFunc(c.Settings, func(s SettingChange) bool { return s.follows(c, both) })
		return len(c.Settings) == 0
	})
}

// parts are all parts of one kind.
type parts struct {
	kind Part
	list []part
	// order says what a part stands in order with; nil where the order is not
	// seen.
	order func(part) string
}

// part is one part of an app, taken apart into its settings.
type part struct {
	id       string
	name     words.Text
	settings map[string]json.RawMessage
	from     string
}

func exists(all []parts, path string) bool {
	return slices.ContainsFunc(all, func(p parts) bool {
		return (p.kind == PartField || p.kind == PartBlock) &&
			slices.ContainsFunc(p.list, func(each part) bool { return each.id == path })
	})
}

// follows reports whether the fields of a section or the columns of a table
// differ by nothing but those that are new or gone.
func (s SettingChange) follows(c Change, both func(path string) bool) bool {
	prefix := ""
	switch {
	case c.Part == PartSection && s.Aspect == "fields":
	case c.Part == PartField && s.Aspect == "layout.columns":
		prefix = c.ID + "."
	default:
		return false
	}
	stayed := func(text json.RawMessage) []string {
		var ids []string
		if json.Unmarshal(text, &ids) != nil {
			return nil
		}
		return slices.DeleteFunc(ids, func(id string) bool { return !both(prefix + id) })
	}
	return s.Before != nil && s.After != nil && slices.Equal(stayed(s.Before), stayed(s.After))
}

func diffParts(before, after parts) []Change {
	var changes []Change
	old, now := before.byID(), after.byID()
	moved := movedParts(before, after)
	for _, p := range after.list {
		was, ok := old[p.id]
		if !ok {
			changes = append(changes, Change{Op: Added, Part: after.kind, ID: p.id, Name: p.name})
			continue
		}
		settings := diffSettings(was.settings, p.settings)
		if moved[p.id] {
			settings = append(settings, SettingChange{Aspect: "order"})
		}
		if len(settings) > 0 {
			changes = append(changes, Change{Op: Changed, Part: after.kind, ID: p.id, Name: p.name, Settings: settings})
		}
	}
	for _, p := range before.list {
		if _, ok := now[p.id]; !ok {
			changes = append(changes, Change{Op: Removed, Part: after.kind, ID: p.id, Name: p.name})
		}
	}
	return changes
}

func (p parts) byID() map[string]part {
	m := make(map[string]part, len(p.list))
	for _, each := range p.list {
		m[each.id] = each
	}
	return m
}

func diffSettings(before, after map[string]json.RawMessage) []SettingChange {
	var settings []SettingChange
	for key, text := range after {
		if !bytes.Equal(before[key], text) {
			settings = append(settings, SettingChange{Aspect: key, Before: before[key], After: text})
		}
	}
	for key, text := range before {
		if after[key] == nil {
			settings = append(settings, SettingChange{Aspect: key, Before: text})
		}
	}
	slices.SortFunc(settings, func(x, y SettingChange) int { return strings.Compare(x.Aspect, y.Aspect) })
	return settings
}

// movedParts returns the ids of parts that stand elsewhere than before among
// those that stayed: all but a longest run that kept its order.
func movedParts(before, after parts) map[string]bool {
	moved := map[string]bool{}
	if after.order == nil {
		return moved
	}
	at := map[string]int{}
	groupBefore := map[string]string{}
	for i, p := range before.list {
		at[p.id] = i
		groupBefore[p.id] = before.order(p)
	}
	groups := map[string][]string{}
	for _, p := range after.list {
		group := after.order(p)
		if _, ok := at[p.id]; ok && groupBefore[p.id] == group {
			groups[group] = append(groups[group], p.id)
		}
	}
	for _, stayed := range groups {
		for _, id := range movedIn(stayed, at) {
			moved[id] = true
		}
	}
	return moved
}

func movedIn(stayed []string, at map[string]int) []string {
	// best[i] is the length of the longest ascending run that ends at i.
	best, previous := make([]int, len(stayed)), make([]int, len(stayed))
	last := -1
	for i := range stayed {
		best[i], previous[i] = 1, -1
		for j := range i {
			if at[stayed[j]] < at[stayed[i]] && best[j] >= best[i] {
				best[i], previous[i] = best[j]+1, j
			}
		}
		if last < 0 || best[i] > best[last] {
			last = i
		}
	}
	kept := map[int]bool{}
	for i := last; i >= 0; i = previous[i] {
		kept[i] = true
	}
	var moved []string
	for i, id := range stayed {
		if !kept[i] {
			moved = append(moved, id)
		}
	}
	return moved
}
