package workflow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
)

// change is a command on an instance that edits no fields.
type change struct {
	// thing is what is not there where the instance is not: "task", "instance".
	thing string
	// allow asks the policy, with the instance as it is.
	allow func(doc *Document) error
	// command is what to do, at an instant in UTC milliseconds.
	command func(at int64) engine.Command
	// people are those whom the command names; they must work here.
	people []string
	// key makes repeats safe; nil where none was given.
	key *keptKey
}

// carryOut carries a change out. It is guarded by what the engine says of the
// instance's state, not by the instance's revision: a swap that was lost to a
// change elsewhere is tried again from a fresh read.
func (s *Service) carryOut(ctx context.Context, a Actor, id string, c change) (Receipt, error) {
	queue := s.queues.of(id)
	queue.Lock()
	defer queue.Unlock()
	for range maxSwaps {
		receipt, err := s.carryOutOnce(ctx, a, id, c)
		if !errors.Is(err, store.ErrConflict) {
			return receipt, err
		}
	}
	return Receipt{}, &fault.Unavailable{Code: "server.busy", Err: fmt.Errorf("workflow: instance %s changes all the time", id)}
}

func (s *Service) carryOutOnce(ctx context.Context, a Actor, id string, c change) (Receipt, error) {
	doc, err := s.load(ctx, id, c.thing)
	if err != nil {
		return Receipt{}, err
	}
	if again, err := s.carriedOut(ctx, a, doc, c.key, c.allow); again || err != nil {
		return receiptOf(doc), err
	}
	if err := c.allow(doc); err != nil {
		return Receipt{}, err
	}
	if err := s.workHere(c.people...); err != nil {
		return Receipt{}, err
	}
	ed, err := s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return Receipt{}, err
	}
	at := s.Clock.Now().UnixMilli()
	out, err := s.run(ctx, ed, doc.No, doc.Case, doc.Case.Values, doc.Initiator, c.command(at))
	if err != nil {
		return Receipt{}, s.engineError(ed, err, a.Lang)
	}
	if err := s.keep(ctx, doc, out, at, c.key); err != nil {
		return Receipt{}, err
	}
	return receiptOf(doc), nil
}

// keep stores what the engine decided and tells whom it concerns.
func (s *Service) keep(ctx context.Context, doc *Document, out engine.Outcome, at int64, key *keptKey) error {
	before, hadTasks, stood := doc.Participants, doc.Principals, doc.Case.Status
	ed, err := s.edition(ctx, doc)
	if err != nil {
		return err
	}
	if err := s.record(ctx, ed.Form, doc, out, at); err != nil {
		return err
	}
	// What a policy says of readers can change only with what it is told.
	if out.Instance.Status != stood || !slices.Equal(before, doc.Participants) || !slices.Equal(hadTasks, doc.Principals) {
		if err := s.nameReaders(ctx, doc); err != nil {
			return err
		}
	}
	if key != nil {
		doc.Keys = append(doc.Keys, keptKey{Key: key.Key, Body: doc.box.hash(key.Body)})
	}
	if err := s.instances.Replace(ctx, doc); err != nil {
		return fmt.Errorf("workflow: storing a change: %w", err)
	}
	s.tellInboxes(hadTasks, doc.Principals)
	s.noteAudit(doc)
	return nil
}

// edition returns the revision that an instance runs on.
func (s *Service) edition(ctx context.Context, doc *Document) (*studio.Edition, error) {
	ed, err := s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return nil, fmt.Errorf("workflow: revision %d of %s: %w", doc.Case.Revision, doc.Case.App, err)
	}
	return ed, nil
}

// repeats reports whether a command under this key was carried out already. The
// error is a *fault.KeyReused where it was another.
func (d *Document) repeats(key *keptKey) (bool, error) {
	if key == nil {
		return false, nil
	}
	i := slices.IndexFunc(d.Keys, func(k keptKey) bool { return k.Key == key.Key })
	if i < 0 {
		return false, nil
	}
	if kept := d.Keys[i].Body; kept != key.Body && kept != d.box.hash(key.Body) {
		return false, &fault.KeyReused{}
	}
	return true, nil
}

// carriedOut reports whether the actor's command was carried out already. What it
// did may have taken away their leave to do it again, so of a repeat it is enough
// that they may still see the instance; and some may act without seeing it.
func (s *Service) carriedOut(ctx context.Context, a Actor, doc *Document, key *keptKey, allow func(*Document) error) (bool, error) {
	again, err := doc.repeats(key)
	if again {
		if err = allow(doc); err != nil {
			_, err = s.ask(ctx, a, authz.InstanceRead, s.resource(doc))
		}
	}
	return again, err
}

// changeKey names a change that carries an Idempotency-Key, and hashes what it
// says; nil without a key.
func changeKey(a Actor, object, key string, body any) (*keptKey, error) {
	if key == "" {
		return nil, nil //nolint:nilnil // no key, nothing to keep
	}
	text, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("workflow: hashing a change: %w", err)
	}
	sum := sha256.Sum256(text)
	return &keptKey{Key: ids.Hash("change", a.Subject.ID, object, key), Body: hex.EncodeToString(sum[:])}, nil
}

// commentFits refuses a comment that is too long.
func commentFits(a Actor, path, comment string) error {
	if utf8.RuneCountInString(comment) <= maxComment {
		return nil
	}
	return &fault.Invalid{Code: "form.invalid", Problems: []fault.Problem{{Path: path, Code: "form.maxLength",
		Message: sayIn(a.Lang, "The comment is too long: at most 2000 characters.", "意见过长，最多 2000 个字。")}}}
}

// workHere refuses people who do not work here, with a *fault.NotFound.
func (s *Service) workHere(people ...string) error {
	org := s.Identity.Organisation()
	for _, id := range people {
		if !org.Active(id) {
			return &fault.NotFound{Thing: "person", ID: id}
		}
	}
	return nil
}
