package lint

import (
	"testing"

	"github.com/banli-oa/banli/builder/app"
)

// TestAScriptWithoutItsFunction names the function that is called of each kind.
func TestAScriptWithoutItsFunction(t *testing.T) {
	t.Parallel()
	for place, function := range map[string]string{
		"scripts.validate": "validate", "scripts.compute": "compute", "scripts.options.rooms": "options", "scripts.flow.pay": "run",
	} {
		found := CheckScript(app.App{}, place, ScriptOutline{Missing: true})
		if len(found) != 1 || found[0].Code != CodeNoFunction || found[0].Place != place || found[0].Params["function"] != function || found[0].Line != 0 {
			t.Errorf("%s: %+v", place, found)
		}
	}
}

// TestAFormThatIsBroken says nothing of the fields that a script reads, as they may
// all be there once it is mended.
func TestAFormThatIsBroken(t *testing.T) {
	t.Parallel()
	uses := []ScriptUse{{Path: []string{"any"}, Line: 1, Column: 1}, {Path: []string{"any", "column"}, Line: 1, Column: 1}}
	a := app.App{}
	a.Form.Schema = []byte(`{"type":`)
	if found := CheckScript(a, "scripts.compute", ScriptOutline{Form: uses, Returns: uses[:1]}); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
}

func TestTheNameThatWasMeant(t *testing.T) {
	t.Parallel()
	names := []string{"amount", "total", "t", "items"}
	for name, want := range map[string]string{
		"amuont": "amount", "AMOUNT": "amount", "amounts": "amount", "item": "items", "totl": "total", "x": "", "reason": "", "": "", "ab": "",
	} {
		if got := near(name, names); got != want {
			t.Errorf("%q is taken for %q, want %q", name, got, want)
		}
	}
}
