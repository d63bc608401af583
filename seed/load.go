package seed

import (
	"context"
	"encoding/json"

	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/lists"
	"github.com/banli-oa/banli/runtime/workflow"
	"github.com/banli-oa/banli/templates"
)

// Deps is what the demo company is loaded into.
type Deps struct {
	Identity  *identity.Identity
	Directory *directory.Directory
	Lists     *lists.Lists
	Studio    Publisher
	Workflow  *workflow.Service
	Calendar  *calendar.Calendar
	Clock     clock.Clock
}

// Load adds whatever of the demo company is missing: the people and lists, then every
// template as an app, then the cases.
func Load(ctx context.Context, d Deps) error {
	if _, err := LoadPeople(ctx, d.Identity, d.Directory); err != nil {
		return err
	}
	if err := LoadLists(ctx, d.Lists); err != nil {
		return err
	}
	var apps []json.RawMessage
	for _, name := range templates.Names() {
		definition, err := templates.App(name)
		if err != nil {
			return err
		}
		apps = append(apps, definition)
	}
	if err := LoadApps(ctx, d.Studio, apps...); err != nil {
		return err
	}
	_, err := LoadCases(ctx, newDesk(d.Identity, d.Workflow), d.Calendar, d.Calendar.Today(d.Clock))
	return err
}
