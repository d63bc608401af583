package lint

import (
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
)

// The codes of warnings about words.
const (
	CodeTitleMissing       = "lint.titleMissing"       // what
	CodeTranslationMissing = "lint.translationMissing" // what, lang
	CodeOptionMissing      = "lint.optionMissing"      // field, option
)

// checkWords says what has no words at all, and what lacks them in a language
// that Banli speaks.
func (c *checker) checkWords() {
	a := c.app
	c.translated("app.name", "name", a.Name)
	c.translated("app.description", "description", a.Description)
	c.translated("app.title", "title", a.Title)
	for _, s := range a.Form.Layout.Sections {
		c.translated("form.sections."+s.ID, "title", s.Title)
	}
	if c.form != nil {
		for _, f := range c.form.Fields() {
			c.checkFieldWords(f)
		}
	}
	for _, r := range a.Rules {
		c.named("rules."+r.ID, "name", r.Name)
		for _, action := range r.Then {
			c.translated("rules."+r.ID, "warning", action.Text)
		}
	}
	for _, n := range a.Flow.Nodes {
		if n.Type.Asks() || n.Type == flow.CC || n.Type == flow.Notify || n.Type == flow.Subflow || n.Type == flow.Script || n.Type.Branches() {
			c.named("flow.nodes."+n.ID, "name", n.Name)
		} else {
			c.translated("flow.nodes."+n.ID, "name", n.Name)
		}
		c.translated("flow.nodes."+n.ID, "message", n.Message)
	}
	for _, e := range a.Flow.Edges {
		c.translated("flow.edges."+e.ID, "name", e.Name)
	}
}

func (c *checker) checkFieldWords(f form.Field) {
	place, look := "form.fields."+f.Path, c.app.Form.Layout.Fields[f.Path]
	c.named(place, "title", look.Title)
	c.translated(place, "help", look.Help)
	c.translated(place, "placeholder", look.Placeholder)
	for _, option := range f.Options {
		text, ok := look.Options[option]
		if !ok || text.Empty() {
			c.warn(CodeOptionMissing, place, map[string]any{"field": f.Path, "option": option})
			continue
		}
		c.translated(place, "option", text)
	}
	for _, column := range f.Columns {
		c.checkFieldWords(column)
	}
}

// named asks for words, and for them in every language.
func (c *checker) named(place, what string, t words.Text) {
	if t.Empty() {
		c.warn(CodeTitleMissing, place, map[string]any{"what": what})
		return
	}
	c.translated(place, what, t)
}

// translated asks for every language where there are words in one.
func (c *checker) translated(place, what string, t words.Text) {
	if t.Empty() {
		return
	}
	for _, lang := range words.Languages() {
		if t[lang] == "" {
			c.warn(CodeTranslationMissing, place, map[string]any{
				"what": what, "lang": lang, "words": t.In("", ""),
			})
		}
	}
}
