package workflow

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/studio"
)

// derivation is a form with what follows from its values: the app's rules, and
// what its script computes.
type derivation struct {
	rule.Result
	// failed is what the script failed with, which leaves its fields empty. It is
	// the fault of whoever made the app, or of the moment, and no reason to tell a
	// person that their form is wrong.
	failed error
}

// derive applies the app's rules, lets its script compute fields, and applies the
// rules again, which may go by what was computed. What the values say of those
// fields is not heeded.
func (s *Service) derive(ctx context.Context, ed *studio.Edition, values form.Values, initiator, lang string) (derivation, error) {
	if ed.Compute.Empty() {
		result, err := ed.Rules.Apply(s.env(values, initiator))
		return derivation{Result: result}, err
	}
	given := maps.Clone(values)
	for _, id := range ed.App.Scripts.Sets {
		delete(given, id)
	}
	before, err := ed.Rules.Apply(s.env(given, initiator))
	if err != nil {
		return derivation{}, err
	}
	set, err := s.compute(ctx, ed, before.Values, initiator, lang)
	if err != nil {
		return derivation{Result: before, failed: err}, nil //nolint:nilerr // it is told where the form's own problems are
	}
	if given == nil {
		given = form.Values{}
	}
	maps.Copy(given, set)
	after, err := ed.Rules.Apply(s.env(given, initiator))
	return derivation{Result: after}, err
}

// compute runs the script of an app that computes fields. The error is a
// *script.ScriptError, or one of script's others.
func (s *Service) compute(ctx context.Context, ed *studio.Edition, values form.Values, initiator, lang string) (form.Values, error) {
	facts, err := s.scriptContext(ed, "compute", initiator, lang)
	if err != nil {
		return nil, err
	}
	raw, err := s.Scripts.Call(ctx, ed.Compute, script.FuncCompute, ed.Form.WithoutRowIDs(values), facts)
	if err != nil {
		return nil, err
	}
	set, err := computedFields(raw, ed.App.Scripts.Sets)
	return ed.Form.WithoutRowIDs(set), err
}

// computedFields reads what compute returned: values of the fields that it may
// set. Those that it leaves out, and null, are empty.
func computedFields(raw []byte, sets []string) (form.Values, error) {
	fields, err := script.ReadFields(raw)
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(fields)) {
		if !slices.Contains(sets, id) {
			return nil, &script.ScriptError{Result: true, Message: "compute returned the field " + shorten(id) + ", which is not among those that it sets"}
		}
	}
	if len(fields) == 0 {
		return form.Values{}, nil
	}
	values, err := form.DecodeValues(raw)
	if err != nil {
		return nil, &script.ScriptError{Result: true, Message: err.Error()}
	}
	maps.DeleteFunc(values, func(_ string, v any) bool { return v == nil })
	return values, nil
}

// byScript tells what is wrong with the fields that the app's script computes
// from what is wrong with those that people fill in.
func byScript(ed *studio.Edition, found []form.Violation) (theirs, own []form.Violation) {
	if ed.Compute.Empty() {
		return found, nil
	}
	for _, v := range found {
		id, _, _ := strings.Cut(strings.TrimPrefix(v.Path, "/"), "/")
		if slices.Contains(ed.App.Scripts.Sets, id) {
			own = append(own, v)
		} else {
			theirs = append(theirs, v)
		}
	}
	return theirs, own
}

// misfit says that what a script computed does not fit the form.
func misfit(own []form.Violation) error {
	return &script.ScriptError{Result: true, Message: strings.TrimPrefix(own[0].Path, "/") + ": " + own[0].Code}
}

// shorten keeps what a script made up from filling a page.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > maxDetail {
		return string(runes[:maxDetail]) + "…"
	}
	return text
}
