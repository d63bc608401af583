package workflow

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/studio"
)

// optionsTime is how long the scripts that offer options may take for one form,
// all rows together.
const optionsTime = 3 * time.Second

// row is the row of a table for which a script is asked what it offers.
type row struct {
	cells map[string]any
	// index counts from 0; nil for a row that is not in the form yet.
	index *int
}

// offering asks the scripts of an app what they offer for one form. Rows that say
// the same are asked for once.
type offering struct {
	sources map[string]string
	run     func(ctx context.Context, name string, of rowFacts) ([]script.Option, error)
	now     func() time.Time
	began   time.Time
	known   map[string][]script.Option
}

// offering asks about a form with what follows from its values.
func (s *Service) offering(ed *studio.Edition, values form.Values, initiator, lang string) *offering {
	given := values
	if len(ed.App.Scripts.Options) > 0 { // once for all rows that are asked about
		given = ed.Form.WithoutRowIDs(values)
	}
	return &offering{
		sources: ed.App.Scripts.Options, now: s.Clock.Now, began: s.Clock.Now(), known: map[string][]script.Option{},
		run: func(ctx context.Context, name string, of rowFacts) ([]script.Option, error) {
			facts, err := s.scriptContext(ed, "options."+name, initiator, lang)
			if err != nil {
				return nil, err
			}
			maps.Copy(facts, of)
			raw, err := s.Scripts.Call(ctx, ed.Options[name], script.FuncOptions, given, facts)
			if err != nil {
				return nil, err
			}
			return script.ReadOptions(raw)
		},
	}
}

// of returns what is offered for a field, of a table in a row. The error is a
// *script.ScriptError, or one of script's others.
func (o *offering) of(ctx context.Context, f form.Field, in *row) ([]script.Option, error) {
	name := scriptOf(f)
	facts := factsOf(in, f.ID, o.sources[name])
	key, err := json.Marshal([]any{name, facts})
	if err != nil {
		return nil, fmt.Errorf("workflow: a row for %s: %w", f.Path, err)
	}
	if options, ok := o.known[string(key)]; ok {
		return options, nil
	}
	if o.now().Sub(o.began) > optionsTime {
		return nil, script.ErrTimeout
	}
	options, err := o.run(ctx, name, facts)
	if err != nil {
		return nil, err
	}
	o.known[string(key)] = options
	return options, nil
}

// rowFacts are what a script is told of the row that it offers options for.
type rowFacts map[string]any

// factsOf tells a script its row: the cells but the one that is chosen, which its
// own options cannot depend on. The index is told to scripts that speak of one, so
// that for the others rows which say the same are the same.
func factsOf(in *row, chosen, source string) rowFacts {
	if in == nil {
		return nil
	}
	cells := maps.Clone(in.cells)
	if cells == nil {
		cells = map[string]any{}
	}
	delete(cells, chosen)
	delete(cells, form.RowID)
	facts := rowFacts{"row": cells}
	if in.index != nil && strings.Contains(source, "index") {
		facts["index"] = *in.index
	}
	return facts
}

// hasRow reports whether a table of a form has a row at an index. What is no
// column has none.
func hasRow(values form.Values, table, column string, index int) bool {
	rows, _ := values[table].([]any)
	return column != "" && index >= 0 && index < len(rows)
}

// rowFor is the row of a column at an index, which is empty where there is none;
// nil for a field outside of tables.
func rowFor(path string, values form.Values, index *int) *row {
	table, _, column := strings.Cut(path, ".")
	if !column {
		return nil
	}
	in := &row{index: index}
	if rows, _ := values[table].([]any); index != nil && *index < len(rows) {
		in.cells, _ = rows[*index].(map[string]any)
	}
	return in
}
