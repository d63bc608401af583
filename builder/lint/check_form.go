package lint

import (
	"bytes"
	"strings"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
)

// The codes of warnings about the form and its rules.
const (
	CodeFieldUnplaced  = "lint.fieldUnplaced"  // field
	CodeSectionEmpty   = "lint.sectionEmpty"   //
	CodeRuleEmpty      = "lint.ruleEmpty"      // rule
	CodeRuleOff        = "lint.ruleOff"        // rule
	CodeFormulaMissing = "lint.formulaMissing" // field, rule
)

func (c *checker) checkForm() {
	placed := map[string]bool{}
	for _, s := range c.app.Form.Layout.Sections {
		if len(s.Fields) == 0 {
			c.warn(CodeSectionEmpty, "form.sections."+s.ID, nil)
		}
		for _, id := range s.Fields {
			placed[id] = true
		}
	}
	if c.form == nil {
		return
	}
	for _, f := range c.form.Fields() {
		if !placed[f.ID] {
			c.warn(CodeFieldUnplaced, "form.fields."+f.Path, map[string]any{"field": f.Path})
		}
	}
}

func (c *checker) checkRules() {
	for _, r := range c.app.Rules {
		switch {
		case len(r.Then) == 0:
			c.warn(CodeRuleEmpty, "rules."+r.ID, map[string]any{"rule": r.ID})
		case !r.Enabled:
			c.warn(CodeRuleOff, "rules."+r.ID, map[string]any{"rule": r.ID})
		case len(r.When) == 0:
			c.checkFormulas(r)
		}
	}
}

// checkFormulas looks for fields that a rule always works out and has no formula
// for: the designer makes one so with a computed field. Nobody could ever fill
// such a field in.
func (c *checker) checkFormulas(r rule.Rule) {
	for _, a := range r.Then {
		if a.Do == rule.DoSet && string(bytes.TrimSpace(a.Value)) == "null" {
			c.warn(CodeFormulaMissing, "form.fields."+a.Field, map[string]any{"field": a.Field, "rule": r.ID})
		}
	}
}

// always reports whether a rule that needs no condition does something to a
// field.
func (c *checker) always(do, field string) bool {
	for _, r := range c.app.Rules {
		if !r.Enabled || len(r.When) > 0 {
			continue
		}
		for _, a := range r.Then {
			if a.Do == do && a.Field == field {
				return true
			}
		}
	}
	return false
}

// mayBeEmpty reports whether a case can be submitted without a field: neither
// the form nor a rule that always holds asks for it or computes it.
func (c *checker) mayBeEmpty(path string) bool {
	f, ok := c.form.Field(path)
	if !ok || f.Required || c.always(rule.DoRequire, path) || c.always(rule.DoSet, path) {
		return false
	}
	table, _, column := strings.Cut(path, ".")
	if !column {
		return true
	}
	whole, ok := c.form.Field(table)
	return ok && whole.Kind == form.KindTable && !whole.Required
}
