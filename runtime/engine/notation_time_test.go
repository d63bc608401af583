package engine_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/engine"
)

// This file is the notation of the corpus for time: how spans, waits and
// deadlines are written in it, and how timers are said.

// site is the calendar of the corpus: China's.
var site = calendar.Default()

// timeText are the parts of a node that are about time.
type timeText struct {
	// Deadline is a span, Reminds are "4 working hours before", Overdue is
	// "escalate", "transfer to role hr", "approve" and so on.
	Deadline string   `yaml:"deadline"`
	Reminds  []string `yaml:"reminds"`
	Overdue  string   `yaml:"overdue"`
}

func (t timeText) deadline() (*flow.Deadline, error) {
	if t.Deadline == "" {
		return nil, nil
	}
	after, err := span(t.Deadline)
	if err != nil {
		return nil, err
	}
	d := &flow.Deadline{After: after}
	for _, text := range t.Reminds {
		i := strings.LastIndexByte(text, ' ')
		s, err := span(text[:max(i, 0)])
		if err != nil {
			return nil, err
		}
		d.Remind = append(d.Remind, flow.Reminder{Amount: s.Amount, Unit: s.Unit, When: flow.When(text[i+1:])})
	}
	then, to, named := strings.Cut(t.Overdue, " to ")
	d.Then = flow.Then(then)
	if named {
		d.To = assignee(to)
	}
	return d, nil
}

// wait reads "2 working days", "until working time", "until field due",
// "until 3 days before field due", each date "at 09:00" if so said.
func wait(text string) (*flow.WaitFor, error) {
	until, ok := strings.CutPrefix(text, "until ")
	if !ok {
		s, err := span(text)
		return &flow.WaitFor{For: &s}, err
	}
	if until == "working time" {
		return &flow.WaitFor{Work: true}, nil
	}
	w := &flow.WaitFor{}
	until, w.At, _ = strings.Cut(until, " at ")
	before, field, ok := strings.Cut(until, "field ")
	if !ok {
		return nil, fmt.Errorf("what is to wait %q?", text)
	}
	w.Field = field
	if before = strings.TrimSuffix(before, " before "); before != "" {
		s, err := span(before)
		w.Before = &s
		return w, err
	}
	return w, nil
}

// span reads "2 working days", "1 hour".
func span(text string) (flow.Span, error) {
	number, unit, _ := strings.Cut(text, " ")
	n, err := strconv.Atoi(number)
	units := map[string]flow.Unit{
		"minute": flow.Minutes, "hour": flow.Hours, "day": flow.Days, "working hour": flow.WorkHours, "working day": flow.WorkDays,
	}
	u, ok := units[strings.TrimSuffix(unit, "s")]
	if err != nil || !ok {
		return flow.Span{}, fmt.Errorf("what is a time of %q?", text)
	}
	return flow.Span{Amount: n, Unit: u}, nil
}

// later moves the time on by what a step says; "-2 hours" moves it back.
func later(now int64, text string) (int64, error) {
	if text == "" {
		return now, nil
	}
	s, err := span(text)
	if err != nil {
		return 0, err
	}
	at, err := site.Later(time.UnixMilli(now), s.Amount, calendar.Unit(s.Unit))
	return at.UnixMilli(), err
}

// sayTime says an instant as the clocks of the site show it.
func sayTime(at int64) string { return time.UnixMilli(at).In(site.Zone()).Format("Mon 2 Jan 15:04") }

// timerNo says a timer's number without its case.
func timerNo(id string) string { return strings.TrimPrefix(id[strings.LastIndexByte(id, '.')+1:], "t") }

// sayTimer says what a timer is for and when it is due.
func sayTimer(t engine.Timer) string {
	said := fmt.Sprintf("timer %s: %s at %s, %s", timerNo(t.ID), t.Purpose, t.Node, sayTime(t.Due))
	if t.Task != "" {
		said += ", task " + taskNo(t.Task)
	}
	return said
}

// sayTimeEvent says an event that is about time.
func sayTimeEvent(e engine.Event) string {
	switch e := e.(type) {
	case engine.TimerSet:
		switch e.Purpose {
		case engine.TimerWait:
			return fmt.Sprintf("timer %s: wait until %s", timerNo(e.Timer), sayTime(e.Due))
		case engine.TimerDeadline:
			return fmt.Sprintf("timer %s: task %s is due %s", timerNo(e.Timer), taskNo(e.Task), sayTime(e.Due))
		case engine.TimerRemind:
			return fmt.Sprintf("timer %s: remind of task %s %s", timerNo(e.Timer), taskNo(e.Task), sayTime(e.Due))
		}
	case engine.TimerFired:
		return fmt.Sprintf("timer %s fires", timerNo(e.Timer))
	case engine.TimerMoved:
		return fmt.Sprintf("timer %s is put off until %s", timerNo(e.Timer), sayTime(e.Due))
	case engine.TimerCancelled:
		return fmt.Sprintf("cancel timer %s", timerNo(e.Timer))
	case engine.TaskEscalated:
		if e.Instead {
			return fmt.Sprintf("task %s for %s instead (%s)", taskNo(e.Task), whoFor(e.To, e.For), e.Resolver)
		}
		return fmt.Sprintf("task %s also for %s (%s)", taskNo(e.Task), whoFor(e.To, e.For), e.Resolver)
	}
	return fmt.Sprintf("%T", e)
}

// dueBy answers when something is due: by the calendar of the corpus, or in the
// small numbers of the scenarios, in which a unit lasts as many milliseconds as
// its place in the list of units says.
func (w world) dueBy(d engine.Due) (int64, error) {
	if !w.Real {
		at := d.From
		if d.Date != "" {
			day, err := time.Parse(time.DateOnly, d.Date)
			if err != nil {
				return 0, err
			}
			at = int64(day.YearDay())
		}
		for i, u := range flow.Units() {
			if d.After != nil && d.After.Unit == u {
				at += int64(d.After.Amount * (i + 1))
			}
			if d.Before != nil && d.Before.Unit == u {
				at -= int64(d.Before.Amount * (i + 1))
			}
		}
		if d.Working {
			at += (10 - at%10) % 10
		}
		return at, nil
	}
	at := time.UnixMilli(d.From)
	var err error
	if d.Date != "" {
		at, err = site.At(d.Date, d.Time)
	}
	if d.After != nil && err == nil {
		at, err = site.Later(at, d.After.Amount, calendar.Unit(d.After.Unit))
	}
	if d.Before != nil && err == nil {
		at, err = site.Later(at, -d.Before.Amount, calendar.Unit(d.Before.Unit))
	}
	if d.Working {
		at = site.Add(at, 0)
	}
	return at.UnixMilli(), err
}
