package studio

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/policies/authz"
)

// Samples returns values for the form of an app's draft that are made up: what
// a webhook is tried with. They are of the right kinds and need not be valid. It
// is empty where the form cannot be used yet.
func (s *Service) Samples(ctx context.Context, subject authz.Subject, id string) (map[string]any, error) {
	if err := s.ask(ctx, subject, authz.StudioRead, id); err != nil {
		return nil, err
	}
	_, a, err := s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	f, err := form.Compile(a.Form)
	if err != nil {
		return map[string]any{}, nil //nolint:nilerr // what is wrong with the form is said in its own place
	}
	return samplesOf(f.Fields(), subject.ID), nil
}

func samplesOf(fields []form.Field, person string) map[string]any {
	values := map[string]any{}
	for _, f := range fields {
		values[f.ID] = sampleOf(f, person)
	}
	return values
}

const sampleText = "Sample"

// sampleOf makes up a value of a field's kind.
func sampleOf(f form.Field, person string) any {
	const day = "2026-01-15"
	switch f.Kind {
	case form.KindNumber:
		return json.Number("12.5")
	case form.KindInteger:
		return json.Number("12")
	case form.KindBoolean:
		return true
	case form.KindDate:
		return day
	case form.KindTime:
		return "09:30:00"
	case form.KindDateTime:
		return day + "T09:30:00Z"
	case form.KindDateRange:
		return map[string]any{"start": day, "end": day}
	case form.KindPerson:
		return person
	case form.KindPersons:
		return []any{person}
	case form.KindAttachments, form.KindImages:
		return []any{strings.Repeat("a", 26)}
	case form.KindDepartments, form.KindOptions:
		return []any{sampleText}
	case form.KindChoices:
		return []any{f.Options[0]} // a choice has options
	case form.KindTable:
		return []any{samplesOf(f.Columns, person)}
	case form.KindEnum:
		if options, ok := f.Schema["enum"].([]any); ok && len(options) > 0 {
			return options[0]
		}
	}
	return sampleText
}
