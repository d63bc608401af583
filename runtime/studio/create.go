package studio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/store"
)

// maxNameRunes is the longest name of a new app, in characters.
const maxNameRunes = 100

// maxSlug is how many characters of an app's name its id begins with.
const maxSlug = 24

// CreatedView names an app that was made.
type CreatedView struct {
	App  string     `json:"app"`
	Name words.Text `json:"name"`
}

// Create makes an app out of a name alone: a form without fields, and a flow in
// which the initiator's manager approves. It is a draft until it is published.
// A repeat by the same person, under the same key and name, answers the same.
func (s *Service) Create(ctx context.Context, subject authz.Subject, name words.Text, key, lang string) (CreatedView, error) {
	if err := s.ask(ctx, subject, authz.StudioWrite, ""); err != nil {
		return CreatedView{}, err
	}
	if key == "" {
		return CreatedView{}, &fault.Malformed{Code: "request.parameter", At: "Idempotency-Key", Detail: "want a key of your own"}
	}
	name, err := cleanName(name)
	if err != nil {
		return CreatedView{}, err
	}
	a := blank(slug(name[words.English])+"_"+ids.Hash("app", subject.ID, key)[:8], name, lang)
	if err := s.ask(ctx, subject, authz.StudioWrite, a.ID); err != nil {
		return CreatedView{}, err
	}
	text, err := app.Encode(a)
	if err != nil {
		return CreatedView{}, err
	}
	if err := s.add(ctx, a, string(text), subject.ID); err != nil {
		return CreatedView{}, err
	}
	return CreatedView{App: a.ID, Name: a.Name}, nil
}

// add stores an app as a draft without a revision, its definition as the text
// has it. An app that is there already stays as it is; one that an earlier call
// left half done is finished.
func (s *Service) add(ctx context.Context, a app.App, definition, by string) error {
	err := audit.Insert(ctx, s.Identity.Recorder(), s.drafts, &draftDocument{
		Head: store.Head{ID: a.ID}, V: documentVersion, Definition: definition,
		SavedAt: s.Clock.Now().UnixMilli(), SavedBy: by,
	}, draftEvent("draft.added", a.ID, a.Digest()))
	if err != nil && !errors.Is(err, store.ErrExists) {
		return fmt.Errorf("studio: adding the draft of %s: %w", a.ID, err)
	}
	err = audit.Insert(ctx, s.Identity.Recorder(), s.apps,
		&appDocument{Head: store.Head{ID: a.ID}, V: documentVersion, App: a.ID}, installedEvent(a))
	if err != nil && !errors.Is(err, store.ErrExists) {
		return fmt.Errorf("studio: adding %s: %w", a.ID, err)
	}
	return nil
}

// cleanName trims a name and drops languages without words.
func cleanName(name words.Text) (words.Text, error) {
	clean := words.Text{}
	for lang, text := range name {
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		if !slices.Contains(words.Languages(), lang) {
			return nil, &fault.Malformed{Code: "request.type", At: "/name/" + lang, Detail: "want one of " + strings.Join(words.Languages(), ", ")}
		}
		if utf8.RuneCountInString(text) > maxNameRunes {
			return nil, &fault.Malformed{Code: "request.type", At: "/name/" + lang, Detail: "want at most " + strconv.Itoa(maxNameRunes) + " characters"}
		}
		clean[lang] = text
	}
	if len(clean) == 0 {
		return nil, &fault.Malformed{Code: "request.type", At: "/name", Detail: "want words in one language at least"}
	}
	return clean, nil
}

// slug turns a name into the beginning of an id that people can read: letters
// and digits, the first of them a letter.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		letter, digit := r >= 'a' && r <= 'z', r >= '0' && r <= '9'
		if (letter || digit && b.Len() > 0) && b.Len() < maxSlug {
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		return "app"
	}
	return b.String()
}

// blank is an app that waits for its fields.
func blank(id string, name words.Text, lang string) app.App {
	if !slices.Contains(words.Languages(), lang) {
		lang = words.English
	}
	return app.App{
		ID: id, Name: name, DefaultLanguage: lang, Icon: "file", Color: "#1677ff",
		Title:   words.Text{words.English: "{initiator}", words.Chinese: "{initiator}"},
		Summary: []string{}, Rules: []rule.Rule{},
		Form: form.Definition{
			Schema: json.RawMessage(`{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{},"required":[],"additionalProperties":false}`),
			Layout: form.Layout{Sections: []form.Section{{ID: "main", Fields: []string{}}}, Fields: map[string]form.FieldLayout{}},
		},
		Flow: flow.Flow{
			Nodes: []flow.Node{
				{ID: "start", Type: flow.Start, Name: words.Text{words.English: "Submit", words.Chinese: "提交"}},
				{ID: "manager", Type: flow.Approval, Name: words.Text{words.English: "Manager", words.Chinese: "直属上级"},
					Assignee: &flow.Assignee{Kind: flow.Manager, Level: 1}, Mode: flow.Any},
				{ID: "end", Type: flow.End, Name: words.Text{words.English: "Done", words.Chinese: "结束"}},
			},
			Edges: []flow.Edge{{ID: "e1", From: "start", To: "manager"}, {ID: "e2", From: "manager", To: "end"}},
		},
	}
}
