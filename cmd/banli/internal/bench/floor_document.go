package bench

import (
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/workflow"
)

// templates make the documents of the floor: cases as the server stores them,
// filled up to a given size.
type templates struct{ values string }

// The people of a floor document; real ids have this length.
const (
	floorInitiator = "initiatoraaaaaaaaaaaaaaaaa"
	floorManager   = "manageraaaaaaaaaaaaaaaaaaa"
	floorHead      = "headaaaaaaaaaaaaaaaaaaaaaa"
	floorDept      = "deptaaaaaaaaaaaaaaaaaaaaaa"
)

// newTemplates finds how much text the form's values must hold for an ended
// case to take body bytes.
func newTemplates(body int) (templates, error) {
	t := templates{values: `{"reason":""}`}
	doc := t.following(t.first(strings.Repeat("a", 26), 1), true, 2)
	raw, err := bson.Marshal(doc)
	if err != nil {
		return templates{}, fmt.Errorf("measure a document: %w", err)
	}
	fill := body - len(raw)
	if fill < 0 {
		return templates{}, fmt.Errorf("a case takes %d bytes without its form's values, more than %d", len(raw), body)
	}
	t.values = `{"reason":"` + strings.Repeat("x", fill) + `"}`
	return t, nil
}

// first is a case just submitted: one open task, one notice on its way out.
func (t templates) first(id string, at int64) *workflow.Document {
	return &workflow.Document{
		Head: store.Head{ID: id}, V: 1, No: "LV-2026-000001",
		Case: engine.Instance{
			ID: id, App: "leave", Revision: 1, Status: engine.Running, Initiator: floorInitiator, StartedAt: at,
			Tokens: []engine.Token{{ID: 1, Node: "manager", Edge: "e1", Visit: 1}},
			Tasks: []engine.Task{{
				ID: id + ".1", Node: "manager", Token: 1, Visit: 1, Status: engine.TaskOpen,
				Assignees: []string{"user:" + floorManager}, Resolver: "manager", ArrivedAt: at,
			}},
			Visits: []engine.Visit{{Node: "start", Token: 1, At: at}, {Node: "manager", Token: 1, At: at}},
			Seq:    4, NextToken: 2, NextTask: 2,
		},
		Values: t.values, Initiator: floorInitiator, CreatedAt: at, UpdatedAt: at,
		Principals: []string{"user:" + floorManager}, ArrivedAt: at,
		Participants: []string{"user:" + floorManager},
		Readers:      []string{"user:" + floorInitiator, "user:" + floorManager, "dept:" + floorDept, "role:hr"},
		History:      []workflow.Batch{batch()},
		Chain:        make([]byte, 32),
		BodyHash:     strings.Repeat("0", 64),
		Outbox: []workflow.Outgoing{{
			Notice: engine.Notice{ID: id + ".4.1", Kind: "task.assigned", To: []string{"user:" + floorManager}, Task: id + ".1", Node: "manager"},
			At:     at,
		}},
		OutboxDue: at,
	}
}

// following is a case after its next write: somebody decided, or a notice was
// delivered. The last write ends it.
func (t templates) following(before *workflow.Document, last bool, at int64) *workflow.Document {
	doc := *before
	doc.UpdatedAt = at
	if !last {
		// Moves the case on in every index that a decision touches.
		doc.Principals, doc.ArrivedAt, doc.OutboxDue = []string{"user:" + floorHead}, at, at
		doc.Participants = []string{"user:" + floorHead, "user:" + floorManager}
		return &doc
	}
	doc.Case.Status, doc.Case.EndedAt, doc.Case.Tokens = engine.Approved, at, nil
	doc.Case.Tasks = nil
	for i, decider := range []string{floorManager, floorHead} {
		doc.Case.Tasks = append(doc.Case.Tasks, engine.Task{
			ID: fmt.Sprintf("%s.%d", doc.ID, i+1), Node: "manager", Token: 1, Visit: i + 1, Status: engine.TaskDone,
			Assignees: []string{"user:" + decider}, Resolver: "manager", ArrivedAt: doc.CreatedAt, EndedAt: at, By: decider, Comment: "Enjoy.",
		})
	}
	doc.Case.Copies = []engine.Copy{{Node: "hr", Visit: 3, To: []string{"role:hr"}, At: at}}
	doc.Principals, doc.ArrivedAt, doc.Outbox, doc.OutboxDue = nil, 0, nil, 0
	doc.Participants = []string{"role:hr", "user:" + floorHead, "user:" + floorManager}
	doc.History = []workflow.Batch{doc.History[0], batch()}
	return &doc
}

// batch is an audit entry; what it holds is counted into the values.
func batch() workflow.Batch {
	return workflow.Batch{Events: "[]", Audit: audit.Entry{Salt: make([]byte, 16), Digest: make([]byte, 32)}}
}
