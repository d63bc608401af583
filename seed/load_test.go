package seed_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/policies/bundle"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/lists"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/studio"
	"github.com/banli-oa/banli/runtime/workflow"
	"github.com/banli-oa/banli/seed"
)

// The test binary is its own script worker, as the product is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == script.WorkerCommand {
		if err := script.WorkerMain(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wire puts the real use cases together, as cmd does.
func wire(t *testing.T, c clock.Clock) seed.Deps {
	t.Helper()
	backend := mongotest.Backend(t)
	scripts, err := script.NewPool(script.Options{Command: []string{os.Args[0], script.WorkerCommand}, Clock: c, Wall: 10 * time.Second, Wait: time.Minute})
	must(t, err)
	t.Cleanup(func() { must(t, scripts.Close()) })
	people, err := identity.New(t.Context(), backend, c, identity.Options{})
	must(t, err)
	gate := authz.New(nil, authz.Options{})
	_, err = bundle.NewManager(gate, bundle.Options{}).Activate(t.Context(), "")
	must(t, err)
	recorder, err := audit.New(t.Context(), backend, c, audit.Options{})
	must(t, err)
	kept, err := lists.New(t.Context(), backend, recorder, c)
	must(t, err)
	design, err := studio.New(studio.Deps{Backend: backend, Identity: people, Authz: gate, Scripts: scripts, Clock: c})
	must(t, err)
	site := calendar.Default()
	cases, err := workflow.New(t.Context(), workflow.Deps{
		Backend: backend, Editions: design.Editions(), Identity: people, Authz: gate,
		Scripts: scripts, Calendar: calendar.NewSite(site), Clock: c, IDs: ids.Random(),
	})
	must(t, err)
	return seed.Deps{Identity: people, Directory: directory.New(people, c), Lists: kept, Studio: design, Workflow: cases, Calendar: site, Clock: c}
}

// describe says what the demo company's cases look like to each of the people:
// their own cases with their status, and the number of tasks in their inbox.
func describe(t *testing.T, d seed.Deps) []string {
	t.Helper()
	var all []string
	o := d.Identity.Organisation()
	for _, p := range o.People() {
		s, _ := o.Subject(p.ID)
		a := workflow.ActorOf(&identity.Actor{Person: p, Subject: s, Scheme: identity.SchemeDemo})
		mine, err := d.Workflow.Instances(t.Context(), a, workflow.Listing{Scope: "mine"})
		must(t, err)
		for _, row := range mine.Items {
			all = append(all, fmt.Sprintf("%s: %s", p.Login, row.Status))
		}
		inbox, err := d.Workflow.Inbox(t.Context(), a, "", 0)
		must(t, err)
		if n := len(inbox.Items); n > 0 {
			all = append(all, fmt.Sprintf("%s: inbox %d", p.Login, n))
		}
	}
	slices.Sort(all)
	return all
}

// Everything goes through the real checks, on a weekend as on the last working
// day before a long holiday, and again on the next day changes nothing.
func TestLoadThroughTheUseCases(t *testing.T) {
	t.Parallel()
	want := []string{
		"chen.mo: inbox 2", "chen.mo: running", "emma.clarke: approved", "gao.xiang: running", "lin.xiao: rejected", "lin.xiao: running",
		"ma.lin: running", "maria.silva: running", "shen.guoan: inbox 1", "sun.kai: approved", "wu.tong: running", "xu.jing: inbox 1", "zhou.lan: inbox 2",
	}
	for _, now := range []string{"2026-11-21T02:00:00Z", "2026-09-30T15:00:00Z"} {
		t.Run(now, func(t *testing.T) {
			t.Parallel()
			at, err := time.Parse(time.RFC3339, now)
			must(t, err)
			c := clock.NewManual(at)
			d := wire(t, c)
			must(t, seed.Load(t.Context(), d))
			if got := describe(t, d); !slices.Equal(got, want) {
				t.Fatalf("got  %q\nwant %q", got, want)
			}
			for range 2 {
				must(t, seed.Load(t.Context(), d))
				c.Advance(24 * time.Hour)
			}
			if got := describe(t, d); !slices.Equal(got, want) {
				t.Errorf("again %q", got)
			}
		})
	}
}

// What somebody made of a list stays when the demo is loaded again.
func TestListsAreLoadedOnce(t *testing.T) {
	t.Parallel()
	d := wire(t, clock.NewManual(time.Date(2026, 11, 27, 1, 0, 0, 0, time.UTC)))
	must(t, seed.LoadLists(t.Context(), d.Lists))
	list, err := d.Lists.List("projects")
	must(t, err)
	all, _ := list.Size()
	if parent, ok := d.Lists.Option("costCentres", list.Items()[0].Parent); !ok || parent.Off || all < 5 {
		t.Errorf("%d projects, the first below %+v", all, parent)
	}
	_, err = d.Lists.Edit(t.Context(), "projects", 0, lists.Input{Name: words.Text{"en": "Mine"}, Above: "costCentres"}, "en")
	must(t, err)
	must(t, seed.LoadLists(t.Context(), d.Lists))
	if list, err = d.Lists.List("projects"); err != nil || list.Name()["en"] != "Mine" {
		t.Errorf("got %v, %v", list.Name(), err)
	}
}
