package workflow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
)

// Submission starts an instance of an app.
type Submission struct {
	App string
	// Form is a JSON object of field values.
	Form json.RawMessage
	// Choices are the people whom the initiator chooses for steps.
	Choices Choices
	// Draft is the draft that the form comes from; it is removed. May be empty.
	Draft string
	// Key makes repeats safe: the same key and form give the same instance.
	// May be empty.
	Key string
}

// Submit checks a form and starts its instance, with one durable write. It
// returns *fault.NotFound for an unknown app, *fault.Denied, *fault.Invalid
// with the fields to mend, *fault.KeyReused, *fault.Conflict where a step has
// nobody to decide, and *fault.Unavailable where the check cannot run now.
func (s *Service) Submit(ctx context.Context, a Actor, in Submission) (Receipt, error) {
	ed, err := s.Editions.Current(ctx, in.App)
	if err != nil {
		return Receipt{}, err
	}
	decision, err := s.ask(ctx, a, authz.InstanceCreate, appResource(ed))
	if err != nil {
		return Receipt{}, err
	}
	values, err := decodeForm(in.Form)
	if err != nil {
		return Receipt{}, err
	}
	if err := in.Choices.fit(); err != nil {
		return Receipt{}, err
	}
	id, hash, err := s.identify(a, ed, in, values)
	if err != nil {
		return Receipt{}, err
	}
	doc, err := s.start(ctx, a, ed, id, check{values: values, given: values, instance: id, initiator: a.Subject.ID, hide: decision.Hide, lock: decision.Lock, choices: in.Choices}, hash)
	if err != nil && in.Key != "" {
		// What was accepted once under this key stays accepted, whatever has
		// become of the app, the calendar or the people since. Most requests
		// are no repeats, so the store is asked only now.
		switch kept, again := s.repeated(ctx, id, hash); {
		case again != nil:
			return Receipt{}, again
		case kept != nil:
			return *kept, nil
		}
	}
	if err != nil {
		return Receipt{}, err
	}
	if in.Draft != "" {
		s.forgetDraft(ctx, a, in.App, in.Draft)
	}
	return receiptOf(doc), nil
}

// identify returns the id of the instance to be and the hash of its form.
func (s *Service) identify(a Actor, ed *studio.Edition, in Submission, values form.Values) (id, hash string, err error) {
	text, err := form.Canonical(values)
	if err != nil {
		return "", "", fmt.Errorf("workflow: canonical form: %w", err)
	}
	if len(in.Choices) > 0 {
		chosen, err := json.Marshal(in.Choices)
		if err != nil {
			return "", "", fmt.Errorf("workflow: hashing choices: %w", err)
		}
		text = append(text, chosen...)
	}
	sum := sha256.Sum256(text)
	hash = hex.EncodeToString(sum[:])
	if in.Key == "" {
		return s.IDs.New(), hash, nil
	}
	return InstanceID(a.Subject.ID, ed.App.ID, in.Key), hash, nil
}

// InstanceID is the id of the instance that a person starts of an app under an
// Idempotency-Key.
func InstanceID(person, app, key string) string { return ids.Hash("instance", person, app, key) }

// repeated returns the receipt of an earlier submission under the same key,
// nil where there is none.
func (s *Service) repeated(ctx context.Context, id, hash string) (*Receipt, error) {
	doc, err := s.instances.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("workflow: reading an instance: %w", err)
	}
	if err := s.open(doc); err != nil {
		return nil, err
	}
	if doc.BodyHash != hash && doc.BodyHash != doc.box.hash(hash) {
		return nil, &fault.KeyReused{}
	}
	r := receiptOf(doc)
	return &r, nil
}

// start checks a form and stores its instance.
func (s *Service) start(ctx context.Context, a Actor, ed *studio.Edition, id string, c check, hash string) (*Document, error) {
	c.labels = map[string]words.Text{}
	checked, err := s.check(ctx, a, ed, c)
	if err != nil {
		return nil, err
	}
	doc, err := s.begin(ctx, a, ed, id, engine.Submit{Values: checked, Choices: c.choices})
	if err != nil {
		return nil, err
	}
	doc.BodyHash = doc.box.hash(hash)
	doc.noteLabels(c.labels)
	if err := s.create(ctx, doc, func() error { return s.claimFiles(ctx, a, ed, c, checked) }); err != nil {
		return nil, err
	}
	s.noteAudit(doc)
	s.tellInboxes(nil, doc.Principals)
	return doc, nil
}

// begin makes the document of a new instance; of the submission it is handed what
// somebody says in it.
func (s *Service) begin(ctx context.Context, a Actor, ed *studio.Edition, id string, c engine.Submit) (*Document, error) {
	c.Actor, c.At = a.Subject.ID, s.Clock.Now().UnixMilli()
	before := engine.Instance{ID: id, App: ed.App.ID, Revision: ed.N}
	var no string
	if len(ed.Steps) > 0 { // scripts may read it; what is refused leaves a gap
		var err error
		if no, err = s.number(ctx, ed); err != nil {
			return nil, err
		}
	}
	out, err := s.run(ctx, ed, no, before, c.Values, a.Subject.ID, c)
	if err != nil {
		return nil, s.engineError(ed, err, a.Lang)
	}
	if no == "" {
		if no, err = s.number(ctx, ed); err != nil {
			return nil, err
		}
	}
	doc := &Document{Head: store.Head{ID: id}, V: documentVersion, No: no, Initiator: a.Subject.ID, CreatedAt: c.At}
	if err := s.record(ctx, ed.Form, doc, out, c.At); err != nil {
		return nil, err
	}
	return doc, s.nameReaders(ctx, doc)
}

// number takes the next number of an app's instances.
func (s *Service) number(ctx context.Context, ed *studio.Edition) (string, error) {
	return s.numbers.next(ctx, ed.App.ID, ed.App.Number.Prefix, s.today()[:4])
}

// nameReaders asks the policy who may find the instance in a list.
func (s *Service) nameReaders(ctx context.Context, doc *Document) error {
	readers, err := s.Authz.Readers(ctx, s.resource(doc))
	if err != nil {
		return policyError("readers", err)
	}
	doc.Readers = readers
	return nil
}

// policyError says that the policy could not name principals: for want of time,
// which may pass, or because it is wrong, which denies.
func policyError(rule string, err error) error {
	if errors.Is(err, authz.ErrTimeout) {
		return &fault.Unavailable{Code: "server.busy", Err: err}
	}
	return &fault.Denied{Action: rule, Reasons: []string{authz.ReasonError}}
}

func fieldTitles(ed *studio.Edition, paths []string, lang string) string {
	var text string
	for i, p := range paths {
		if i > 0 {
			text += ", "
		}
		title := p
		if f, ok := ed.Form.Field(p); ok {
			title = f.Layout.Title.In(lang, ed.App.DefaultLanguage)
		}
		text += title
	}
	return text
}

// decodeForm reads a form's values; a missing form is an empty one.
func decodeForm(raw json.RawMessage) (form.Values, error) {
	if len(raw) == 0 {
		return form.Values{}, nil
	}
	values, err := form.DecodeValues(raw)
	if err != nil {
		return nil, &fault.Malformed{Code: "request.type", At: "/form", Detail: err.Error()}
	}
	return values, nil
}
