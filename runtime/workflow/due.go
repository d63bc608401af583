package workflow

import (
	"fmt"
	"time"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/engine"
)

// dueOn returns the instant that the engine asks for, in UTC milliseconds.
func dueOn(c *calendar.Calendar, d engine.Due) (int64, error) {
	at := time.UnixMilli(d.From)
	var err error
	if d.Date != "" {
		if at, err = c.At(d.Date, d.Time); err != nil {
			return 0, fmt.Errorf("workflow: when something is due: %w", err)
		}
	}
	shift := func(s *flow.Span, sign int) {
		if s != nil && err == nil {
			at, err = c.Later(at, sign*s.Amount, calendar.Unit(s.Unit))
		}
	}
	shift(d.After, 1)
	shift(d.Before, -1)
	if err != nil {
		return 0, fmt.Errorf("workflow: when something is due: %w", err)
	}
	if d.Working {
		at = c.Add(at, 0)
	}
	return at.UnixMilli(), nil
}
