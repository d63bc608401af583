package workflow

import (
	"context"
	"maps"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/studio"
)

// serialFields are a form's serial number fields. They stand in no table.
func serialFields(ed *studio.Edition) []form.Field {
	var fields []form.Field
	for _, f := range ed.Form.Fields() {
		if f.Kind == form.KindSerial {
			fields = append(fields, f)
		}
	}
	return fields
}

// withoutSerials takes out the serial numbers that somebody sends with a new
// form, as a copy of an earlier one may: they are never a client's to give.
func withoutSerials(ed *studio.Edition, c check) check {
	fields := serialFields(ed)
	if c.before != nil || len(fields) == 0 {
		return c
	}
	c.values, c.given = maps.Clone(c.values), maps.Clone(c.given)
	for _, f := range fields {
		delete(c.values, f.ID)
		delete(c.given, f.ID)
	}
	return c
}

// giveSerials gives a checked form the serial numbers that it lacks. A number is
// given to nobody else; where the form is not stored after all, it is a gap.
func (s *Service) giveSerials(ctx context.Context, ed *studio.Edition, values form.Values, hidden map[string]bool) error {
	for _, f := range serialFields(ed) {
		if _, has := values[f.ID]; has || hidden[f.ID] {
			continue
		}
		today := s.today()
		n, err := s.numbers.draw(ctx, "serial/"+ed.App.ID+"/"+f.ID+"/"+form.SerialSeries(f.Layout.Serial, today))
		if err != nil {
			return err
		}
		values[f.ID] = form.SerialNumber(f.Layout.Serial, today, n)
	}
	return nil
}
