package httpapi

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/directory/sheet"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/lists"
)

func (s *Server) listRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/lists", handle: s.allLists},
		{method: http.MethodPost, path: "/api/lists", handle: s.addList},
		{method: http.MethodPut, path: "/api/lists/:id", handle: s.editList},
		{method: http.MethodDelete, path: "/api/lists/:id", handle: s.deleteList, slow: true},
		{method: http.MethodGet, path: "/api/lists/:id/options", handle: s.listOptions},
		{method: http.MethodGet, path: "/api/lists/:id/items", handle: s.listItems},
		{method: http.MethodPost, path: "/api/lists/:id/items", handle: s.addItem},
		{method: http.MethodPut, path: "/api/lists/:id/items", handle: s.editItem},
		{method: http.MethodPost, path: "/api/lists/:id/import", handle: s.importList},
		{method: http.MethodGet, path: "/api/lists/:id/export", handle: s.exportList},
	}
}

type (
	listRecord struct {
		ID   string     `json:"id"`
		Rev  int64      `json:"rev"`
		Name words.Text `json:"name"`
		// Above is the list whose values the items stand below.
		Above string `json:"above,omitempty"`
		// Items counts all, Active those that are offered.
		Items  int `json:"items"`
		Active int `json:"active"`
	}
	optionRecord struct {
		Value  string     `json:"value"`
		Label  words.Text `json:"label"`
		Parent string     `json:"parent,omitempty"`
		Off    bool       `json:"off,omitempty"`
	}
	listReport struct {
		Applied bool `json:"applied"`
		Rows    int  `json:"rows"`
		Added   int  `json:"added"`
		Changed int  `json:"changed"`
		Same    int  `json:"same"`
		// ProblemCount and ChangeCount count all; the lists hold the first 500.
		ProblemCount int           `json:"problemCount"`
		ChangeCount  int           `json:"changeCount"`
		Problems     []listProblem `json:"problems"`
		Changes      []listChange  `json:"changes"`
		Ignored      []string      `json:"ignored"`
		Plan         string        `json:"plan"`
	}
	listProblem struct {
		Row     int    `json:"row"`
		Column  string `json:"column"`
		Value   string `json:"value"`
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	listChange struct {
		Row    int           `json:"row"`
		Added  bool          `json:"added"`
		Before *optionRecord `json:"before,omitempty"`
		After  optionRecord  `json:"after"`
	}
)

func listRecordOf(l *lists.List) listRecord {
	all, active := l.Size()
	return listRecord{ID: l.ID(), Rev: l.Rev(), Name: l.Name(), Above: l.Above(), Items: all, Active: active}
}

// itemRecordOf is an item as it is kept, optionRecordOf as a form shows it.
func itemRecordOf(i lists.Item) optionRecord {
	label := i.Label
	if label == nil {
		label = words.Text{}
	}
	return optionRecord{Value: i.Value, Label: label, Parent: i.Parent, Off: i.Off}
}

func optionRecordOf(i lists.Item) optionRecord {
	r := itemRecordOf(i)
	r.Label = i.Words()
	return r
}

// permitList asks about the list that the address names, so that a policy can tell
// lists apart.
func (s *Server) permitList(k *call, action string) error {
	if d := s.decideList(k, action, k.Params("id")); !d.Allow {
		return &fault.Denied{Action: action, Reasons: d.Reasons}
	}
	return nil
}

func (s *Server) decideList(k *call, action, id string) authz.Decision {
	return s.Authz.Decide(k.ctx, authz.Request{
		Action: action, Subject: k.actor.Subject, Resource: authz.Resource{Kind: "lists", ID: id, Owner: k.actor.Subject.ID},
	})
}

// allLists answers with the names of the lists that the policy lets through, without
// their items.
func (s *Server) allLists(k *call) error {
	if err := s.permit(k, authz.ListsRead, "lists"); err != nil {
		return err
	}
	all := []listRecord{}
	for _, l := range s.Lists.All(k.actor.Lang) {
		if s.decideList(k, authz.ListsRead, l.ID()).Allow {
			all = append(all, listRecordOf(l))
		}
	}
	return k.answer(http.StatusOK, items(all))
}

func (s *Server) addList(k *call) error {
	var in struct {
		ID    string     `json:"id"`
		Name  words.Text `json:"name"`
		Above string     `json:"above"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permit(k, authz.ListsWrite, "lists"); err != nil {
		return err
	}
	l, err := s.Lists.Add(k.ctx, lists.Input{ID: in.ID, Name: in.Name, Above: in.Above}, k.actor.Lang)
	if err != nil {
		return err
	}
	return k.answer(http.StatusCreated, listRecordOf(l))
}

func (s *Server) editList(k *call) error {
	var in struct {
		Rev   int64      `json:"rev"`
		Name  words.Text `json:"name"`
		Above string     `json:"above"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permitList(k, authz.ListsWrite); err != nil {
		return err
	}
	l, err := s.Lists.Edit(k.ctx, k.Params("id"), in.Rev, lists.Input{Name: in.Name, Above: in.Above}, k.actor.Lang)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, listRecordOf(l))
}

// deleteList takes the revision as ?rev=, as DELETE has no body.
func (s *Server) deleteList(k *call) error {
	if err := s.permitList(k, authz.ListsWrite); err != nil {
		return err
	}
	rev, err := strconv.ParseInt(k.Query("rev"), 10, 64)
	if err != nil || rev < 1 {
		return &fault.Malformed{Code: "request.parameter", At: "rev", Detail: "1, 2, 3 …"}
	}
	if err := s.Workflow.DeleteList(k.ctx, k.actor, k.Params("id"), rev); err != nil {
		return err
	}
	return k.SendStatus(http.StatusNoContent)
}

// listOptions answers with what a form offers of a list, or with those of some
// values, which may be offered no more.
func (s *Server) listOptions(k *call) error {
	if err := s.permitList(k, authz.ListsUse); err != nil {
		return err
	}
	if text := k.Query("values"); text != "" {
		l, err := s.Lists.Kept(k.Params("id")) // what was chosen reads as it did
		if err != nil {
			return err
		}
		found := []optionRecord{}
		values := strings.Split(text, ",")
		for _, value := range values[:min(len(values), 200)] {
			if item, ok := l.Item(value); ok {
				found = append(found, optionRecordOf(item))
			}
		}
		return k.answer(http.StatusOK, items(found))
	}
	l, err := s.Lists.List(k.Params("id"))
	if err != nil {
		return err
	}
	return s.answerItems(k, l, false, optionRecordOf)
}

func (s *Server) listItems(k *call) error {
	if err := s.permitList(k, authz.ListsRead); err != nil {
		return err
	}
	l, err := s.Lists.List(k.Params("id"))
	if err != nil {
		return err
	}
	return s.answerItems(k, l, true, itemRecordOf)
}

// answerItems answers with a page of what a list's search finds. The cursor is
// how many are passed over: nothing in it could be forged to see more.
func (s *Server) answerItems(k *call, l *lists.List, all bool, record func(lists.Item) optionRecord) error {
	limit, err := k.limit()
	if err != nil {
		return err
	}
	search := lists.Search{Text: k.Query("q"), All: all, Limit: limit}
	if cursor := k.Query("cursor"); cursor != "" {
		if search.From, err = strconv.Atoi(cursor); err != nil || search.From < 1 || search.From > lists.MaxItems {
			return &fault.Malformed{Code: "request.parameter", At: "cursor", Detail: "the next of the page before"}
		}
	}
	if k.Request().URI().QueryArgs().Has("under") {
		under := k.Query("under")
		search.Under = &under
	}
	found, more := l.Find(search)
	page := struct {
		Items []optionRecord `json:"items"`
		Next  string         `json:"next,omitempty"`
	}{Items: []optionRecord{}}
	for _, item := range found {
		page.Items = append(page.Items, record(item))
	}
	if more {
		page.Next = strconv.Itoa(search.From + len(found))
	}
	return k.answer(http.StatusOK, page)
}

type itemInput struct {
	Rev    int64      `json:"rev"`
	Value  string     `json:"value"`
	Label  words.Text `json:"label"`
	Parent string     `json:"parent"`
	Off    bool       `json:"off"`
}

func (s *Server) addItem(k *call) error { return s.putItem(k, false, http.StatusCreated) }

func (s *Server) editItem(k *call) error { return s.putItem(k, true, http.StatusOK) }

func (s *Server) putItem(k *call, replace bool, status int) error {
	var in itemInput
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permitList(k, authz.ListsWrite); err != nil {
		return err
	}
	item := lists.Item{Value: in.Value, Label: in.Label, Parent: in.Parent, Off: in.Off}
	l, err := s.Lists.Put(k.ctx, k.Params("id"), in.Rev, item, replace, k.actor.Lang)
	if err != nil {
		return err
	}
	return k.answer(status, listRecordOf(l))
}

// importList looks at a file of items, or, with the plan that looking gave,
// imports it. The body is the file itself.
func (s *Server) importList(k *call) error {
	if err := s.permitList(k, authz.ListsWrite); err != nil {
		return err
	}
	plan := k.Query("plan")
	var (
		report *lists.Report
		err    error
	)
	if plan == "" {
		report, err = s.Lists.Check(k.Params("id"), k.Body())
	} else {
		report, err = s.Lists.Import(k.ctx, k.Params("id"), k.Body(), plan)
	}
	if err != nil {
		return listFileError(err, k.actor.Lang)
	}
	view := listReportOf(report, k.actor.Lang)
	view.Applied = plan != "" && len(report.Problems) == 0
	return k.answer(http.StatusOK, view)
}

func listReportOf(r *lists.Report, lang string) listReport {
	v := listReport{
		Rows: r.Rows, Added: r.Added, Changed: r.Changed, Same: r.Same,
		ProblemCount: len(r.Problems), ChangeCount: len(r.Changes), Problems: []listProblem{}, Changes: []listChange{},
		Ignored: append([]string{}, r.Ignored...), Plan: r.Plan,
	}
	for _, p := range r.Problems[:min(len(r.Problems), maxReported)] {
		v.Problems = append(v.Problems, listProblem{Row: p.Row, Column: p.Column, Value: p.Value, Code: p.Code, Message: lists.Message(p.Code, p.Params, lang)})
	}
	for _, c := range r.Changes[:min(len(r.Changes), maxReported)] {
		change := listChange{Row: c.Row, Added: c.Added, After: itemRecordOf(c.After)}
		if !c.Added {
			before := itemRecordOf(c.Before)
			change.Before = &before
		}
		v.Changes = append(v.Changes, change)
	}
	return v
}

// listFileError says why a file cannot be imported at all.
func listFileError(err error, lang string) error {
	var (
		unread *sheet.Error
		file   *lists.FileError
	)
	switch {
	case errors.As(err, &unread):
		return importError(err, lang)
	case errors.As(err, &file):
		return &fault.Conflict{Code: "import.unreadable", Params: map[string]string{"detail": lists.Message(file.Code, file.Params, lang)}}
	case errors.Is(err, lists.ErrPlan):
		return &fault.Conflict{Code: "list.importChanged"}
	case errors.Is(err, lists.ErrBusy):
		return &fault.Unavailable{Code: "server.busy", Err: err}
	}
	return err
}

func (s *Server) exportList(k *call) error {
	if err := s.permitList(k, authz.ListsRead); err != nil {
		return err
	}
	f, err := formatOf(k)
	if err != nil {
		return err
	}
	file, err := s.Lists.Export(k.ctx, k.Params("id"), k.actor.Lang, f == directory.XLSX)
	if err != nil {
		return err
	}
	return answerFile(k, file, "banli-list-"+k.Params("id"), f)
}

// isListImport reports whether a path is that of a list's import, whose body is a
// file.
func isListImport(path string) bool {
	parts := strings.Split(path, "/")
	return len(parts) == 5 && slices.Equal(parts[:3], []string{"", "api", "lists"}) && parts[4] == "import"
}
