package workflow

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
)

// Listing asks for instances. Scope is "mine" (started by the actor), "part"
// (the actor had a task, acted or was copied) or "all" (everything that the
// actor may read). App and Status narrow it down; empty takes all.
type Listing struct {
	Scope, App, Status string
	Cursor             string
	Limit              int
}

// Instances lists instances, newest first. Each row is checked by a decision
// of its own, so a page may hold fewer rows than asked for while more follow.
func (s *Service) Instances(ctx context.Context, a Actor, l Listing) (Page[Row], error) {
	if _, err := s.ask(ctx, a, authz.InstanceList, authz.Resource{Kind: "instance", App: l.App, Owner: a.Subject.ID}); err != nil {
		return Page[Row]{}, err
	}
	question := strings.Join([]string{"instances", a.Subject.ID, l.Scope, l.App, l.Status}, "\n")
	cursor, err := s.cursors.verify(question, l.Cursor)
	if err != nil {
		return Page[Row]{}, err
	}
	page, err := s.findInstances(ctx, a, l, cursor)
	if err != nil {
		return Page[Row]{}, err
	}
	rows := []Row{}
	for _, doc := range page.Items {
		if l.App != "" && doc.Case.App != l.App || l.Status != "" && string(doc.Case.Status) != l.Status {
			continue
		}
		d := s.Authz.Decide(ctx, authz.Request{Action: authz.InstanceRead, Subject: a.Subject, Resource: s.resource(doc)})
		if !d.Allow {
			continue
		}
		row, err := s.row(ctx, a, doc, d.Hide)
		if err != nil {
			return Page[Row]{}, err
		}
		rows = append(rows, row)
	}
	return Page[Row]{Items: rows, Next: s.cursors.sign(question, page.Next)}, nil
}

func (s *Service) findInstances(ctx context.Context, a Actor, l Listing, after store.Cursor) (store.Page[Document], error) {
	q := store.Query{Order: "createdAt", Desc: true, After: after, Limit: l.Limit}
	switch l.Scope {
	case "mine":
		q.Where = []store.Cond{{Path: "initiator", Value: a.Subject.ID}}
		return s.found(s.instances.Find(ctx, q))
	case "part", "all":
		principals, err := s.principals(ctx, a)
		if err != nil {
			return store.Page[Document]{}, err
		}
		path := "readers"
		if l.Scope == "part" {
			path = "participants"
			principals = actors(principals)
		}
		return s.found(s.instances.FindAny(ctx, path, principals, q))
	}
	return store.Page[Document]{}, &fault.Malformed{Code: "request.parameter", At: "scope", Detail: "mine, part, all"}
}

func (s *Service) found(page store.Page[Document], err error) (store.Page[Document], error) {
	if err != nil {
		return page, fmt.Errorf("workflow: listing instances: %w", err)
	}
	for _, doc := range page.Items {
		if err := s.show(doc); err != nil {
			return page, err
		}
	}
	return page, nil
}

// principals asks the policy under which names the actor finds things.
func (s *Service) principals(ctx context.Context, a Actor) ([]any, error) {
	names, err := s.Authz.Principals(ctx, a.Subject)
	if err != nil {
		return nil, policyError("principals", err)
	}
	all := make([]any, len(names))
	for i, n := range names {
		all[i] = n
	}
	return all, nil
}

// actors keeps the principals that can have a task: people and roles.
func actors(principals []any) []any {
	return slices.DeleteFunc(slices.Clone(principals), func(p any) bool {
		text, _ := p.(string)
		return !strings.HasPrefix(text, engine.UserPrefix) && !strings.HasPrefix(text, engine.RolePrefix)
	})
}

// Inbox lists the open tasks that the actor may decide, oldest first.
func (s *Service) Inbox(ctx context.Context, a Actor, signed string, limit int) (Page[InboxItem], error) {
	if _, err := s.ask(ctx, a, authz.InboxRead, authz.Resource{Kind: "inbox", Owner: a.Subject.ID}); err != nil {
		return Page[InboxItem]{}, err
	}
	question := "inbox\n" + a.Subject.ID
	cursor, err := s.cursors.verify(question, signed)
	if err != nil {
		return Page[InboxItem]{}, err
	}
	all, err := s.principals(ctx, a)
	if err != nil {
		return Page[InboxItem]{}, err
	}
	page, err := s.found(s.instances.FindAny(ctx, "principals", actors(all), store.Query{Order: "arrivedAt", After: cursor, Limit: limit}))
	if err != nil {
		return Page[InboxItem]{}, err
	}
	items := []InboxItem{}
	for _, doc := range page.Items {
		more, err := s.inboxItems(ctx, a, doc)
		if err != nil {
			return Page[InboxItem]{}, err
		}
		items = append(items, more...)
	}
	return Page[InboxItem]{Items: items, Next: s.cursors.sign(question, page.Next)}, nil
}

// inboxItems expands an instance into those of its open tasks that the actor
// may decide.
func (s *Service) inboxItems(ctx context.Context, a Actor, doc *Document) ([]InboxItem, error) {
	var items []InboxItem
	read := s.Authz.Decide(ctx, authz.Request{Action: authz.InstanceRead, Subject: a.Subject, Resource: s.resource(doc)})
	for _, t := range doc.Case.OpenTasks() {
		d := s.Authz.Decide(ctx, authz.Request{Action: authz.TaskDecide, Subject: a.Subject, Resource: s.taskResource(doc, t)})
		if !d.Allow || !read.Allow {
			continue
		}
		row, err := s.row(ctx, a, doc, union(slices.Clone(d.Hide), read.Hide))
		if err != nil {
			return nil, err
		}
		ed, err := s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
		if err != nil {
			return nil, err
		}
		visible := ed.Form.Mask(doc.Case.Values, union(union(slices.Clone(d.Hide), read.Hide), hiddenByNodes(ed, doc, a)))
		items = append(items, InboxItem{
			Row: s.rowView(ed, visible, t.Node, t.Resolver, t.Row), Chooses: s.chooses(ctx, ed, doc, t, a),
			Task: t.ID, Node: t.Node, Name: nodeName(ed, t.Node), ArrivedAt: t.ArrivedAt, Due: t.Due, Instance: row,
			For:     readFor(s.Identity.Organisation(), t, a.Subject.ID),
			Actions: actionsOf(engine.Offers(engine.Scene{Graph: ed.Flow}, doc.Case, t, a.Subject.ID, true)),
		})
	}
	return items, nil
}

// actionsOf lists actions; a suspended instance has none.
func actionsOf(offers []engine.Action) []string {
	actions := []string{}
	for _, o := range offers {
		actions = append(actions, string(o))
	}
	return actions
}

func nodeName(ed *studio.Edition, node string) words.Text {
	if n := ed.Flow.Node(node); n != nil {
		return n.Name
	}
	return nil
}

// row is an instance in a list, without the fields that its reader must not
// see.
func (s *Service) row(ctx context.Context, a Actor, doc *Document, hide []string) (Row, error) {
	ed, err := s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return Row{}, err
	}
	org := s.Identity.Organisation()
	visible := ed.Form.Mask(doc.Case.Values, union(slices.Clone(hide), hiddenByNodes(ed, doc, a)))
	r := Row{
		ID: doc.ID, No: doc.No, Title: s.title(ed, visible, doc.Initiator, doc.Labels), App: refOf(ed), Status: string(doc.Case.Status),
		Initiator: personView(org, doc.Initiator), CreatedAt: doc.CreatedAt, UpdatedAt: doc.UpdatedAt,
		Current: []CurrentView{}, Summary: []SummaryView{},
	}
	for _, t := range doc.Case.OpenTasks() {
		r.Current = append(r.Current, CurrentView{
			Task: t.ID, Node: t.Node, Name: nodeName(ed, t.Node), People: showFor(org, principalViews(org, t.Assignees), t.For), Since: t.ArrivedAt, Due: t.Due,
		})
	}
	names := s.names(ed, visible, doc.Labels)
	for _, id := range ed.App.Summary {
		f, ok := ed.Form.Field(id)
		value, filled := visible[id]
		if ok && f.Sensitive {
			r.Summary = append(r.Summary, SummaryView{Field: id, Title: f.Layout.Title, Text: veilText()})
		} else if ok && filled {
			r.Summary = append(r.Summary, SummaryView{Field: id, Title: f.Layout.Title, Text: ed.Form.ShowText(value, id, names)})
		}
	}
	return r, nil
}

func refOf(ed *studio.Edition) AppRef {
	return AppRef{ID: ed.App.ID, Name: ed.App.Name, Icon: ed.App.Icon, Color: ed.App.Color}
}

// hiddenByNodes returns the fields that the flow hides from the actor: those
// that every step at which the actor has or had a task hides. The initiator
// filled the form and sees it all.
func hiddenByNodes(ed *studio.Edition, doc *Document, a Actor) []string {
	if a.Subject.ID == doc.Initiator {
		return nil
	}
	var steps []string
	for _, t := range doc.Case.Tasks {
		if t.By == a.Subject.ID || holds(t.Assignees, a) || holds(t.Lender, a) || holds(t.Group, a) || standsInFor(t, a) {
			steps = append(steps, t.Node)
		}
	}
	if len(steps) == 0 {
		steps = formerSteps(doc, a)
	}
	var (
		hidden []string
		first  = true
	)
	for _, id := range steps {
		n := ed.Flow.Node(id)
		if n == nil {
			continue
		}
		here := hiddenAt(n)
		if first {
			hidden, first = here, false
			continue
		}
		hidden = slices.DeleteFunc(hidden, func(id string) bool { return !slices.Contains(here, id) })
	}
	return hidden
}

// standsInFor reports whether somebody has a task for the actor, who is away.
func standsInFor(t engine.Task, a Actor) bool {
	return slices.ContainsFunc(t.For, func(s engine.StandIn) bool { return s.For == userPrincipal(a.Subject.ID) })
}

// holds reports whether the actor is one of the principals.
func holds(principals []string, a Actor) bool {
	return slices.ContainsFunc(principals, func(p string) bool {
		role, isRole := strings.CutPrefix(p, engine.RolePrefix)
		return isRole && slices.Contains(a.Subject.Roles, role) || p == userPrincipal(a.Subject.ID)
	})
}

// title fills an app's title with what may be seen.
func (s *Service) title(ed *studio.Edition, visible form.Values, initiator string, labels map[string]words.Text) words.Text {
	return s.fillTemplate(ed.App.Title, ed, visible, initiator, labels)
}

// fillTemplate fills a title or a message with values; what is missing leaves a
// dash.
func (s *Service) fillTemplate(template words.Text, ed *studio.Edition, visible form.Values, initiator string, labels map[string]words.Text) words.Text {
	names := s.names(ed, visible, labels)
	person := personView(s.Identity.Organisation(), initiator).Name
	return app.FillTitle(template, func(placeholder, lang string) string {
		if f, ok := ed.Form.Field(placeholder); ok && f.Sensitive {
			return Veil
		}
		text := ed.Form.Show(visible[placeholder], placeholder, lang, names)
		if placeholder == app.TitleInitiator {
			text = person.In(lang, words.English)
		}
		return cmp.Or(text, "–")
	})
}

// names are the words of the people, departments and options in a form's values.
// labels are those of options that are kept.
func (s *Service) names(ed *studio.Edition, values form.Values, labels map[string]words.Text) map[string]words.Text {
	org := s.Identity.Organisation()
	names := map[string]words.Text{}
	maps.Copy(names, labels)
	eachPerson(ed, values, func(_ string, _ form.Field, id string) { names[id] = nameOf(org, id) })
	eachDepartment(ed, values, func(_ string, _ form.Field, id string) {
		if d, ok := org.Department(id); ok {
			names[id] = d.Name
		}
	})
	eachOption(ed, values, func(o option) {
		if item, ok := s.listed(o.field, o.value); ok {
			names[form.OptionName(o.field.Layout.Source, o.value)] = item.Words()
		}
	})
	return names
}

func nameOf(org *identity.Organisation, id string) words.Text { return personView(org, id).Name }
