package studio

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/lint"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/script"
)

// maxOutlines is how many scripts what they can be seen to do is kept of.
const maxOutlines = 512

// outlines keep what scripts can be seen to do, so that saving a draft reads again
// only what was changed.
type outlines struct {
	mu   sync.Mutex
	kept map[outlined]script.Outline
}

type outlined struct {
	source   string
	function script.Function
}

// functions are what is called of scripts, by name.
var functions = map[string]script.Function{
	"validate": script.FuncValidate, "compute": script.FuncCompute, "options": script.FuncOptions, "run": script.FuncRun,
}

// outline says what a script can be seen to do. The error is a
// *script.ScriptError where it does not compile.
func (s *Service) outline(ctx context.Context, source string, f script.Function) (script.Outline, error) {
	key := outlined{source, f}
	s.outlines.mu.Lock()
	o, ok := s.outlines.kept[key]
	s.outlines.mu.Unlock()
	if ok {
		return o, nil
	}
	o, err := s.Scripts.Outline(ctx, script.NewSource(source), f)
	if err != nil {
		return o, err
	}
	s.outlines.mu.Lock()
	defer s.outlines.mu.Unlock()
	if s.outlines.kept == nil || len(s.outlines.kept) >= maxOutlines {
		s.outlines.kept = map[outlined]script.Outline{}
	}
	s.outlines.kept[key] = o
	return o, nil
}

// scriptFindings lists what is wrong with an app's scripts: one that does not
// compile, and what can be seen of the others.
func (s *Service) scriptFindings(ctx context.Context, a app.App, lang string) ([]FindingView, error) {
	var views []FindingView
	scripts := a.Scripts.All()
	for _, place := range slices.Sorted(maps.Keys(scripts)) {
		source := scripts[place]
		if len(source) > app.MaxScriptBytes {
			continue // that is said already
		}
		o, err := s.outline(ctx, source, functions[lint.ScriptFunction(place)])
		var broken *script.ScriptError
		switch {
		case errors.As(err, &broken):
			views = append(views, brokenView(a, place, source, broken, lang))
		case errors.Is(err, script.ErrTimeout), errors.Is(err, script.ErrMemory):
			views = append(views, viewOf(lint.ScriptTooMuch(a, place), lang)) // it would be so each time
		case err != nil:
			return nil, &fault.Unavailable{Code: "form.checkBusy", Err: err}
		default:
			for _, f := range lint.CheckScript(a, place, seenBy(o)) {
				views = append(views, viewOf(f, lang))
			}
		}
	}
	return views, nil
}

// brokenView says why a script does not compile.
func brokenView(a app.App, place, source string, e *script.ScriptError, lang string) FindingView {
	for _, word := range []string{"import", "export"} {
		if strings.HasPrefix(from(source, e.Line, e.Column), word) {
			return viewOf(lint.ScriptImports(a, place, word, e.Line, e.Column), lang)
		}
	}
	return FindingView{Code: "script.broken", Level: string(lint.Error), Place: place, Message: e.Error(), Line: e.Line, Column: e.Column}
}

// from is what a source says from a place on; empty where it has no such place.
func from(source string, line, column int) string {
	lines := strings.Split(source, "\n")
	if line < 1 || line > len(lines) || column < 1 || column > len(lines[line-1]) {
		return ""
	}
	return lines[line-1][column-1:]
}

// seenBy hands what a script can be seen to do to lint, which knows no scripts.
func seenBy(o script.Outline) lint.ScriptOutline {
	uses := func(list []script.Use) []lint.ScriptUse {
		var all []lint.ScriptUse
		for _, u := range list {
			all = append(all, lint.ScriptUse(u))
		}
		return all
	}
	return lint.ScriptOutline{
		Missing: o.Missing, Waits: o.Waits, Form: uses(o.Form), Context: uses(o.Context), Returns: uses(o.Returns), Unknown: uses(o.Unknown),
	}
}
