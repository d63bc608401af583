package workflow

import (
	"errors"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/studio"
)

// Veil stands for what is there and not shown.
const Veil = "•••"

// readResource says what the policy needs to know of an instance that somebody
// reads: which of its fields are sensitive, and which of these the flow opens to
// them.
func (s *Service) readResource(ed *studio.Edition, doc *Document, a Actor) authz.Resource {
	r := s.resource(doc)
	if r.Sensitive = ed.Form.Sensitive(); r.Sensitive != nil {
		r.Opened = openedTo(ed, doc, a)
	}
	return r
}

// openedTo returns the sensitive fields that the flow lets the actor see: all to
// the initiator, whose they are, and to whoever has or had a task those of which
// its step says that they may be read or edited. A step that says nothing of a
// sensitive field does not open it.
func openedTo(ed *studio.Edition, doc *Document, a Actor) []string {
	sensitive := ed.Form.Sensitive()
	if a.Subject.ID == doc.Initiator {
		return sensitive
	}
	var steps []*flow.Node
	for _, t := range doc.Case.Tasks {
		if t.Status == engine.TaskWaiting || !hasPart(t, a) {
			continue
		}
		if n := ed.Flow.Node(t.Node); n != nil && !slices.Contains(steps, n) {
			steps = append(steps, n)
		}
	}
	var opened []string
	for _, path := range sensitive {
		if slices.ContainsFunc(steps, func(n *flow.Node) bool { return opens(n, path) }) {
			opened = append(opened, path)
		}
	}
	return opened
}

// hasPart reports whether a task is or was the actor's.
func hasPart(t engine.Task, a Actor) bool {
	return t.By == a.Subject.ID || holds(t.Assignees, a) || holds(t.Lender, a) || holds(t.Group, a) || standsInFor(t, a)
}

// opens reports whether a step says that its people may see a sensitive field, or
// a column of a table, or of the table as a whole.
func opens(n *flow.Node, path string) bool {
	if n.AccessTo(path) == flow.Hide {
		return false
	}
	table, _, _ := strings.Cut(path, ".")
	_, said := n.Fields[path]
	_, ofTable := n.Fields[table]
	return said || ofTable
}

// veiled returns the sensitive fields that the reader of an instance does not see.
func veiled(ed *studio.Edition, opened []string, d authz.Decision) []string {
	if d.Open != nil {
		opened = d.Open
	}
	var veil []string
	for _, path := range ed.Form.Sensitive() {
		if !slices.Contains(opened, path) {
			veil = append(veil, path)
		}
	}
	return veil
}

// public returns values without the sensitive ones: what titles, lists, notices
// and other systems are made of, whoever reads them.
func public(ed *studio.Edition, values form.Values) form.Values {
	sensitive := ed.Form.Sensitive()
	if sensitive == nil {
		return values
	}
	return ed.Form.Mask(values, sensitive)
}

// veilText is what stands in words in place of a sensitive field.
func veilText() words.Text { return words.Text{words.English: Veil, words.Chinese: Veil} }

// show opens the values of an instance for a list. Where they do not open with the
// master key at hand, the sensitive ones are left out: nobody sees them there
// anyway, and the list is there for the other cases too.
func (s *Service) show(d *Document) error {
	err := s.open(d)
	var shut *fault.Unavailable
	if !errors.As(err, &shut) {
		return err
	}
	values, err := form.DecodeKept([]byte(d.Values))
	d.Case.Values = unsealed(values)
	return err
}
