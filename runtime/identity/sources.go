package identity

import (
	"fmt"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// AuditSources lists the objects of this package, whose records are verified.
func AuditSources(b store.Backend) ([]audit.Source, error) {
	people, err := store.Open[Person](b, peopleSpec)
	if err != nil {
		return nil, fmt.Errorf("identity: opening people: %w", err)
	}
	departments, err := store.Open[Department](b, departmentsSpec)
	if err != nil {
		return nil, fmt.Errorf("identity: opening departments: %w", err)
	}
	sessions, err := store.Open[sessionDocument](b, sessionsSpec)
	if err != nil {
		return nil, fmt.Errorf("identity: opening sessions: %w", err)
	}
	tokens, err := store.Open[tokenDocument](b, tokensSpec)
	if err != nil {
		return nil, fmt.Errorf("identity: opening tokens: %w", err)
	}
	return []audit.Source{
		audit.SourceOf(audit.KindPerson, people, func(p *Person) string { return p.ID },
			func(p *Person) audit.Changes { return personEvent(nil, p).Changes }),
		audit.SourceOf(audit.KindDepartment, departments, func(d *Department) string { return d.ID },
			func(d *Department) audit.Changes { return departmentEvent(nil, d).Changes }),
		audit.SourceOf(audit.KindSession, sessions, func(s *sessionDocument) string { return s.ID }, nil),
		audit.SourceOf(audit.KindToken, tokens, func(t *tokenDocument) string { return t.ID }, nil),
	}, nil
}
