package workflow

import (
	"context"
	"maps"
	"slices"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/studio"
)

// check is a form on its way through the checks.
type check struct {
	values    form.Values
	initiator string
	// given is what the actor sent, of which values may be only a part; before is
	// what the case held, nil for a new one.
	given, before form.Values
	// hide and lock are the fields and columns that the policy closes to the actor.
	hide, lock []string
	// closure says, of a case, which columns are closed to the actor for whatever
	// reason.
	closure closure
	// notSeen says, of a case, which fields and columns the actor does not see.
	notSeen func() []string
	// said is what the actor sent of a case, before what they cannot send was put
	// into it.
	said form.Values
	// require are fields that a step asks for, whatever the form does. What a
	// rule hides is not asked for.
	require []string
	// choices are the people whom the initiator chose for steps.
	choices Choices
	// no is the number of the case; empty for a new one.
	no string
	// labels, if any, takes up the words of the options that are chosen.
	labels map[string]words.Text
	// instance is the id of the case, which takes uploads over that the values
	// name. handed are the files that it was handed by another case.
	instance string
	handed   map[string]bool
}

// check applies the rules and returns the values as they will be stored, or a
// *fault.Invalid that names each field to mend: what the policy closes, what
// the schema refuses, who does not work here, and what the app's own script
// says.
func (s *Service) check(ctx context.Context, a Actor, ed *studio.Edition, c check) (form.Values, error) {
	problems := s.closedFields(a, ed, c)
	if c.before == nil {
		problems = append(problems, broughtAlong(a, ed, c.given)...)
	}
	if len(problems) > 0 {
		return nil, &fault.Invalid{Code: "form.invalid", Problems: problems}
	}
	c = withoutSerials(ed, c)
	d, err := s.derive(ctx, ed, c.values, c.initiator, a.Lang)
	if err != nil {
		return nil, err
	}
	result := d.Result
	problems = s.forged(a, ed, c, result)
	// A field that is closed to the actor cannot be asked of them.
	hidden := result.Hidden
	if len(c.hide)+len(c.lock) > 0 {
		hidden = maps.Clone(hidden)
		if hidden == nil {
			hidden = map[string]bool{}
		}
		for _, id := range append(slices.Clone(c.hide), c.lock...) {
			if _, set := result.Values[id]; !set {
				hidden[id] = true
			}
		}
	}
	if c.closure.ed != nil {
		hidden = c.closure.notAsked(result.Values, hidden)
	}
	required := result.Required
	if len(c.require) > 0 {
		required = maps.Clone(required)
		if required == nil {
			required = map[string]bool{}
		}
		for _, path := range c.require {
			required[path] = true
		}
	}
	theirs, own := byScript(ed, ed.Form.Validate(result.Values, form.Overrides{Hidden: hidden, Required: required, Options: result.Options}))
	var wrong []fault.Problem
	for _, v := range theirs {
		wrong = append(wrong, fault.Problem{Path: v.Path, Code: v.Code, Message: ed.Form.Message(v, a.Lang)})
	}
	wrong = append(wrong, s.unknownPeople(a, ed, result.Values)...)
	problems = append(problems, c.mendable(ed, result.Values, wrong)...)
	problems = append(problems, s.unknownOptions(a, ed, result.Values, c.before)...)
	gone, failed := s.checkOptions(ctx, a, ed, c, result.Values)
	problems = append(problems, gone...)
	_, foreign, err := s.foreignFiles(ctx, a, ed, c, result.Values)
	if err != nil {
		return nil, err
	}
	problems = append(problems, foreign...)
	if len(problems) > 0 {
		return nil, &fault.Invalid{Code: "form.invalid", Problems: problems}
	}
	// A script may well fail on a form that lacks something: what the person can
	// mend is told first.
	switch {
	case d.failed != nil:
		failed = &brokenScript{name: "compute", err: d.failed}
	case len(own) > 0:
		failed = &brokenScript{name: "compute", err: misfit(own)}
	}
	if failed != nil {
		failed.no = c.no
		return nil, s.broken(ctx, a, ed, *failed)
	}
	if err := s.runScript(ctx, a, ed, c, result.Values); err != nil {
		return nil, err
	}
	named := s.nameRows(ed, c.before, result.Values)
	return named, s.giveSerials(ctx, ed, named, result.Hidden)
}

// closedFields refuses values for fields and columns that the policy hides or locks.
func (s *Service) closedFields(a Actor, ed *studio.Edition, c check) []fault.Problem {
	var problems []fault.Problem
	for i, id := range append(slices.Clone(c.hide), c.lock...) {
		if _, given := c.values[id]; given {
			problems = append(problems, s.mayNotFill(a, ed, "/"+id, id))
		}
		problems = append(problems, s.closedColumn(a, ed, c, id, i >= len(c.hide))...)
	}
	return problems
}

// mayNotFill says that a field is closed to the actor.
func (s *Service) mayNotFill(a Actor, ed *studio.Edition, pointer, path string) fault.Problem {
	title := fieldTitles(ed, []string{path}, a.Lang)
	return fault.Problem{Path: pointer, Code: "form.closed", Message: sayIn(a.Lang,
		title+": you may not fill in this field; leave it out.", title+"：您无权填写此字段，请留空。")}
}

func sayIn(lang, en, zh string) string {
	if lang == words.Chinese {
		return zh
	}
	return en
}

// unknownPeople names the fields whose person does not work here, or whose
// department is no more.
func (s *Service) unknownPeople(a Actor, ed *studio.Edition, values form.Values) []fault.Problem {
	org := s.Identity.Organisation()
	var problems []fault.Problem
	eachPerson(ed, values, func(path string, f form.Field, id string) {
		if !org.Active(id) {
			title := f.Layout.Title.In(a.Lang, ed.App.DefaultLanguage)
			problems = append(problems, fault.Problem{Path: path, Code: "form.personUnknown", Message: sayIn(a.Lang,
				title+": this person does not work here any more; choose somebody else.",
				title+"：该人员不在职，请另选他人。")})
		}
	})
	eachDepartment(ed, values, func(path string, f form.Field, id string) {
		if _, ok := org.Department(id); !ok {
			title := f.Layout.Title.In(a.Lang, ed.App.DefaultLanguage)
			problems = append(problems, fault.Problem{Path: path, Code: "form.departmentUnknown", Message: sayIn(a.Lang,
				title+": this department does not exist any more; choose another.",
				title+"：该部门已不存在，请另选部门。")})
		}
	})
	return problems
}

// runScript lets the app's validation script judge the values.
func (s *Service) runScript(ctx context.Context, a Actor, ed *studio.Edition, c check, values form.Values) error {
	if ed.Check.Empty() {
		return nil
	}
	facts, err := s.scriptContext(ed, "validate", c.initiator, a.Lang)
	if err != nil {
		return err
	}
	found, err := s.Scripts.Validate(ctx, ed.Check, ed.Form.WithoutRowIDs(values), facts)
	if err != nil {
		return s.broken(ctx, a, ed, brokenScript{name: "validate", no: c.no, err: err})
	}
	problems := make([]fault.Problem, 0, len(found))
	for _, p := range found {
		problems = append(problems, fault.Problem{Path: p.Path, Code: "form.check", Message: p.Text(a.Lang, ed.App.DefaultLanguage)})
	}
	if len(problems) > 0 {
		return &fault.Invalid{Code: "form.invalid", Problems: problems}
	}
	return nil
}

// scriptContext is what a script of an app may know besides the form, with what
// it has looked up.
func (s *Service) scriptContext(ed *studio.Edition, name, initiator, lang string) (map[string]any, error) {
	facts := s.scriptFacts(initiator, lang, s.today())
	return facts, s.lookUp(facts, ed.App.Scripts.Needs[name])
}

// scriptFacts are what every script may know.
func (s *Service) scriptFacts(initiator, lang, today string) map[string]any {
	facts := s.initiatorFacts(initiator)
	if p, ok := s.Identity.Organisation().Person(initiator); ok {
		facts["name"] = p.Name
	}
	return map[string]any{"today": today, "language": lang, "initiator": facts}
}

// PersonView is a person as others see them; someone unknown keeps their id as
// a name, so that something is always shown.
func (s *Service) PersonView(id string) PersonView { return personView(s.Identity.Organisation(), id) }

func personView(org *identity.Organisation, id string) PersonView {
	v := PersonView{ID: id, Name: words.Text{words.English: id, words.Chinese: id}}
	p, ok := org.Person(id)
	if !ok {
		return v
	}
	v.Name, v.Title = p.Name, p.Title
	if d, ok := org.Department(p.Dept); ok {
		v.Dept = &DepartmentView{ID: d.ID, Name: d.Name}
	}
	return v
}
