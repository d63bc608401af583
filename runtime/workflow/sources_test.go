package workflow

import (
	"slices"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

// Whoever changes a case in the database itself does not change its history
// along, and is found out.
func TestACaseThatIsNotWhatItsHistoryMakesOfIt(t *testing.T) {
	t.Parallel()
	backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	now := clock.NewManual(time.UnixMilli(1_700_000_000_000))
	people, err := identity.New(t.Context(), backend, now, identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &Service{Deps: Deps{Identity: people}}
	leave, err := form.Compile(form.Definition{Schema: []byte(`{"type":"object","properties":{"reason":{"type":"string"}}}`)})
	if err != nil {
		t.Fatal(err)
	}
	begun := func() *Document {
		doc := &Document{Head: store.Head{ID: "case"}, V: documentVersion, Initiator: "ann"}
		for i, e := range []engine.Event{
			engine.InstanceSubmitted{Instance: "case", App: "leave", Revision: 1, Initiator: "ann", Values: map[string]any{"reason": "flu"}},
			engine.NodeEntered{Token: 1, Node: "manager"},
			engine.TaskCreated{Task: "case.1", Token: 1, Node: "manager", Assignees: []string{"user:bo"}, Resolver: "manager"},
		} {
			rec := engine.Recorded{Seq: int64(i + 1), V: 1, At: 5, Actor: "ann", Event: e}
			in, err := engine.Apply(doc.Case, rec)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.record(t.Context(), leave, doc, engine.Outcome{Instance: in, Events: []engine.Recorded{rec}}, 5); err != nil {
				t.Fatal(err)
			}
		}
		return doc
	}
	for _, tt := range []struct {
		name   string
		tamper func(d *Document)
		want   []string
	}{
		{"as it was", func(*Document) {}, nil},
		{"approved", func(d *Document) { d.Case.Status = engine.Approved }, []string{"state"}},
		{"another form", func(d *Document) { d.Values = `{"reason":"holiday"}` }, []string{"form"}},
		{"another initiator", func(d *Document) { d.Initiator = "max" }, []string{"initiator"}},
		{"another assignee", func(d *Document) { d.Principals = []string{"user:max"} }, []string{"assignees"}},
		{"a history that cannot be", func(d *Document) { d.History = d.History[1:] }, []string{"history"}},
		{"a history that cannot be read", func(d *Document) { d.History[0].Events = "x" }, []string{"history"}},
		{"erased in part", func(d *Document) { d.History[0].Events = "" }, nil},
	} {
		doc := begun()
		tt.tamper(doc)
		if got := doc.chain().Differs; !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
	doc := begun()
	c := doc.chain()
	if err := people.Recorder().Sealer().Verify(c.Object, c.Own, c.Tail.Head); err != nil {
		t.Error(err)
	}
	doc.History[1].From = `{"person":"somebody else","scheme":"session"}`
	c = doc.chain()
	if people.Recorder().Sealer().Verify(c.Object, c.Own, c.Tail.Head) == nil {
		t.Error("who sent a command can be changed")
	}
}
