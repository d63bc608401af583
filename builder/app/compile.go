package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
)

// The caps of an app's parts that no other room caps.
const (
	// MaxSummary is how many fields a list shows.
	MaxSummary = 6
	// MaxTitleBytes is the size of a title template in one language.
	MaxTitleBytes = 200
)

var (
	idPattern     = regexp.MustCompile(`^[a-z][A-Za-z0-9_]{0,63}$`)
	colorPattern  = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	iconPattern   = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)
	prefixPattern = regexp.MustCompile(`^[A-Z0-9]{0,8}$`)
)

// ErrInvalid is wrapped by every error of Compile.
var ErrInvalid = errors.New("app is not valid")

// Finding is one thing that is wrong with an app.
type Finding struct {
	// Code is one of this package's codes, or of flow, form or rule.
	Code string `json:"code"`
	// Place is "app.KEY", "form", "form.fields.ID", "form.sections.ID",
	// "rules.ID", "scripts", "scripts.validate", "scripts.compute",
	// "scripts.options.NAME", "scripts.flow.NAME", "flow", "flow.nodes.ID" or "flow.edges.ID".
	Place  string         `json:"place"`
	Params map[string]any `json:"params,omitempty"`
	// Cause says the finding where the room that made it does.
	Cause Cause `json:"-"`
}

// Cause is a finding of form or rule, which say their own in a sentence.
type Cause interface {
	Message(lang string) string
}

var (
	_ Cause = form.Finding{}
	_ Cause = rule.Finding{}
)

// The codes of this package's findings.
const (
	CodeIDInvalid          = "app.idInvalid"          // id
	CodeNameMissing        = "app.nameMissing"        //
	CodeIconInvalid        = "app.iconInvalid"        // icon
	CodeColorInvalid       = "app.colorInvalid"       // color
	CodePrefixInvalid      = "app.prefixInvalid"      // prefix
	CodeLanguageUnknown    = "app.languageUnknown"    // lang
	CodeTitleMissing       = "app.titleMissing"       //
	CodeTitleTooLong       = "app.titleTooLong"       // lang, max
	CodeTitlePlaceholder   = "app.titlePlaceholder"   // placeholder, lang
	CodeSummaryUnknown     = "app.summaryUnknown"     // field
	CodeSummaryTwice       = "app.summaryTwice"       // field
	CodeSummaryTooMany     = "app.summaryTooMany"     // max
	CodeMessagePlaceholder = "app.messagePlaceholder" // node, placeholder, lang
	CodeNotPerson          = "app.assigneeNotPerson"
	CodeNotDepartment      = "app.assigneeNotDepartment"
	CodeSubRows            = "app.subRows" // node, field, max
)

// CompileError carries everything that Compile found.
type CompileError struct{ Findings []Finding }

// Error lists the codes and places.
func (e *CompileError) Error() string {
	list := make([]string, len(e.Findings))
	for i, f := range e.Findings {
		list[i] = f.Code + " at " + f.Place
	}
	return fmt.Sprintf("%v: %s", ErrInvalid, strings.Join(list, "; "))
}

// Unwrap returns ErrInvalid.
func (e *CompileError) Unwrap() error { return ErrInvalid }

// Compiled is an app that is ready to run. It is immutable and safe for
// concurrent use.
type Compiled struct {
	App   App
	Form  *form.Form
	Rules *rule.Set
	Flow  *flow.Graph
}

// Compile checks an app as a whole and makes it ready to run. The error is a
// *CompileError. Where the form itself is wrong, what refers to its fields is
// not judged: it would only repeat what is wrong.
func Compile(a App) (*Compiled, error) {
	c := &compiler{app: a, out: &Compiled{App: a}}
	c.checkSettings()
	c.compileForm()
	c.checkTitle()
	c.checkSummary()
	c.compileRules()
	c.checkScripts()
	c.compileFlow()
	c.checkSensitive()
	if len(c.findings) > 0 {
		return nil, &CompileError{Findings: c.findings}
	}
	return c.out, nil
}

type compiler struct {
	app      App
	out      *Compiled
	types    rule.Types // nil where the form does not compile
	findings []Finding
}

func (c *compiler) find(code, place string, params map[string]any) {
	c.findings = append(c.findings, Finding{Code: code, Place: place, Params: params})
}

func (c *compiler) checkSettings() {
	a := c.app
	if !ValidID(a.ID) {
		c.find(CodeIDInvalid, "app.id", map[string]any{"id": a.ID})
	}
	if a.Name.Empty() {
		c.find(CodeNameMissing, "app.name", nil)
	}
	if a.Icon != "" && !iconPattern.MatchString(a.Icon) {
		c.find(CodeIconInvalid, "app.icon", map[string]any{"icon": a.Icon})
	}
	if a.Color != "" && !colorPattern.MatchString(a.Color) {
		c.find(CodeColorInvalid, "app.color", map[string]any{"color": a.Color})
	}
	if !prefixPattern.MatchString(a.Number.Prefix) {
		c.find(CodePrefixInvalid, "app.number", map[string]any{"prefix": a.Number.Prefix})
	}
	if !slices.Contains(words.Languages(), a.DefaultLanguage) {
		c.find(CodeLanguageUnknown, "app.defaultLanguage", map[string]any{"lang": a.DefaultLanguage})
	}
}

func (c *compiler) compileForm() {
	f, err := form.Compile(c.app.Form)
	if err == nil {
		c.out.Form, c.types = f, f.Types()
		if c.types == nil {
			c.types = rule.Types{} // a form without fields, unlike one that is unknown
		}
		return
	}
	var wrong *form.CompileError
	if !errors.As(err, &wrong) {
		wrong = &form.CompileError{Findings: []form.Finding{{Code: err.Error(), Path: "schema"}}}
	}
	for _, f := range wrong.Findings {
		c.findings = append(c.findings, Finding{Code: f.Code, Place: formPlace(f.Path), Params: f.Params, Cause: f})
	}
}

func (c *compiler) checkTitle() {
	if c.app.Title.Empty() {
		c.find(CodeTitleMissing, "app.title", nil)
	}
	for _, lang := range slices.Sorted(maps.Keys(c.app.Title)) {
		text := c.app.Title[lang]
		if len(text) > MaxTitleBytes {
			c.find(CodeTitleTooLong, "app.title", map[string]any{"lang": lang, "max": MaxTitleBytes})
		}
		for _, part := range splitTitle(text) {
			if part.placeholder && part.text != TitleInitiator && !c.knows(part.text) {
				c.find(CodeTitlePlaceholder, "app.title", map[string]any{"placeholder": part.text, "lang": lang})
			}
		}
	}
}

func (c *compiler) checkSummary() {
	if len(c.app.Summary) > MaxSummary {
		c.find(CodeSummaryTooMany, "app.summary", map[string]any{"max": MaxSummary})
	}
	for i, field := range c.app.Summary {
		switch {
		case slices.Contains(c.app.Summary[:i], field):
			c.find(CodeSummaryTwice, "app.summary", map[string]any{"field": field})
		case !c.knows(field):
			c.find(CodeSummaryUnknown, "app.summary", map[string]any{"field": field})
		}
	}
}

// knows reports whether the form has a field (not a column).
func (c *compiler) knows(field string) bool {
	if c.types == nil {
		return true
	}
	_, ok := c.types[field]
	return ok && !strings.Contains(field, ".")
}

func (c *compiler) compileRules() {
	if c.types == nil {
		return
	}
	set, err := rule.Compile(c.app.Rules, c.types)
	if err == nil {
		c.out.Rules = set
		return
	}
	var wrong *rule.CompileError
	if !errors.As(err, &wrong) {
		wrong = &rule.CompileError{Findings: []rule.Finding{{Code: err.Error()}}}
	}
	for _, f := range wrong.Findings {
		id, _, _ := strings.Cut(f.Path, ".")
		place := "rules"
		if id != "" {
			place = "rules." + id
		}
		c.findings = append(c.findings, Finding{Code: f.Code, Place: place, Params: f.Params, Cause: f})
	}
}

func (c *compiler) compileFlow() {
	g, err := flow.Compile(c.app.Flow, c.types)
	if err == nil {
		c.out.Flow = g
	}
	var wrong *flow.CompileError
	if errors.As(err, &wrong) {
		for _, f := range wrong.Findings {
			found := Finding{Code: f.Code, Place: f.Place, Params: f.Params}
			if cause, ok := f.Params["cause"].(rule.Finding); ok {
				found.Cause = cause
			}
			c.findings = append(c.findings, found)
		}
	}
	if c.out.Form == nil {
		return
	}
	for i := range c.app.Flow.Nodes {
		n := &c.app.Flow.Nodes[i]
		for _, lang := range slices.Sorted(maps.Keys(n.Message)) {
			for _, part := range splitTitle(n.Message[lang]) {
				if part.placeholder && part.text != TitleInitiator && !c.knows(part.text) {
					c.find(CodeMessagePlaceholder, "flow.nodes."+n.ID, map[string]any{"node": n.ID, "placeholder": part.text, "lang": lang})
				}
			}
		}
		if n.Sub != nil {
			c.checkRows(n)
		}
		for _, a := range n.Assignees() {
			f, ok := c.out.Form.Field(a.Field)
			switch {
			case !ok:
			case a.Kind == flow.Field && f.Kind != form.KindPerson && f.Kind != form.KindPersons:
				c.find(CodeNotPerson, "flow.nodes."+n.ID, map[string]any{"node": n.ID, "field": a.Field})
			case a.Kind == flow.DepartmentHead && f.Kind != form.KindDepartment && f.Kind != form.KindDepartments:
				c.find(CodeNotDepartment, "flow.nodes."+n.ID, map[string]any{"node": n.ID, "field": a.Field})
			}
		}
	}
}

// checkRows asks that a table for whose rows cases are started can have no more
// rows than there may be cases: nobody could send such a form on.
func (c *compiler) checkRows(n *flow.Node) {
	f, ok := c.out.Form.Field(n.Sub.Each)
	if !ok || f.Kind != form.KindTable {
		return // flow has said that
	}
	most, ok := f.Schema["maxItems"].(json.Number)
	if rows, err := most.Int64(); !ok || err != nil || rows > flow.MaxRows {
		c.find(CodeSubRows, "flow.nodes."+n.ID, map[string]any{"node": n.ID, "field": f.Path, "max": flow.MaxRows})
	}
}

// formPlace turns the path of a form's finding into a place that the designer
// can go to: the field, the section, or the form.
func formPlace(path string) string {
	if rest, ok := strings.CutPrefix(path, "layout."); ok {
		return "form." + rest
	}
	parts := strings.Split(strings.TrimPrefix(path, "schema"), "/")
	if len(parts) < 3 || parts[1] != "properties" {
		return "form"
	}
	place := "form.fields." + parts[2]
	if len(parts) > 5 && parts[3] == "items" && parts[4] == "properties" {
		place += "." + parts[5]
	}
	return place
}
