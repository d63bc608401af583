package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/fault"
)

func (s *Server) auditRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/audit", handle: s.searchAudit},
		{method: http.MethodGet, path: "/api/audit/export", handle: s.exportAudit},
	}
}

// auditView is an entry of the record. Names are the words of the people,
// departments and apps that it mentions, by id.
type auditView struct {
	Object  string                `json:"object"`
	Seq     int64                 `json:"seq"`
	At      int64                 `json:"at"`
	Who     audit.Who             `json:"who"`
	Action  string                `json:"action"`
	About   string                `json:"about,omitempty"`
	Changes audit.Changes         `json:"changes,omitempty"`
	Facts   map[string]any        `json:"facts,omitempty"`
	Names   map[string]words.Text `json:"names"`
}

func (s *Server) searchAudit(k *call) error {
	if err := s.permit(k, authz.AuditRead, "audit"); err != nil {
		return err
	}
	f, err := k.auditFilter()
	if err != nil {
		return err
	}
	limit, err := k.limit()
	if err != nil {
		return err
	}
	page, err := s.findAudit(k.ctx, f, k.Query("cursor"), limit)
	if err != nil {
		return err
	}
	views := make([]auditView, len(page.Items))
	for i, c := range page.Items {
		views[i] = s.auditView(k.ctx, c)
	}
	return k.answer(http.StatusOK, struct {
		Items []auditView `json:"items"`
		Next  string      `json:"next"`
	}{views, page.Next})
}

// findAudit searches the record. What happened to an instance is kept in the
// instance, and comes whole.
func (s *Server) findAudit(ctx context.Context, f audit.Filter, cursor string, limit int) (audit.Page, error) {
	if id, ok := strings.CutPrefix(f.Object, audit.Object(audit.KindInstance, "")); ok {
		all, err := s.Workflow.Record(ctx, id)
		if err != nil {
			return audit.Page{}, err
		}
		page := audit.Page{Items: []audit.Content{}}
		for _, c := range all {
			if f.Wants(&c) {
				page.Items = append(page.Items, c)
			}
		}
		return page, nil
	}
	page, err := s.Identity.Recorder().Search(ctx, f, cursor, limit)
	if errors.Is(err, audit.ErrCursor) {
		return page, &fault.Malformed{Code: "request.parameter", At: "cursor", Detail: "not a cursor of this list"}
	}
	return page, err
}

// maxAuditFilter is the longest value of a filter, in bytes.
const maxAuditFilter = 200

// auditFilter reads the filters of the address.
func (k *call) auditFilter() (audit.Filter, error) {
	var f audit.Filter
	for name, into := range map[string]*string{"person": &f.Person, "object": &f.Object, "action": &f.Action} {
		if *into = k.Query(name); len(*into) > maxAuditFilter {
			return f, &fault.Malformed{Code: "request.parameter", At: name, Detail: "1 – " + strconv.Itoa(maxAuditFilter)}
		}
	}
	for name, into := range map[string]*int64{"from": &f.From, "to": &f.To} {
		text := k.Query(name)
		if text == "" {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return f, &fault.Malformed{Code: "request.parameter", At: name, Detail: "an instant in milliseconds since 1970"}
		}
		*into = n
	}
	return f, nil
}

func (s *Server) auditView(ctx context.Context, c audit.Content) auditView {
	v := auditView{
		Object: c.Object, Seq: c.Seq, At: c.At, Who: c.Who, Action: c.Action, About: c.About,
		Changes: c.Changes, Facts: c.Facts, Names: map[string]words.Text{},
	}
	s.nameAudit(v.Names, c.Who.Person)
	s.nameAudit(v.Names, c.About)
	kind, id, _ := strings.Cut(c.Object, ":")
	if kind == audit.KindApp || kind == audit.KindDraft {
		if ed, err := s.Workflow.Editions.Current(ctx, id); err == nil {
			v.Names[id] = ed.App.Name
		}
	}
	s.nameAudit(v.Names, id)
	for _, change := range c.Changes {
		for _, raw := range []json.RawMessage{change.Before, change.After} {
			var value any
			if json.Unmarshal(raw, &value) == nil {
				s.nameAudit(v.Names, value)
			}
		}
	}
	for _, fact := range c.Facts {
		s.nameAudit(v.Names, fact)
	}
	return v
}

// nameAudit adds the words of every person and department that a value names.
func (s *Server) nameAudit(names map[string]words.Text, value any) {
	org := s.Identity.Organisation()
	switch v := value.(type) {
	case string:
		id := strings.TrimPrefix(v, "user:")
		if p, ok := org.Person(id); ok {
			names[id] = p.Name
		} else if d, ok := org.Department(id); ok {
			names[id] = d.Name
		} else if d, ok := org.Removed(id); ok {
			names[id] = d.Name
		}
	case []any:
		for _, one := range v {
			s.nameAudit(names, one)
		}
	case []string:
		for _, one := range v {
			s.nameAudit(names, one)
		}
	}
}
