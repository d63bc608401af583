package workflow

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
)

// documentVersion is the version of the stored shape of an instance. Version 2
// may hold several tokens and tasks that wait, version 3 errands, version 4 sealed
// values, version 5 may be a tombstone, hold sealed files and ids of rows; an older
// one reads as it is.
const documentVersion = 5

// Lists are ordered by when a case was started: that never changes, so a
// decision rewrites only the index rows of who came or went.
var instancesSpec = store.Spec{Name: "instances", Indexes: []store.Index{
	{Name: "inbox", Paths: []string{"principals", "arrivedAt"}, Multi: true},
	{Name: "upcoming", Paths: []string{"upcoming"}, Multi: true},
	{Name: "readers", Paths: []string{"readers", "createdAt"}, Multi: true},
	{Name: "part", Paths: []string{"participants", "createdAt"}, Multi: true},
	{Name: "mine", Paths: []string{"initiator", "createdAt"}},
	{Name: "outbox", Paths: []string{"outboxDue"}},
	{Name: "timers", Paths: []string{"nextDue"}},
	{Name: "failed", Paths: []string{"failedAt"}},
}}

// Document is one instance as it is stored: everything that one decision
// changes, so that one swap changes it.
type Document struct {
	store.Head `bson:",inline"`
	V          int             `bson:"v"`
	No         string          `bson:"no"`
	Case       engine.Instance `bson:"case"`
	// Values are the form's values as canonical JSON text, the sensitive ones
	// sealed; SealKey is the key that opens them, wrapped.
	Values  string `bson:"values"`
	SealKey []byte `bson:"sealKey,omitempty"`
	// Files are the ids of the files that sensitive fields hold, or ever held.
	Files []string `bson:"files,omitempty"`
	// Labels are the words of the options that were chosen where a script offered
	// them, by form.OptionName: what it says later does not change the case.
	Labels    map[string]words.Text `bson:"labels,omitempty"`
	Initiator string                `bson:"initiator"`
	CreatedAt int64                 `bson:"createdAt"`
	UpdatedAt int64                 `bson:"updatedAt"`
	// Principals may act on an open task now; ArrivedAt is when the oldest of
	// these tasks arrived. Both are absent once nobody can.
	Principals []string `bson:"principals,omitempty"`
	ArrivedAt  int64    `bson:"arrivedAt,omitempty"`
	// Upcoming will have a task: one whose turn has not come yet, or that comes
	// back to them.
	Upcoming []string `bson:"upcoming,omitempty"`
	// Participants acted, had a task or were copied.
	Participants []string `bson:"participants"`
	// Readers are who the policy lets find this instance in a list.
	Readers []string `bson:"readers"`
	// History is what happened, a batch for each command.
	History []Batch `bson:"history"`
	// Chain is the head of the audit chain over History.
	Chain []byte `bson:"chain"`
	// BodyHash tells a repeated submission from a different one under the same
	// key; Keys do so for decisions.
	BodyHash string    `bson:"bodyHash,omitempty"`
	Keys     []keptKey `bson:"keys,omitempty"`
	// Outbox holds the effects that are not delivered yet; OutboxDue is when
	// they may be tried next, absent where there are none.
	Outbox    []Outgoing `bson:"outbox,omitempty"`
	OutboxDue int64      `bson:"outboxDue,omitempty"`
	// OutboxLease is until when the process that took the effects has them for
	// itself, UTC milliseconds; 0 where nobody has, or the store is not shared.
	OutboxLease int64 `bson:"outboxLease,omitempty"`
	// NextDue is when the first of the instance's timers is due, or is tried
	// again after TimerTries failures; absent where it has none.
	NextDue    int64 `bson:"nextDue,omitempty"`
	TimerTries int   `bson:"timerTries,omitempty"`
	// FailedAt is since when the instance has a step that failed and waits for an
	// administrator; absent where it has none.
	FailedAt int64 `bson:"failedAt,omitempty"`
	// Tombstone says that this is no instance, but stands where one was fenced off;
	// see cases.
	Tombstone bool `bson:"tombstone,omitempty"`

	box     *box               // of SealKey, once it is opened or made
	unnamed map[string]unnamed // tables that were stored without ids of rows
}

// Batch is what one command made happen: a JSON array of recorded events, with
// its entry in the audit chain.
type Batch struct {
	Events string `bson:"events"`
	// From is who sent the command and from where, as JSON text.
	From  string      `bson:"from,omitempty"`
	Audit audit.Entry `bson:"audit"`
}

// content is what the batch's audit entry vouches for; nil where the events
// were erased.
func (b *Batch) content() []byte {
	if b.Events == "" {
		return nil
	}
	return []byte(b.Events + "\n" + b.From)
}

// Outgoing is an effect on its way out.
type Outgoing struct {
	engine.Notice `bson:",inline"`
	At            int64 `bson:"at"`
	// Text is what a notify step says, with its placeholders filled in.
	Text words.Text `bson:"text,omitempty"`
	// Tries counts failed deliveries.
	Tries int `bson:"tries,omitempty"`
	// Errand is set where the effect is an order: what is to be done, with what
	// whoever does it needs to know.
	Errand string `bson:"errand,omitempty"`
	Data   []byte `bson:"data,omitempty"`
}

type keptKey struct {
	Key  string `bson:"key"`
	Body string `bson:"body"`
}

// noteLabels keeps the words of options that were chosen.
func (d *Document) noteLabels(labels map[string]words.Text) {
	if d.Labels == nil && len(labels) > 0 {
		d.Labels = map[string]words.Text{}
	}
	maps.Copy(d.Labels, labels)
}

// load reads an instance with its values. A missing one is a *fault.NotFound
// of the given thing.
func (s *Service) load(ctx context.Context, id, thing string) (*Document, error) {
	doc, err := s.instances.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, &fault.NotFound{Thing: thing, ID: id}
	}
	if err != nil {
		return nil, fmt.Errorf("workflow: reading an instance: %w", err)
	}
	if err := s.open(doc); err != nil {
		return doc, err
	}
	if ed, err := s.edition(ctx, doc); err == nil { // without it nothing is shown or done
		doc.nameOld(ed.Form)
	}
	return doc, nil
}

// open makes the values that the engine works on from their stored text. It
// returns a *fault.Unavailable where sealed ones do not open with the master key
// at hand.
func (s *Service) open(d *Document) error {
	if d.V > documentVersion {
		return fmt.Errorf("workflow: instance %s has version %d, newer than this program knows", d.ID, d.V)
	}
	values, err := form.DecodeKept([]byte(d.Values))
	if err != nil {
		return fmt.Errorf("workflow: values of instance %s: %w", d.ID, err)
	}
	if len(d.SealKey) > 0 {
		if values, err = s.opened(d, values); err != nil {
			return &fault.Unavailable{Code: "server.sealed", Err: fmt.Errorf("workflow: instance %s: %w", d.ID, err)}
		}
	}
	d.Case.Values = values
	return nil
}

func (s *Service) opened(d *Document, values form.Values) (form.Values, error) {
	var err error
	if d.box, err = openBox(s.Keys, d.SealKey, sealedAt(d.ID)); err != nil {
		return nil, err
	}
	return d.box.openValues(values)
}

// sealedAt is what the data key of an instance is for.
func sealedAt(instance string) string { return "instance/" + instance }

// record takes over what the engine decided: the new state, the history with
// its audit entry, the effects, and everything that lists are found by.
func (s *Service) record(ctx context.Context, f *form.Form, d *Document, out engine.Outcome, at int64) error {
	after := out.Instance
	events, err := s.write(f, d, out)
	if err != nil {
		return err
	}
	from, err := json.Marshal(audit.WhoOf(ctx))
	if err != nil {
		return fmt.Errorf("workflow: writing who sent a command: %w", err)
	}
	batch := Batch{Events: events, From: string(from)}
	batch.Audit, d.Chain = s.Identity.Recorder().Sealer().Seal(auditObject(d.ID), int64(len(d.History)+1), d.Chain, batch.content())
	d.History = append(d.History, batch)
	d.V, d.Case, d.UpdatedAt = documentVersion, after, at
	d.NextDue, d.TimerTries, d.FailedAt = after.NextDue(), 0, after.FailedAt()
	for _, e := range out.Effects {
		o, err := s.outgoing(ctx, d, e, at)
		if err != nil {
			return err
		}
		d.Outbox = append(d.Outbox, o)
		d.OutboxDue = max(at, d.OutboxLease) // whoever delivers the others has this one next
	}
	d.Principals, d.ArrivedAt, d.Upcoming = nil, 0, nil
	for _, t := range after.Tasks {
		if t.Status == engine.TaskWaiting {
			d.Upcoming = union(d.Upcoming, t.Assignees)
		}
		if t.Live() {
			d.Upcoming = union(d.Upcoming, t.Lender)
		}
	}
	for _, t := range after.OpenTasks() {
		d.Principals = union(d.Principals, t.Assignees)
		if d.ArrivedAt == 0 || t.ArrivedAt < d.ArrivedAt {
			d.ArrivedAt = t.ArrivedAt
		}
	}
	d.Participants = participants(d.Participants, after)
	return nil
}

// write puts the values of an outcome into a document as they are kept, and
// returns its events as they are: what is sensitive is sealed in both.
func (s *Service) write(f *form.Form, d *Document, out engine.Outcome) (string, error) {
	text, err := engine.MarshalEvents(out.Events)
	if err != nil {
		return "", fmt.Errorf("workflow: writing events: %w", err)
	}
	if needsSealing(f, text) {
		if d.box == nil {
			if d.box, err = newBox(s.Keys, sealedAt(d.ID)); err != nil {
				return "", fmt.Errorf("workflow: instance %s: %w", d.ID, err)
			}
			d.SealKey = d.box.wrapped
		}
		events, err := d.box.sealEvents(f, out.Events)
		if err != nil {
			return "", err
		}
		if text, err = engine.MarshalEvents(events); err != nil {
			return "", fmt.Errorf("workflow: writing events: %w", err)
		}
	}
	values := out.Instance.Values
	if sameMap(d.Case.Values, values) {
		return string(text), nil
	}
	values = d.asKept(values)
	d.Files = sealedFiles(d.Files, f, values)
	if d.box != nil {
		if values, err = d.box.sealValues(f, values); err != nil {
			return "", err
		}
	}
	kept, err := form.Canonical(values)
	if err != nil {
		return "", fmt.Errorf("workflow: writing values: %w", err)
	}
	d.Values = string(kept)
	return string(text), nil
}

// outgoing makes of an effect what is kept of it until it is delivered.
func (s *Service) outgoing(ctx context.Context, d *Document, e engine.Effect, at int64) (Outgoing, error) {
	switch e := e.(type) {
	case engine.Order:
		return s.ordered(ctx, d, e, at)
	case engine.Notice:
		o := Outgoing{Notice: e, At: at}
		var err error
		if e.Kind == engine.NoticeMessage {
			o.Text, err = s.message(ctx, d, e.Node)
		}
		return o, err
	}
	return Outgoing{}, fmt.Errorf("workflow: effect %s is a %T", e.EffectID(), e)
}

// auditObject names an instance in the record of who did what.
func auditObject(id string) string { return audit.Object(audit.KindInstance, id) }

// noteAudit tells the journal of the record what was just stored.
func (s *Service) noteAudit(d *Document) {
	s.Identity.Recorder().Note(auditObject(d.ID), int64(len(d.History)), d.Chain)
}

// sameMap reports whether both are the very same map: the engine hands on the
// values that it did not change.
func sameMap(a, b map[string]any) bool {
	return a != nil && reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer()
}

// participants lists, sorted, the principals that had a task, acted, or were
// copied, those of before among them: whoever gave a task away took part.
func participants(before []string, in engine.Instance) []string {
	all := slices.Clone(before)
	for _, t := range in.Tasks {
		if t.Status != engine.TaskWaiting {
			all = union(all, t.Assignees)
		}
		for _, s := range t.For { // whoever is away reads what is done for them
			all = union(all, []string{s.For})
		}
		if t.By != "" && t.Status != engine.TaskWithdrawn {
			all = union(all, []string{userPrincipal(t.By)})
		}
	}
	for _, c := range in.Copies {
		all = union(all, c.To)
	}
	slices.SortFunc(all, cmp.Compare[string])
	return all
}

// union appends to a what it lacks of b.
func union(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

func userPrincipal(person string) string { return engine.UserPrefix + person }

// instanceOf returns the id of the instance that a task belongs to.
func instanceOf(task string) (string, bool) {
	id, n, ok := strings.Cut(task, ".")
	return id, ok && id != "" && n != ""
}

// resource says what the policy needs to know of an instance.
func (s *Service) resource(d *Document) authz.Resource {
	org := s.Identity.Organisation()
	r := authz.Resource{
		Kind: "instance", App: d.Case.App, ID: d.ID, Initiator: d.Initiator,
		Assignees: d.Principals, Participants: d.Participants, Status: string(d.Case.Status),
	}
	if p, ok := org.Person(d.Initiator); ok {
		r.InitiatorDept, r.InitiatorDepts = p.Dept, org.DeptPath(p.Dept)
	}
	if m, ok := org.ManagerOf(d.Initiator, 1); ok {
		r.InitiatorManager = m
	}
	return r
}

// taskResource says what the policy needs to know of one task of an instance.
func (s *Service) taskResource(d *Document, t engine.Task) authz.Resource {
	r := s.resource(d)
	r.Kind, r.ID, r.Node, r.Assignees = "task", t.ID, t.Node, t.Assignees
	return r
}

func receiptOf(d *Document) Receipt {
	r := Receipt{ID: d.ID, No: d.No, Status: string(d.Case.Status), Rev: d.Rev, Tasks: []ReceiptTask{}}
	for _, t := range d.Case.OpenTasks() {
		r.Tasks = append(r.Tasks, ReceiptTask{ID: t.ID, Node: t.Node, Assignees: t.Assignees})
	}
	return r
}
