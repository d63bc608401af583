package script

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
)

// maxUses is how many uses of one sort an outline names.
const maxUses = 200

// Outline is what a script can be seen to do without being run. It holds only
// what is certain: what cannot be followed is left out, so that whatever is said
// about it is true of every run that gets there.
type Outline struct {
	// Missing is set where the script does not declare the function that is called.
	Missing bool `json:"missing,omitempty"`
	// Waits is set where that function is async or a generator, and so returns no
	// values but the promise of them.
	Waits bool `json:"waits,omitempty"`
	// Form are the fields that it reads of its form: one name, or a table's and a
	// column's.
	Form []Use `json:"form,omitempty"`
	// Context is what it reads of ctx: one name, or "lists" and a list's.
	Context []Use `json:"context,omitempty"`
	// Returns are the keys of object literals that the function returns.
	Returns []Use `json:"returns,omitempty"`
	// Unknown are names that neither the script declares nor the engine has.
	Unknown []Use `json:"unknown,omitempty"`
}

// Use is where a script first uses a name. Line and Column count from 1, the column
// in characters.
type Use struct {
	Path   []string `json:"path"`
	Line   int      `json:"line"`
	Column int      `json:"column"`
}

// Outline is Runner's.
func (p *Pool) Outline(ctx context.Context, source Source, f Function) (Outline, error) {
	var o Outline
	if source.Empty() {
		return Outline{Missing: true}, nil
	}
	report, err := p.ask(ctx, source, &request{kind: askOutline, form: []byte{byte(f)}})
	if err != nil {
		return o, err
	}
	if err := json.Unmarshal(report.Value, &o); err != nil {
		return o, fmt.Errorf("%w: an outline: %w", ErrWorker, err)
	}
	return o, nil
}

// outline reads the script of a request that compiles.
func (b *sandbox) outline(q *request) (res result, err error) {
	if len(q.source) == 0 {
		return res, errNeedSource
	}
	if len(q.form) != 1 {
		return res, errFrame
	}
	program, err := parser.ParseFile(nil, scriptName, string(q.source), 0, parser.WithDisableSourceMaps)
	if err != nil {
		return res, fmt.Errorf("script: reading what was compiled: %w", err)
	}
	res.Value, err = json.Marshal(outlineOf(program, Function(q.form[0])))
	return res, err
}

func outlineOf(program *ast.Program, f Function) (o Outline) {
	// What is nested too deep to be followed, or grows a node that this does not
	// know, is not followed at all.
	defer func() {
		if recover() != nil {
			o = Outline{}
		}
	}()
	vm := goja.New()
	newConsole(vm)
	r := newReader(program, f)
	r.has = func(name string) bool { return vm.GlobalObject().Get(name) != nil }
	return r.read()
}
