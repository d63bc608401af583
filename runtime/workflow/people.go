package workflow

import (
	"context"
	"strings"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/identity"
)

// People finds people who work here by name or login; with ids, exactly those.
func (s *Service) People(ctx context.Context, a Actor, q string, ids []string, limit int) ([]PersonView, error) {
	if _, err := s.ask(ctx, a, authz.PeopleSearch, authz.Resource{Kind: "people"}); err != nil {
		return nil, err
	}
	org := s.Identity.Organisation()
	people := []PersonView{}
	if len(ids) > 0 {
		for _, id := range ids[:min(len(ids), limit)] {
			if _, ok := org.Person(id); ok {
				people = append(people, s.seen(org, id))
			}
		}
		return people, nil
	}
	for _, p := range org.Search(q, limit) {
		people = append(people, s.seen(org, p.ID))
	}
	return people, nil
}

// seen is a person as they are found: with when they are back, if they are away.
func (s *Service) seen(org *identity.Organisation, id string) PersonView {
	v := personView(org, id)
	if away, ok := org.AbsenceOf(id, "", s.Clock.Now().UnixMilli()); ok {
		v.AwayUntil = away.Until
	}
	return v
}

// Roles lists the roles that a step can name.
func (s *Service) Roles(ctx context.Context, a Actor) ([]RoleView, error) {
	if _, err := s.ask(ctx, a, authz.RolesList, authz.Resource{Kind: "roles"}); err != nil {
		return nil, err
	}
	roles := []RoleView{}
	for _, r := range identity.Roles() {
		roles = append(roles, RoleView{ID: r.ID, Name: r.Name})
	}
	return roles, nil
}

func principalView(org *identity.Organisation, principal string) PrincipalView {
	if role, ok := strings.CutPrefix(principal, engine.RolePrefix); ok {
		return PrincipalView{ID: principal, Kind: "role", Name: identity.RoleName(role)}
	}
	person := strings.TrimPrefix(principal, engine.UserPrefix)
	return PrincipalView{ID: principal, Kind: "user", Name: personView(org, person).Name}
}
