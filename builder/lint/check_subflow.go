package lint

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
)

// The codes of findings about what a step starts of another app.
const (
	CodeSubApp      = "lint.subApp"      // node, app
	CodeSubField    = "lint.subField"    // node, app, name
	CodeSubFit      = "lint.subFit"      // node, app, name, field
	CodeSubValue    = "lint.subValue"    // node, app, name
	CodeSubRequired = "lint.subRequired" // node, app, name
	CodeSubOptional = "lint.subOptional" // node, app, name, field
	CodeSubCircle   = "lint.subCircle"   // node, app
	CodeSubEdited   = "lint.subEdited"   // node, field, target
)

// Published finds what is published of an app; nil where nothing is.
type Published func(app string) *app.Compiled

// CheckSubFlows looks at the steps of an app that start a case of another: the
// app must be there, and its form must take what is handed on. It finds nothing
// in an app that does not compile.
func CheckSubFlows(a app.App, published Published) []Finding {
	compiled, err := app.Compile(a)
	if err != nil {
		return nil
	}
	c := &checker{app: a, form: compiled.Form, flow: compiled.Flow}
	find := func(id string) *app.Compiled {
		if id == a.ID { // once this is published, it is what is started
			return compiled
		}
		return published(id)
	}
	for _, n := range c.flow.Nodes() {
		if n.Type != flow.Subflow {
			continue
		}
		other := find(n.Sub.App)
		if other == nil {
			c.sub(Finding{Code: CodeSubApp, Level: Error}, n, nil, nil)
			continue
		}
		c.checkFill(n, other)
		c.checkTake(n, other)
		c.checkHandedOn(n, other)
		if startsItself(a.ID, n.Sub.App, find) {
			c.sub(Finding{Code: CodeSubCircle, Level: Warning}, n, other, nil)
		}
		c.checkRowsKept(n)
	}
	slices.SortStableFunc(c.findings, func(a, b Finding) int { return strings.Compare(string(a.Level), string(b.Level)) })
	return c.findings
}

// sub adds a finding about what a node starts, with the words of the other app.
func (c *checker) sub(f Finding, n *flow.Node, other *app.Compiled, params map[string]any) {
	f.Place, f.Params = "flow.nodes."+n.ID, map[string]any{"node": n.ID, "app": n.Sub.App}
	maps.Copy(f.Params, params)
	f.Titles = c.titles(f)
	if other != nil {
		named(f.Titles, "app", other.App.Name)
		if name, ok := params["name"].(string); ok {
			named(f.Titles, "name", other.App.Form.Layout.Fields[name].Title)
		}
	}
	c.findings = append(c.findings, f)
}

func named(titles map[string]words.Text, key string, title words.Text) {
	if !title.Empty() {
		titles[key] = title
	}
}

// checkFill looks at what is handed on, and at what is missing.
func (c *checker) checkFill(n *flow.Node, other *app.Compiled) {
	filled := map[string]bool{}
	for _, fill := range n.Sub.Fill {
		filled[fill.Field] = true
		about := map[string]any{"name": fill.Field, "field": fill.From}
		to, ok := other.Form.Field(fill.Field)
		switch from, _ := c.form.Field(fill.From); {
		case !ok:
			c.sub(Finding{Code: CodeSubField, Level: Error}, n, other, about)
		case fill.From == "":
			if !valueFits(other.Form, fill.Field, fill.Value) {
				c.sub(Finding{Code: CodeSubValue, Level: Error}, n, other, about)
			}
		case !fits(from, to):
			c.sub(Finding{Code: CodeSubFit, Level: Error}, n, other, about)
		case asks(other, to) && c.mayBeMissing(fill.From, n.Sub.Each):
			c.sub(Finding{Code: CodeSubOptional, Level: Warning}, n, other, about)
		}
	}
	for _, f := range other.Form.Fields() {
		if asks(other, f) && !filled[f.ID] {
			c.sub(Finding{Code: CodeSubRequired, Level: Warning}, n, other, map[string]any{"name": f.ID})
		}
	}
}

// mayBeMissing reports whether a case may come without a field: for a column of
// the table whose rows are gone through, whether a row may.
func (c *checker) mayBeMissing(path, each string) bool {
	f, ok := c.form.Field(path)
	if table, _, column := strings.Cut(path, "."); column && table == each {
		return ok && !f.Required && !c.always(rule.DoRequire, path) && !c.always(rule.DoSet, path)
	}
	return c.mayBeEmpty(path)
}

// asks reports whether an app's form cannot be submitted without a field.
func asks(other *app.Compiled, f form.Field) bool {
	c := &checker{app: other.App, form: other.Form}
	return (f.Required || c.always(rule.DoRequire, f.Path)) && !c.always(rule.DoSet, f.Path)
}

// checkTake looks at what is taken back.
func (c *checker) checkTake(n *flow.Node, other *app.Compiled) {
	for _, take := range n.Sub.Take {
		about := map[string]any{"name": take.From, "field": take.To}
		from, ok := besides(take.From, other)
		if !ok {
			from, ok = other.Form.Field(take.From)
		}
		to, _ := c.form.Field(take.To)
		switch {
		case !ok:
			c.sub(Finding{Code: CodeSubField, Level: Error}, n, other, about)
		case !fits(from, to):
			c.sub(Finding{Code: CodeSubFit, Level: Error}, n, other, about)
		case c.always(rule.DoSet, take.To):
			c.warn(CodeEditComputed, "flow.nodes."+n.ID, map[string]any{"node": n.ID, "field": take.To})
		}
	}
}

// besides describes what can be taken of a case beside its fields as if it were
// a field.
func besides(from string, other *app.Compiled) (form.Field, bool) {
	switch from {
	case flow.TakeStatus:
		return form.Field{Kind: form.KindEnum, Options: []string{"approved", "rejected", "withdrawn", "terminated"}}, true
	case flow.TakeResult:
		f := form.Field{Kind: form.KindEnum}
		for _, n := range other.Flow.Nodes() {
			if n.Result != "" {
				f.Options = append(f.Options, n.Result)
			}
		}
		return f, true
	case flow.TakeNumber:
		return form.Field{Kind: form.KindString}, true
	}
	return form.Field{}, false
}

// fits reports whether whatever one field may hold is of the kind of another. A
// length or a limit may still be overstepped; that is told when it happens.
func fits(from, to form.Field) bool {
	switch to.Kind {
	case form.KindString, form.KindText:
		return from.Kind == form.KindString || from.Kind == form.KindText || from.Kind == form.KindEnum
	case form.KindEnum, form.KindChoices:
		return from.Kind == to.Kind && !slices.ContainsFunc(from.Options, func(o string) bool { return !slices.Contains(to.Options, o) })
	case form.KindNumber:
		return from.Kind == form.KindNumber || from.Kind == form.KindInteger
	case form.KindDateRange:
		return from.Kind == to.Kind && (!from.Halves || to.Halves)
	case form.KindTable:
		return from.Kind == to.Kind && columnsFit(from.Columns, to.Columns)
	case form.KindJSON:
		return false // nothing is known of either
	}
	return from.Kind == to.Kind
}

// columnsFit reports whether a table's rows can be another's.
func columnsFit(from, to []form.Field) bool {
	for _, f := range from {
		i := slices.IndexFunc(to, func(t form.Field) bool { return t.ID == f.ID })
		if i < 0 || !fits(f, to[i]) {
			return false
		}
	}
	return true
}

// valueFits reports whether a form takes a fixed value in a field.
func valueFits(f *form.Form, field string, value json.RawMessage) bool {
	values, err := form.DecodeValues(bytes.Join([][]byte{[]byte(`{"v":`), value, []byte(`}`)}, nil))
	if err != nil {
		return false
	}
	for _, v := range f.Validate(form.Values{field: values["v"]}, form.Overrides{}) {
		if v.Path == "/"+field || strings.HasPrefix(v.Path, "/"+field+"/") {
			return false
		}
	}
	return true
}

// startsItself reports whether an app that is started leads back to the one that
// starts it.
func startsItself(origin, started string, published Published) bool {
	seen := map[string]bool{}
	open := []string{started}
	for len(open) > 0 {
		id := open[len(open)-1]
		open = open[:len(open)-1]
		if id == origin {
			return true
		}
		if seen[id] {
			continue
		}
		seen[id] = true
		if other := published(id); other != nil {
			for _, n := range other.Flow.Nodes() {
				if n.Sub != nil {
					open = append(open, n.Sub.App)
				}
			}
		}
	}
	return false
}

// checkRowsKept looks for a step beside one that goes through a table's rows, at
// which rows can be added or removed meanwhile: what comes back could not be put
// into its row any more.
func (c *checker) checkRowsKept(n *flow.Node) {
	if n.Sub.Each == "" || len(n.Sub.Take) == 0 {
		return
	}
	for _, o := range c.flow.Nodes() {
		if o.ID != n.ID && o.AccessTo(n.Sub.Each) == flow.Edit && c.beside(o.ID, n.ID) {
			c.warn(CodeSubEdited, "flow.nodes."+n.ID, map[string]any{"node": n.ID, "field": n.Sub.Each, "target": o.ID})
		}
	}
}

// beside reports whether two nodes lie in concurrent branches: one fork leads to
// each of them by different edges, without a join in between.
func (c *checker) beside(a, b string) bool {
	for _, fork := range c.flow.Nodes() {
		if fork.Type != flow.Parallel && fork.Type != flow.Inclusive {
			continue
		}
		var toA, toB []int
		for i, e := range c.flow.Out(fork.ID) {
			reached := c.unjoined(e.To, fork.ID)
			if reached[a] {
				toA = append(toA, i)
			}
			if reached[b] {
				toB = append(toB, i)
			}
		}
		if len(toA) > 0 && len(toB) > 0 && (len(toA) > 1 || len(toB) > 1 || toA[0] != toB[0]) {
			return true
		}
	}
	return false
}
