package script

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"

	"github.com/banli-oa/banli/runtime/clock"
)

var errNeedSource = errors.New("script: the source is needed")

// maxPrograms is how many compiled scripts a worker keeps.
const maxPrograms = 64

// scriptName is what the engine calls every script in its stacks.
const scriptName = "script"

// finders give the function that the script declared, however it declared it
// (const and let make no property of the global object).
var finders = func() map[Function]*goja.Program {
	all := map[Function]*goja.Program{}
	for _, f := range []Function{FuncValidate, FuncCompute, FuncOptions, FuncRun} {
		all[f] = goja.MustCompile("", "typeof "+f.String()+` === "function" ? `+f.String()+` : undefined`, false)
	}
	return all
}()

// sandbox compiles and runs scripts inside a worker. It is not for concurrent
// use: a worker serves one request at a time.
type sandbox struct {
	stack    int
	clock    clock.Clock // only to say how long a run took; scripts don't see it
	programs []program   // the last used at the end
}

type program struct {
	digest [32]byte
	code   *goja.Program
}

func newSandbox(stack int) *sandbox {
	return &sandbox{stack: stack, clock: clock.System()}
}

// warm runs a script once, so that the first real one finds everything ready.
func (b *sandbox) warm() {
	q := &request{kind: byte(FuncValidate), form: []byte(`{"a":[1,"x"]}`), ctx: []byte(`{}`),
		source: []byte(`function validate(form, ctx) { return form.a.filter(function (x) { return x === 2; }); }`)}
	if p, err := compile(q.source); err == nil {
		b.run(p, q)
	}
}

// program returns the compiled script of a request: errNeedSource when it is
// neither kept nor brought, a *ScriptError when it does not compile.
func (b *sandbox) program(q *request) (*goja.Program, error) {
	last := len(b.programs) - 1
	for i := last; i >= 0; i-- {
		if p := b.programs[i]; p.digest == q.digest {
			if i < last {
				b.programs = append(slices.Delete(b.programs, i, i+1), p)
			}
			return p.code, nil
		}
	}
	if len(q.source) == 0 {
		return nil, errNeedSource
	}
	code, err := compile(q.source)
	if err != nil {
		return nil, err
	}
	if len(b.programs) >= maxPrograms {
		b.programs = slices.Delete(b.programs, 0, 1)
	}
	b.programs = append(b.programs, program{digest: q.digest, code: code})
	return code, nil
}

// compile compiles a script in strict mode. Source maps are off: left on, a
// comment in the script makes the parser open a file.
func compile(source []byte) (*goja.Program, error) {
	ast, err := parser.ParseFile(nil, scriptName, string(source), 0, parser.WithDisableSourceMaps)
	var list parser.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return nil, scriptError(list[0].Position, list[0].Message)
	}
	if err != nil {
		return nil, &ScriptError{Message: err.Error()}
	}
	code, err := goja.CompileAST(ast, true)
	var syntax *goja.CompilerSyntaxError
	if errors.As(err, &syntax) {
		return nil, compilerError(&syntax.CompilerError)
	}
	var reference *goja.CompilerReferenceError
	if errors.As(err, &reference) {
		return nil, compilerError(&reference.CompilerError)
	}
	if err != nil {
		return nil, &ScriptError{Message: err.Error()}
	}
	return code, nil
}

func compilerError(e *goja.CompilerError) *ScriptError {
	if e.File == nil {
		return &ScriptError{Message: e.Message}
	}
	return scriptError(e.File.Position(e.Offset), e.Message)
}

func scriptError(at file.Position, message string) *ScriptError {
	return &ScriptError{Line: at.Line, Column: at.Column, Message: cut(message, MaxMessage)}
}

// run runs a script on a machine of its own.
func (b *sandbox) run(p *goja.Program, q *request) (res result) {
	began := b.clock.Now()
	vm := goja.New()
	vm.SetMaxCallStackSize(b.stack)
	vm.SetParserOptions(parser.WithDisableSourceMaps) // eval and new Function parse too
	vm.SetTimeSource(func() time.Time { return time.UnixMilli(q.now).UTC() })
	vm.SetRandSource(rand.New(rand.NewPCG(1, 2)).Float64) // the same numbers each time is the point
	tape := newConsole(vm)
	err := b.call(vm, p, q, &res)
	if err != nil {
		res = result{Error: asScriptError(err)}
	}
	res.Console = tape.lines
	res.Micros = b.clock.Now().Sub(began).Microseconds()
	return res
}

func (b *sandbox) call(vm *goja.Runtime, p *goja.Program, q *request, res *result) (err error) {
	// A fault of the engine itself must not take the worker's other work along.
	defer func() {
		if x := recover(); x != nil {
			err = asPanic(x)
		}
	}()
	// The inputs are parsed before any line of the script has run, and what
	// writes its result is kept out of its reach.
	tools := vm.Get("JSON").ToObject(vm)
	parse, _ := goja.AssertFunction(tools.Get("parse"))
	stringify, _ := goja.AssertFunction(tools.Get("stringify"))
	form, err := parse(goja.Undefined(), vm.ToValue(string(q.form)))
	if err != nil {
		return err
	}
	ctx, err := parse(goja.Undefined(), vm.ToValue(string(q.ctx)))
	if err != nil {
		return err
	}
	if _, err := vm.RunProgram(p); err != nil {
		return err
	}
	asked := Function(q.kind)
	find, ok := finders[asked]
	if !ok {
		return errFrame
	}
	found, err := vm.RunProgram(find)
	if err != nil {
		return err
	}
	function, ok := goja.AssertFunction(found)
	switch {
	case !ok && asked != FuncValidate:
		return &ScriptError{Message: "the script must define a function " + asked.String() + "(form, ctx)"}
	case !ok:
		res.Missing = true
		return nil
	}
	value, err := function(goja.Undefined(), form, ctx)
	if err != nil {
		return err
	}
	if asked != FuncValidate {
		res.Value, err = readResult(asked, stringify, value)
		return err
	}
	if ex := vm.Try(func() { res.Problems, err = readProblems(value) }); ex != nil {
		return ex
	}
	return err
}

// readResult writes what a script returned as JSON; what JSON cannot say is
// null.
func readResult(f Function, stringify goja.Callable, value goja.Value) (json.RawMessage, error) {
	text, err := stringify(goja.Undefined(), value)
	if err != nil {
		return nil, err
	}
	s, ok := text.(goja.String)
	if !ok {
		return json.RawMessage("null"), nil
	}
	if s.Length() > MaxResult {
		return nil, wrong("%s returned more than %d KB", f, MaxResult>>10)
	}
	return json.RawMessage(s.String()), nil
}

// asScriptError turns whatever a run failed with into a mistake with a place.
func asScriptError(err error) *ScriptError {
	var wrong *ScriptError
	if errors.As(err, &wrong) {
		return wrong
	}
	var overflow *goja.StackOverflowError
	if errors.As(err, &overflow) {
		e := placed(overflow.Stack())
		e.Message = "too many calls inside each other"
		return e
	}
	var thrown *goja.Exception
	if errors.As(err, &thrown) {
		e := placed(thrown.Stack())
		e.Message = cut(thrownText(thrown), MaxMessage)
		return e
	}
	return &ScriptError{Message: cut(err.Error(), MaxMessage)}
}

// thrownText says what was thrown. A thrown object's own toString is not
// called: it is the script's code and could fail or fool.
func thrownText(e *goja.Exception) string {
	if o, ok := e.Value().(*goja.Object); ok {
		name, message := plain(o, "name"), plain(o, "message")
		switch {
		case name != "" && message != "":
			return name + ": " + message
		case message != "":
			return message
		}
		return "an object was thrown"
	}
	return e.Value().String()
}

// plain reads a property if it is a text.
func plain(o *goja.Object, key string) (s string) {
	defer func() {
		if recover() != nil { // a getter that throws
			s = ""
		}
	}()
	if v, ok := o.Get(key).(goja.String); ok {
		return textOf(v, MaxMessage)
	}
	return ""
}

// placed finds the innermost place in the script's own text.
func placed(stack []goja.StackFrame) *ScriptError {
	for _, f := range stack {
		if at := f.Position(); at.Line > 0 && f.SrcName() == scriptName {
			return &ScriptError{Line: at.Line, Column: at.Column}
		}
	}
	return &ScriptError{}
}

func asPanic(x any) error {
	if err, ok := x.(error); ok {
		return err
	}
	return &ScriptError{Message: "the script broke the engine"}
}
