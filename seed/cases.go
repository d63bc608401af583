package seed

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/directory"
)

// Publisher installs apps.
type Publisher interface {
	// Install publishes an app's definition in the name of a person. An app
	// with its id that is there already stays as it is.
	Install(ctx context.Context, definition json.RawMessage, by string) error
}

// Submitter starts cases and decides on them as the person named, through the
// same checks as anyone's.
type Submitter interface {
	// Submit starts a case of the app's current revision. The same key never
	// starts two: untouched reports that nothing has happened to the case since
	// it was started, now or by an earlier try that got no further.
	Submit(ctx context.Context, person, app, key string, form json.RawMessage) (instance string, untouched bool, err error)
	// Decide takes the action ("approve" or "reject") on the task of the case
	// that is the person's.
	Decide(ctx context.Context, person, instance, action, comment string) error
}

//go:embed cases.yaml
var casesYAML []byte

// Case is one case of the demo company.
type Case struct {
	Key       string         `yaml:"key"`
	App       string         `yaml:"app"`
	By        string         `yaml:"by"` // login
	Form      map[string]any `yaml:"form"`
	Decisions []Decision     `yaml:"decisions"`
}

// Decision is one decision on a case.
type Decision struct {
	By      string `yaml:"by"` // login
	Action  string `yaml:"action"`
	Comment string `yaml:"comment"`
}

// Cases lists the cases with the days and people of their forms filled in for
// a date ("2026-11-21").
func Cases(c *calendar.Calendar, today string) ([]Case, error) {
	var file struct {
		Cases []Case `yaml:"cases"`
	}
	if err := parse(casesYAML, &file); err != nil {
		return nil, fmt.Errorf("seed: cases.yaml: %w", err)
	}
	for i, x := range file.Cases {
		filled, err := fill(x.Form, c, today)
		if err != nil {
			return nil, fmt.Errorf("seed: case %s: %w", x.Key, err)
		}
		form, ok := filled.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("seed: case %s has no form", x.Key)
		}
		file.Cases[i].Form = form
	}
	return file.Cases, nil
}

// fill returns v with the days and people that its texts stand for.
func fill(v any, c *calendar.Calendar, today string) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, inner := range v {
			filled, err := fill(inner, c, today)
			if err != nil {
				return nil, err
			}
			out[k] = filled
		}
		return out, nil
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			filled, err := fill(inner, c, today)
			if err != nil {
				return nil, err
			}
			out[i] = filled
		}
		return out, nil
	case string:
		if n, ok := strings.CutPrefix(v, "@workday"); ok {
			steps, err := strconv.Atoi(n)
			if err != nil {
				return nil, fmt.Errorf("%q: %w", v, err)
			}
			return c.AddWorkdays(today, steps), nil
		}
		if login, ok := strings.CutPrefix(v, "@person "); ok {
			return directory.PersonID(login), nil
		}
	}
	return v, nil
}

// LoadApps publishes the apps that are missing, in the name of the cast's
// business admin.
func LoadApps(ctx context.Context, p Publisher, apps ...json.RawMessage) error {
	for _, app := range apps {
		if err := p.Install(ctx, app, directory.PersonID(castLogin(AsAdmin))); err != nil {
			return fmt.Errorf("seed: installing an app: %w", err)
		}
	}
	return nil
}

// LoadCases starts the cases that were never started and takes their
// decisions. A case to which something has happened since is left as it is. It
// returns how many were taken as far as they go.
func LoadCases(ctx context.Context, s Submitter, c *calendar.Calendar, today string) (int, error) {
	cases, err := Cases(c, today)
	if err != nil {
		return 0, err
	}
	loaded := 0
	for _, x := range cases {
		form, err := json.Marshal(x.Form)
		if err != nil {
			return loaded, fmt.Errorf("seed: the form of case %s: %w", x.Key, err)
		}
		id, untouched, err := s.Submit(ctx, directory.PersonID(x.By), x.App, "seed-"+x.Key, form)
		if err != nil {
			return loaded, fmt.Errorf("seed: starting case %s: %w", x.Key, err)
		}
		if !untouched {
			continue
		}
		for _, d := range x.Decisions {
			if err := s.Decide(ctx, directory.PersonID(d.By), id, d.Action, d.Comment); err != nil {
				return loaded, fmt.Errorf("seed: %s deciding case %s: %w", d.By, x.Key, err)
			}
		}
		loaded++
	}
	return loaded, nil
}
