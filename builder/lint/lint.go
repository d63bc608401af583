package lint

import (
	"errors"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
)

// Level says how bad a finding is.
type Level string

// The levels.
const (
	// Error keeps an app from being published.
	Error Level = "error"
	// Warning does not.
	Warning Level = "warning"
)

// Finding is one thing that is wrong with an app.
type Finding struct {
	// Code is one of this package's codes, or of app, flow, form or rule.
	Code  string `json:"code"`
	Level Level  `json:"level"`
	// Place is where it is, as app.Finding's.
	Place  string         `json:"place"`
	Params map[string]any `json:"params,omitempty"`
	// Line and Column are where it is in a text, from 1; 0 where it is in none.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// Titles are what people call the things that Params name by their ids.
	Titles map[string]words.Text `json:"titles,omitempty"`

	cause app.Cause
}

// Check looks at a whole app: errors first, then warnings, each in the order of
// the definition. An app without errors can be published.
func Check(a app.App) []Finding {
	c := &checker{app: a}
	compiled, err := app.Compile(a)
	var wrong *app.CompileError
	if errors.As(err, &wrong) {
		for _, f := range wrong.Findings {
			c.add(Finding{Code: f.Code, Level: Error, Place: f.Place, Params: f.Params, cause: f.Cause})
		}
	}
	if compiled != nil {
		c.form, c.flow = compiled.Form, compiled.Flow
	} else if f, err := form.Compile(a.Form); err == nil {
		c.form = f
	}
	c.checkForm()
	c.checkBetween()
	c.checkRules()
	c.checkFlow()
	c.checkSensitive()
	c.checkWords()
	return c.findings
}

// checker looks at one app.
type checker struct {
	app app.App
	// form is nil where the form does not compile, flow where anything does not.
	form     *form.Form
	flow     *flow.Graph
	findings []Finding
}

func (c *checker) warn(code, place string, params map[string]any) {
	c.add(Finding{Code: code, Level: Warning, Place: place, Params: params})
}

// add keeps a finding, with the titles of what it names.
func (c *checker) add(f Finding) {
	f.Titles = c.titles(f)
	c.findings = append(c.findings, f)
}
