package workflow

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/studio"
)

// OptionsAsked asks for the options of a field that a script offers.
type OptionsAsked struct {
	// Field is the field's path, "items.kind" for a column.
	Field string
	// Form is the form as it is filled in so far, a JSON object; of a task what
	// was changed of it.
	Form json.RawMessage
	// Task is the task in which it is filled in; empty for a new form.
	Task string
	// Row is the index of the row in which a column is filled in; nil for one that
	// is empty yet.
	Row *int
}

// Options runs the script that a field takes its options from, for whoever may
// fill the form in. It returns *fault.NotFound, *fault.Denied, *fault.Malformed
// for a field that has no such options, *fault.Failed where the script fails, and
// *fault.Unavailable where it cannot run now.
func (s *Service) Options(ctx context.Context, a Actor, id string, in OptionsAsked) ([]script.Option, error) {
	values, err := decodeForm(in.Form)
	if err != nil {
		return nil, err
	}
	ed, initiator, no, hide, err := s.askedIn(ctx, a, id, in.Task, &values)
	if err != nil {
		return nil, err
	}
	f, ok := ed.Form.Field(in.Field)
	top, column, _ := strings.Cut(in.Field, ".")
	if !ok || scriptOf(f) == "" || slices.Contains(hide, top) || slices.Contains(hide, in.Field) {
		return nil, &fault.Malformed{Code: "request.parameter", At: "/field", Detail: "a field whose options a script offers"}
	}
	if in.Row != nil && !hasRow(values, top, column, *in.Row) {
		return nil, &fault.Malformed{Code: "request.parameter", At: "/row", Detail: "the index of a row of this table in the form"}
	}
	d, err := s.derive(ctx, ed, values, initiator, a.Lang)
	if err != nil {
		return nil, err
	}
	options, err := s.offering(ed, d.Values, initiator, a.Lang).of(ctx, f, rowFor(f.Path, d.Values, in.Row))
	if err != nil {
		return nil, s.broken(ctx, a, ed, brokenScript{name: "options." + scriptOf(f), no: no, err: err})
	}
	return append([]script.Option{}, options...), nil
}

// askedIn finds the form that options are asked for: of a task, which the actor
// must have, or a new one of an app. The values of a task's case are put beneath
// those that are given.
func (s *Service) askedIn(ctx context.Context, a Actor, id, taskID string, values *form.Values) (ed *studio.Edition, initiator, no string, hide []string, err error) {
	if taskID == "" {
		if ed, err = s.Editions.Current(ctx, id); err != nil {
			return nil, "", "", nil, err
		}
		d, err := s.ask(ctx, a, authz.AppPreview, appResource(ed))
		if err != nil {
			return nil, "", "", nil, err
		}
		*values = ed.Form.Mask(*values, d.Hide)
		return ed, a.Subject.ID, "", d.Hide, nil
	}
	h, err := s.heldTask(ctx, a, taskID)
	if err != nil {
		return nil, "", "", nil, err
	}
	if h.doc.Case.App != id {
		return nil, "", "", nil, &fault.NotFound{Thing: "task", ID: taskID}
	}
	hide = h.decision.Hide
	if h.node != nil {
		hide = append(slices.Clone(hide), hiddenAt(h.node)...)
	}
	*values = s.halfDecided(ctx, a, h, *values)
	return h.ed, h.doc.Initiator, h.doc.No, hide, nil
}

// labelsOf returns the words of the options in what may be seen of a case.
func labelsOf(ed *studio.Edition, doc *Document, visible form.Values) map[string]words.Text {
	labels := map[string]words.Text{}
	eachScripted(ed, visible, func(o option) {
		key := form.OptionName(o.field.Layout.Source, o.value)
		if label, ok := doc.Labels[key]; ok {
			labels[key] = label
		}
	})
	return labels
}

// scriptOf names the script that a field takes its options from; empty for
// others.
func scriptOf(f form.Field) string {
	if f.Layout.Source == nil {
		return ""
	}
	return f.Layout.Source.Script
}

// checkOptions refuses what no script offers. What a case held before stays, as
// it may not be offered any more. The words of what is chosen are noted in
// c.labels, so that the case reads right when the script says something else.
func (s *Service) checkOptions(ctx context.Context, a Actor, ed *studio.Edition, c check, values form.Values) (problems []fault.Problem, failed *brokenScript) {
	type stood struct{ field, value string }
	kept := map[stood]bool{}
	eachScripted(ed, c.before, func(o option) { kept[stood{o.field.Path, o.value}] = true })
	offering := s.offering(ed, values, c.initiator, a.Lang)
	eachScripted(ed, values, func(o option) {
		f := o.field
		if failed != nil || kept[stood{f.Path, o.value}] {
			return
		}
		var in *row
		if o.row != nil {
			in = &row{cells: o.row, index: &o.index}
		}
		options, err := offering.of(ctx, f, in)
		if err != nil {
			failed = &brokenScript{name: "options." + scriptOf(f), err: err}
			return
		}
		at := slices.IndexFunc(options, func(each script.Option) bool { return each.Value == o.value })
		if at < 0 {
			title := f.Layout.Title.In(a.Lang, ed.App.DefaultLanguage)
			problems = append(problems, fault.Problem{Path: o.path, Code: "form.optionGone", Message: sayIn(a.Lang,
				title+": this is not offered with these answers; choose another.",
				title+"：按当前填写内容没有此选项，请另选。")})
			return
		}
		if label := options[at].Label; c.labels != nil && !label.Empty() && !isSensitive(ed.Form, f.Path) {
			c.labels[form.OptionName(f.Layout.Source, o.value)] = label
		}
	})
	return problems, failed
}

// isSensitive reports whether what is chosen in a field is sealed, by itself or
// with its table: its words then stand in no other place.
func isSensitive(f *form.Form, path string) bool {
	table, _, _ := strings.Cut(path, ".")
	sealed := f.Sensitive()
	return slices.Contains(sealed, path) || slices.Contains(sealed, table)
}

// eachScripted visits each value of a field whose options a script offers.
func eachScripted(ed *studio.Edition, values form.Values, visit func(o option)) {
	eachOption(ed, values, func(o option) {
		if scriptOf(o.field) != "" {
			visit(o)
		}
	})
}
