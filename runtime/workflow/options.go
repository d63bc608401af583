package workflow

import (
	"strings"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/lists"
	"github.com/banli-oa/banli/runtime/studio"
)

// option is a value of a choice whose options are fetched.
type option struct {
	path  string // JSON pointer
	field form.Field
	value string
	// above is the value of the field that the choice depends on; empty where it
	// depends on none, or nothing is chosen there.
	above string
	// row and index are the row that it stands in; row is nil outside of tables.
	row   map[string]any
	index int
}

// eachOption visits the values that are taken from somewhere, in tables and lists
// too.
func eachOption(ed *studio.Edition, values form.Values, visit func(o option)) {
	optionsIn(ed.Form.Fields(), values, "", func(o option) {
		in := values
		if o.row != nil {
			in = o.row
		}
		o.above = aboveOf(o.field, in, values)
		visit(o)
	})
}

func optionsIn(fields []form.Field, in map[string]any, at string, visit func(o option)) {
	for _, f := range fields {
		path := at + "/" + f.ID
		list, _ := in[f.ID].([]any)
		switch f.Kind {
		case form.KindOption:
			if value, ok := in[f.ID].(string); ok {
				visit(option{path: path, field: f, value: value})
			}
		case form.KindOptions:
			for i, item := range list {
				if value, ok := item.(string); ok {
					visit(option{path: path + "/" + itoa(i), field: f, value: value})
				}
			}
		case form.KindTable:
			for i, row := range list {
				cells, _ := row.(map[string]any)
				optionsIn(f.Columns, cells, path+"/"+itoa(i), func(o option) {
					o.row, o.index = cells, i
					visit(o)
				})
			}
		}
	}
}

// aboveOf is the value of the field that a choice depends on: in its own row, or
// outside of tables.
func aboveOf(f form.Field, row, all map[string]any) string {
	if f.Layout.Source == nil || f.Layout.Source.Under == "" {
		return ""
	}
	id := f.Layout.Source.Under
	if _, column, ok := strings.Cut(id, "."); ok {
		value, _ := row[column].(string)
		return value
	}
	value, _ := all[id].(string)
	return value
}

// listed is the item that a value of a field stands for, where its options come
// from a list.
func (s *Service) listed(f form.Field, value string) (lists.Item, bool) {
	if s.Lists == nil || f.Layout.Source == nil || f.Layout.Source.List == "" {
		return lists.Item{}, false
	}
	return s.Lists.Option(f.Layout.Source.List, value)
}

// unknownOptions names the choices whose value is not offered, or not under what
// is chosen above. What stood in the field before may stay, whatever has become
// of it since.
func (s *Service) unknownOptions(a Actor, ed *studio.Edition, values, before form.Values) []fault.Problem {
	type stood struct{ path, value, above string }
	kept := map[stood]bool{}
	eachOption(ed, before, func(o option) { kept[stood{o.field.Path, o.value, o.above}] = true })
	var problems []fault.Problem
	eachOption(ed, values, func(o option) {
		source := o.field.Layout.Source
		if source == nil || source.List == "" || kept[stood{o.field.Path, o.value, o.above}] {
			return
		}
		title := o.field.Layout.Title.In(a.Lang, ed.App.DefaultLanguage)
		item, ok := s.listed(o.field, o.value)
		switch {
		case !ok || item.Off:
			problems = append(problems, fault.Problem{Path: o.path, Code: "form.optionUnknown", Message: sayIn(a.Lang,
				title+": this option is not offered any more; choose another.", title+"：该选项已不可选，请另选。")})
		case source.Under != "" && item.Parent != o.above:
			problems = append(problems, fault.Problem{Path: o.path, Code: "form.optionElsewhere", Message: sayIn(a.Lang,
				title+": this option does not belong to what was chosen above it; choose another.", title+"：该选项不属于所选的上级，请另选。")})
		}
	})
	return problems
}
