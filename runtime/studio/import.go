package studio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/store"
)

// SchemaView is a form that was made of a JSON Schema, with what became of each
// part of it. It is kept nowhere: its author decides.
type SchemaView struct {
	Form   form.Definition   `json:"form"`
	Fields []SchemaFieldView `json:"fields"`
	Notes  []string          `json:"notes"`
}

// SchemaFieldView is one part of a schema that was read. Path and Kind are empty
// for what was left out.
type SchemaFieldView struct {
	From  string     `json:"from"`
	Title words.Text `json:"title"`
	Path  string     `json:"path"`
	Kind  string     `json:"kind"`
	Notes []string   `json:"notes"`
}

// ImportSchema makes a form of the text of a JSON Schema, for whoever edits the
// app. What is no schema is refused with a *fault.Malformed that says why.
func (s *Service) ImportSchema(ctx context.Context, subject authz.Subject, id, text, lang string) (SchemaView, error) {
	if err := s.ask(ctx, subject, authz.StudioWrite, id); err != nil {
		return SchemaView{}, err
	}
	if _, _, err := s.load(ctx, id); err != nil {
		return SchemaView{}, err
	}
	got, err := form.Import([]byte(text))
	var refused *form.ImportError
	if errors.As(err, &refused) {
		return SchemaView{}, &fault.Malformed{Code: "schema.unusable", Detail: refused.Message(lang)}
	}
	if err != nil {
		return SchemaView{}, err
	}
	view := SchemaView{Form: got.Form, Fields: []SchemaFieldView{}, Notes: said(got.Notes, lang)}
	for _, f := range got.Fields {
		line := SchemaFieldView{From: f.From, Title: f.Title, Path: f.Path, Kind: string(f.Kind), Notes: said(f.Notes, lang)}
		if line.Title == nil {
			line.Title = words.Text{}
		}
		view.Fields = append(view.Fields, line)
	}
	return view, nil
}

func said(notes []form.ImportNote, lang string) []string {
	out := []string{}
	for _, n := range notes {
		out = append(out, n.Message(lang))
	}
	return out
}

// ImportedView is an app that came from a file.
type ImportedView struct {
	App  string     `json:"app"`
	Name words.Text `json:"name"`
	// Renamed is set where another app has the id that the file names.
	Renamed  bool          `json:"renamed"`
	Findings []FindingView `json:"findings"`
}

// ImportApp adds an app from the text of an exported file, as a draft that is
// not published. It keeps its id where that is free. A repeat by the same
// person, under the same key and text, answers the same. What is no app is
// refused with a *fault.Malformed.
func (s *Service) ImportApp(ctx context.Context, subject authz.Subject, raw json.RawMessage, key, lang string) (ImportedView, error) {
	if err := s.ask(ctx, subject, authz.StudioWrite, ""); err != nil {
		return ImportedView{}, err
	}
	if key == "" {
		return ImportedView{}, &fault.Malformed{Code: "request.parameter", At: "Idempotency-Key", Detail: "want a key of your own"}
	}
	a, err := app.Decode(raw)
	var wrong *app.DecodeError
	if errors.As(err, &wrong) {
		return ImportedView{}, &fault.Malformed{Code: "app.undecodable", At: wrong.Path, Detail: wrong.Message(lang)}
	}
	if err != nil {
		return ImportedView{}, err
	}
	own := a.ID
	taken, err := s.taken(ctx, &a)
	if err != nil {
		return ImportedView{}, err
	}
	if taken || !app.ValidID(own) {
		a.ID = slug(own) + "_" + ids.Hash("app", subject.ID, key)[:8]
	}
	if err := s.ask(ctx, subject, authz.StudioWrite, a.ID); err != nil {
		return ImportedView{}, err
	}
	definition, err := app.Encode(a)
	if err != nil {
		return ImportedView{}, err
	}
	if err := s.add(ctx, a, string(definition), subject.ID); err != nil {
		return ImportedView{}, err
	}
	findings, err := s.findings(ctx, a, lang)
	if err != nil {
		return ImportedView{}, err
	}
	return ImportedView{App: a.ID, Name: a.Name, Renamed: a.ID != own, Findings: findings}, nil
}

// taken reports whether another app has the id of the given one. The same text
// as a draft means that the request came twice.
func (s *Service) taken(ctx context.Context, a *app.App) (bool, error) {
	draft, err := s.drafts.Get(ctx, a.ID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("studio: reading a draft: %w", err)
	}
	definition, err := app.Encode(*a)
	if err != nil {
		return false, err
	}
	published, err := s.published(ctx, a.ID)
	return published || draft.Definition != string(definition), err
}

// ExportedView is a form's JSON Schema for other tools.
type ExportedView struct {
	Schema json.RawMessage `json:"schema"`
}

// ExportSchema writes the form of an app's draft as a JSON Schema, with its
// words in lang. A draft whose schema cannot be read is a *fault.Malformed.
func (s *Service) ExportSchema(ctx context.Context, subject authz.Subject, id, lang string) (ExportedView, error) {
	if err := s.ask(ctx, subject, authz.StudioRead, id); err != nil {
		return ExportedView{}, err
	}
	_, a, err := s.load(ctx, id)
	if err != nil {
		return ExportedView{}, err
	}
	text, err := form.Export(a.Form, lang)
	if err != nil {
		return ExportedView{}, &fault.Malformed{Code: "schema.unusable", Detail: err.Error()}
	}
	return ExportedView{Schema: text}, nil
}
