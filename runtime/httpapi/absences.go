package httpapi

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
)

// Who is away, and who acts for them: a person's own, or anybody's for those who
// keep the directory, as the policy says.
func (s *Server) absenceRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/people/:id/absences", handle: s.listAbsences},
		{method: http.MethodPost, path: "/api/people/:id/absences", handle: s.addAbsence},
		{method: http.MethodPut, path: "/api/people/:id/absences/:absence", handle: s.editAbsence},
		{method: http.MethodDelete, path: "/api/people/:id/absences/:absence", handle: s.endAbsence},
	}
}

type (
	absenceView struct {
		ID      string    `json:"id"`
		From    int64     `json:"from"`
		Until   int64     `json:"until"`
		StandIn *nameView `json:"standIn,omitempty"`
		// Acting is who acts now or, where it is to come, would: another than the
		// stand-in where that one is away too; absent where nobody is there.
		Acting *nameView `json:"acting,omitempty"`
		Apps   []string  `json:"apps"`
		Reason string    `json:"reason,omitempty"`
		// Waiting says that what waits when it begins goes to the stand-in too.
		Waiting bool   `json:"waiting"`
		State   string `json:"state"` // upcoming, now or over
	}
	// actingView says for whom the person stands in, without the reason.
	actingView struct {
		Person *nameView `json:"person"`
		From   int64     `json:"from"`
		Until  int64     `json:"until"`
		Apps   []string  `json:"apps"`
		State  string    `json:"state"`
	}
	absencesView struct {
		Items []absenceView `json:"items"`
		// StandingIn are the absences of others, to come or now, in which the person
		// is named.
		StandingIn []actingView `json:"standingIn"`
		// Zone is where the dates of absences are counted.
		Zone string `json:"zone"`
	}
	absenceFields struct {
		From    int64    `json:"from"`
		Until   int64    `json:"until"`
		StandIn string   `json:"standIn"`
		Apps    []string `json:"apps"`
		Reason  string   `json:"reason"`
		Waiting bool     `json:"waiting"`
	}
)

// permitAbsences asks the policy about the absences of the person of the address.
func (s *Server) permitAbsences(k *call, action string) error {
	id := k.Params("id")
	d := s.Authz.Decide(k.ctx, authz.Request{
		Action: action, Subject: k.actor.Subject, Resource: authz.Resource{Kind: "absences", ID: id, Owner: id},
	})
	if !d.Allow {
		return &fault.Denied{Action: action, Reasons: d.Reasons}
	}
	return nil
}

func (s *Server) listAbsences(k *call) error {
	if err := s.permitAbsences(k, authz.AbsencesRead); err != nil {
		return err
	}
	p, err := s.person(k)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, s.absencesOf(p))
}

func (s *Server) addAbsence(k *call) error {
	var in absenceFields
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permitAbsences(k, authz.AbsencesWrite); err != nil {
		return err
	}
	made, err := s.Absences.Add(k.ctx, k.Params("id"), in.away())
	if err != nil {
		return err
	}
	return s.answerAbsence(k, http.StatusCreated, made)
}

func (s *Server) editAbsence(k *call) error {
	var in absenceFields
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permitAbsences(k, authz.AbsencesWrite); err != nil {
		return err
	}
	made, err := s.Absences.Edit(k.ctx, k.Params("id"), k.Params("absence"), in.away())
	if err != nil {
		return err
	}
	return s.answerAbsence(k, http.StatusOK, made)
}

func (s *Server) endAbsence(k *call) error {
	if err := s.permitAbsences(k, authz.AbsencesWrite); err != nil {
		return err
	}
	if err := s.Absences.End(k.ctx, k.Params("id"), k.Params("absence")); err != nil {
		return err
	}
	p, err := s.person(k)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, s.absencesOf(p))
}

func (in absenceFields) away() directory.Away {
	return directory.Away{
		From: in.From, Until: in.Until, StandIn: in.StandIn, Apps: in.Apps, Reason: in.Reason, Waiting: in.Waiting,
	}
}

func (s *Server) answerAbsence(k *call, status int, a identity.Absence) error {
	return k.answer(status, s.absenceViewOf(s.Identity.Organisation(), k.Params("id"), a))
}

// absencesOf lists a person's absences, those that end last first.
func (s *Server) absencesOf(p *identity.Person) absencesView {
	o := s.Identity.Organisation()
	view := absencesView{Items: []absenceView{}, StandingIn: []actingView{}, Zone: s.Workflow.Calendar.Current().Zone().String()}
	for _, a := range p.Absences {
		view.Items = append(view.Items, s.absenceViewOf(o, p.ID, a))
	}
	slices.SortStableFunc(view.Items, func(a, b absenceView) int { return cmp.Compare(b.Until, a.Until) })
	now := s.Clock.Now().UnixMilli()
	for _, other := range o.People() {
		for _, a := range other.Absences {
			if a.StandIn == p.ID && a.Until > now {
				view.StandingIn = append(view.StandingIn, actingView{
					Person: nameOf(o, other.ID), From: a.From, Until: a.Until, Apps: append([]string{}, a.Apps...), State: stateOf(a, now),
				})
			}
		}
	}
	slices.SortStableFunc(view.StandingIn, func(a, b actingView) int { return cmp.Compare(a.From, b.From) })
	return view
}

func (s *Server) absenceViewOf(o *identity.Organisation, person string, a identity.Absence) absenceView {
	now := s.Clock.Now().UnixMilli()
	app := ""
	if len(a.Apps) > 0 {
		app = a.Apps[0]
	}
	v := absenceView{
		ID: a.ID, From: a.From, Until: a.Until, StandIn: nameOf(o, a.StandIn), Apps: append([]string{}, a.Apps...),
		Reason: a.Reason, Waiting: a.Waiting, State: stateOf(a, now),
	}
	if acting, away := o.StandInFor(person, app, max(now, a.From)); away && v.State != "over" {
		v.Acting = nameOf(o, acting)
	}
	return v
}

func stateOf(a identity.Absence, now int64) string {
	switch {
	case a.Holds(now):
		return "now"
	case now < a.From:
		return "upcoming"
	}
	return "over"
}
