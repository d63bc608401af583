package studio

import (
	"slices"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
	"github.com/banli-oa/banli/runtime/store/storetest"
	"github.com/banli-oa/banli/templates"
)

type recorded struct {
	*Service
	t      *testing.T
	faults *storetest.Faulty
	clock  *clock.Manual
	app    app.App
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newRecorded(t *testing.T) *recorded {
	t.Helper()
	backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, backend.Close()) })
	r := &recorded{t: t, faults: storetest.NewFaulty(backend), clock: clock.NewManual(time.UnixMilli(1_700_000_000_000))}
	people, err := identity.New(t.Context(), r.faults, r.clock, identity.Options{})
	must(t, err)
	r.Service, err = New(Deps{Backend: r.faults, Identity: people, Clock: r.clock})
	must(t, err)
	text, err := templates.App("leave")
	must(t, err)
	r.app, err = app.Decode(text)
	must(t, err)
	r.app.Scripts.Validate = "" // nothing to compile, so no worker is needed
	return r
}

func (r *recorded) install() error {
	text, err := app.Encode(r.app)
	must(r.t, err)
	return r.Install(r.t.Context(), text, "eva")
}

// actions are what is on record of an object, oldest first.
func (r *recorded) actions(object string) []string {
	r.t.Helper()
	page, err := r.Identity.Recorder().Search(r.t.Context(), audit.Filter{Object: object}, "", 100)
	must(r.t, err)
	all := []string{}
	for _, c := range slices.Backward(page.Items) {
		all = append(all, c.Action)
	}
	return all
}

func (r *recorded) whole() {
	r.t.Helper()
	sources, err := AuditSources(r.faults)
	must(r.t, err)
	report, err := r.Identity.Recorder().Verify(r.t.Context(), sources, "")
	must(r.t, err)
	for _, f := range report.Findings {
		r.t.Error(f)
	}
}

func TestAPublicationAndItsEntryAreOne(t *testing.T) {
	t.Parallel()
	r := newRecorded(t)
	r.faults.Inject(storetest.Fault{Op: storetest.Insert, Collection: "apps", Mode: storetest.Fail})
	if err := r.install(); err == nil {
		t.Fatal("an app that was not stored was reported as installed")
	}
	if got := r.actions("app:leave"); len(got) != 0 {
		t.Fatalf("%v", got)
	}
	r.faults.Inject(storetest.Fault{Op: storetest.Replace, Collection: "apps", Mode: storetest.Fail})
	if err := r.install(); err == nil {
		t.Fatal("a failed publication was reported as done")
	}
	if got := r.actions("app:leave"); !slices.Equal(got, []string{"app.installed"}) {
		t.Fatalf("%v", got)
	}
	r.whole()
	// The copy of the entry fails: the publication stands, its entry follows.
	r.faults.Inject(storetest.Fault{Op: storetest.Insert, Collection: "audit", Mode: storetest.Fail})
	must(t, r.install())
	must(t, r.install()) // changes nothing
	if got := r.actions("app:leave"); !slices.Equal(got, []string{"app.installed", "app.published"}) {
		t.Errorf("%v", got)
	}
	r.whole()
}

// Whoever changes what runs in the database itself is found out.
func TestAnotherDefinitionThanWasPublishedIsFound(t *testing.T) {
	t.Parallel()
	r := newRecorded(t)
	must(t, r.install())
	found := func() []string {
		t.Helper()
		sources, err := AuditSources(r.faults)
		must(t, err)
		report, err := r.Identity.Recorder().Verify(t.Context(), sources, "")
		must(t, err)
		all := []string{}
		for _, f := range report.Findings {
			all = append(all, f.Object+": "+f.Detail)
		}
		return all
	}
	doc, err := r.loadApp(t.Context(), "leave")
	must(t, err)
	definition, err := r.definitions.Get(t.Context(), definitionID("leave", doc.Revisions[0].Digest))
	must(t, err)
	kept := definition.Definition
	other := r.app
	other.Icon = "plane"
	text, err := app.Encode(other)
	must(t, err)
	definition.Definition = string(text)
	must(t, r.definitions.Replace(t.Context(), definition))
	if got := found(); len(got) != 1 || got[0] != "app:leave: its revision 1 is not what its record makes of it" {
		t.Errorf("another definition: %q", got)
	}
	definition.Definition = kept
	must(t, r.definitions.Replace(t.Context(), definition))
	r.whole()
	doc.Revisions[0].Digest = other.Digest()
	must(t, r.apps.Replace(t.Context(), doc))
	if got := found(); len(got) != 2 || got[0] != `app:leave: its field "digest" is not what was recorded of it last` {
		t.Errorf("another digest: %q", got)
	}
}

// A draft saves itself every few seconds: one person's saves within ten
// minutes are one entry.
func TestSavesOfADraftAreOneEntryForAWhile(t *testing.T) {
	t.Parallel()
	r := newRecorded(t)
	must(t, r.install())
	save := func(person string) {
		t.Helper()
		doc, _, err := r.load(t.Context(), "leave")
		must(t, err)
		doc.SavedAt, doc.SavedBy = r.clock.Now().UnixMilli(), person
		must(t, r.keepDraft(audit.With(t.Context(), audit.Who{Person: person, Scheme: "session"}), doc, "digest"))
		r.clock.Advance(time.Minute)
	}
	for range 5 {
		save("eva")
	}
	save("ivan")
	save("eva")
	r.clock.Advance(10 * time.Minute)
	save("eva")
	want := []string{"draft.added", "draft.saved", "draft.saved", "draft.saved", "draft.saved"}
	if got := r.actions("draft:leave"); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	r.whole()
}
