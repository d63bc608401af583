package workflow

import (
	"context"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/files"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/lists"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
)

// Lists knows what the organisation's lists hold.
type Lists interface {
	// Option is the item of a list with a value, be it offered still or not.
	Option(list, value string) (lists.Item, bool)
	// List is a whole list, or an error where there is none.
	List(id string) (*lists.List, error)
	// Below are the lists that stand below one.
	Below(id, lang string) []*lists.List
	// Remove deletes a list; its items stay readable where that is asked for.
	Remove(ctx context.Context, id string, rev int64, readable bool) error
}

// Editions hands out published apps. Errors are *fault.NotFound where there is
// no such app or revision.
type Editions interface {
	// All lists the current edition of each app, by id.
	All(ctx context.Context) ([]*studio.Edition, error)
	// Current is the newest edition of an app.
	Current(ctx context.Context, app string) (*studio.Edition, error)
	// Numbered is one edition of an app.
	Numbered(ctx context.Context, app string, n int) (*studio.Edition, error)
}

// Deps are the rooms that the use cases stand on. All but Lists, InboxChanged,
// Say, Tell and Shared are required.
type Deps struct {
	Backend  store.Backend
	Editions Editions
	Identity *identity.Identity
	Authz    authz.Authorizer
	Scripts  script.Runner
	// Lists are those of the organisation; nil where it keeps none.
	Lists Lists
	// Designs tell which apps name a list. Needed only where lists are deleted.
	Designs Designs
	// Bench runs scripts that are tried out.
	Bench    Bench
	Calendar *calendar.Site
	Clock    clock.Clock
	IDs      ids.Source
	// Keys seal what is filled into sensitive fields.
	Keys  *keyring.Keyring
	Files *files.Service
	// InboxChanged, if any, hears of the principals whose tasks have come or
	// gone once that is stored. It must not wait.
	InboxChanged func(principals []string)
	// Say, if any, says a refusal, a problem's code with its parameters, in words.
	Say func(code, lang string, params map[string]string) string
	// Tell, if any, tells people of what is not about a case yet.
	Tell outbox.Deliverer
	// Shared says that other processes work on the same store: effects are then
	// taken under a lease.
	Shared bool
}

// Service carries out the run-time use cases. It is safe for concurrent use.
type Service struct {
	Deps
	instances cases
	drafts    *store.Collection[draftDocument]
	marks     *store.Collection[policyMark]
	failures  *store.Collection[toldFailure]
	numbers   *numbers
	cursors   *cursors
	queues    queues
	lookups   lookups
}

// New opens the collections that the use cases need.
func New(ctx context.Context, d Deps) (*Service, error) {
	s := &Service{Deps: d}
	var err error
	if s.instances, err = openCases(d.Backend); err != nil {
		return nil, err
	}
	if s.drafts, err = store.Open[draftDocument](d.Backend, draftsSpec); err != nil {
		return nil, fmt.Errorf("workflow: opening drafts: %w", err)
	}
	if s.marks, err = store.Open[policyMark](d.Backend, store.Spec{Name: "marks"}); err != nil {
		return nil, fmt.Errorf("workflow: opening marks: %w", err)
	}
	if s.failures, err = store.Open[toldFailure](d.Backend, store.Spec{Name: "scriptFailures"}); err != nil {
		return nil, fmt.Errorf("workflow: opening failures of scripts: %w", err)
	}
	if s.numbers, err = newNumbers(d.Backend); err != nil {
		return nil, err
	}
	if s.cursors, err = newCursors(ctx, d.Backend); err != nil {
		return nil, err
	}
	return s, nil
}

// Actor is who carries out a use case, and the language of what is said to
// them.
type Actor struct {
	Subject authz.Subject
	Lang    string
}

// ActorOf turns someone who showed who they are into an actor.
func ActorOf(a *identity.Actor) Actor {
	return Actor{Subject: SubjectOf(a.Subject, a.Scheme), Lang: a.Person.Language}
}

// SubjectOf hands identity's facts about a person to the policy.
func SubjectOf(s identity.Subject, scheme identity.Scheme) authz.Subject {
	return authz.Subject{ID: s.ID, Roles: s.Roles, Dept: s.Dept, Depts: s.Depts, Heads: s.Heads, Scheme: string(scheme)}
}

// ask puts a request to the policy; a refusal is a *fault.Denied.
func (s *Service) ask(ctx context.Context, a Actor, action string, r authz.Resource) (authz.Decision, error) {
	d := s.Authz.Decide(ctx, authz.Request{Action: action, Subject: a.Subject, Resource: r})
	if !d.Allow {
		return d, &fault.Denied{Action: action, Reasons: d.Reasons}
	}
	return d, nil
}

func appResource(ed *studio.Edition) authz.Resource {
	return authz.Resource{Kind: "app", App: ed.App.ID, ID: ed.App.ID}
}

// tellInboxes says whose tasks have come or gone with a change.
func (s *Service) tellInboxes(before, after []string) {
	if s.InboxChanged != nil {
		s.InboxChanged(union(slices.Clone(before), after))
	}
}

// today is the site's date, "YYYY-MM-DD".
func (s *Service) today() string { return s.Calendar.Current().Today(s.Clock) }

// env is what rules and conditions are evaluated in.
func (s *Service) env(values map[string]any, initiator string) rule.Env {
	site := s.Calendar.Current()
	return rule.Env{Values: values, Today: site.Today(s.Clock), Calendar: site.Compiled(), Initiator: s.initiatorFacts(initiator)}
}

// initiatorFacts are what rules may know of the initiator.
func (s *Service) initiatorFacts(person string) map[string]any {
	subject, _ := s.Identity.Organisation().Subject(person)
	roles := make([]any, len(subject.Roles))
	for i, r := range subject.Roles {
		roles[i] = r
	}
	return map[string]any{"id": person, "dept": subject.Dept, "roles": roles}
}
