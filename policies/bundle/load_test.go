package bundle

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	opacompile "github.com/open-policy-agent/opa/v1/compile"

	"github.com/banli-oa/banli/policies/authz"
)

func TestDefault(t *testing.T) {
	t.Parallel()
	c := mustLoad(t, "")
	if !strings.HasPrefix(c.Revision, "default-") || len(c.Digest) != 64 || c.Origin != "" || !slices.Equal(c.Files, []string{"authz.rego"}) {
		t.Errorf("%+v", c)
	}
	if d := decide(t, c, authz.AppsList); !d.Allow || d.Revision != c.Revision {
		t.Errorf("%+v", d)
	}
	if again := mustLoad(t, ""); again.Digest != c.Digest {
		t.Error("the digest changes")
	}
}

// lookup answers by data, so that a wrong place of the data shows.
const lookup = `package banli.authz

import data.lib

decision := {"allow": lib.ok(data.shop.words.action), "reasons": [data.shop.words.reason], "hide": data.masks}

principals := set()

readers := set()
`

var lookupFiles = map[string]string{
	"banli/authz.rego":      lookup,
	"banli/authz_test.rego": "package banli.authz_test\n\ntest_x if http.send({}) == 1\n",
	"lib.rego":              "package lib\n\nok(action) if {\n\tprint(\"asked\", action)\n\tinput.action == action\n}\n\nelse := false\n",
	"data.json":             `{"masks": ["salary"]}`,
	"shop/data.yaml":        "words:\n  action: apps.list\n  reason: allow.data\n",
}

func TestFolder(t *testing.T) {
	t.Parallel()
	dir := folder(t, lookupFiles)
	fill(t, dir, map[string]string{"README.md": "#", "shop/notes.json": "{", ".git/x.rego": "nonsense", ".hidden.rego": "nonsense", "shop/.manifest": "{"})
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, ".link")); err != nil {
		t.Fatal(err)
	}
	c := mustLoad(t, dir)
	want := []string{"banli/authz.rego", "data.json", "lib.rego", "shop/data.yaml"}
	if !slices.Equal(c.Files, want) || c.Revision != c.Digest[:12] || c.Origin != dir {
		t.Errorf("%+v", c)
	}
	d := decide(t, c, authz.AppsList)
	if !d.Allow || !slices.Equal(d.Reasons, []string{"allow.data"}) || !slices.Equal(d.Hide, []string{"salary"}) {
		t.Errorf("%+v", d)
	}
	if d := decide(t, c, authz.AppRead); d.Allow {
		t.Errorf("%+v", d)
	}

	fill(t, dir, map[string]string{"data.json": `{"masks": []}`})
	if again := mustLoad(t, dir); again.Digest == c.Digest {
		t.Error("the digest does not tell other data")
	}
}

func TestFolderBehindALink(t *testing.T) {
	t.Parallel()
	link := filepath.Join(t.TempDir(), "policy")
	if err := os.Symlink(folder(t, map[string]string{"a.rego": allowAll}), link); err != nil {
		t.Fatal(err)
	}
	if d := decide(t, mustLoad(t, link), "x"); !d.Allow {
		t.Errorf("%+v", d)
	}
}

func TestOPABuild(t *testing.T) {
	t.Parallel()
	for name, with := range map[string]func(c *opacompile.Compiler){
		"plain":  nil,
		"rooted": func(c *opacompile.Compiler) { c.WithRoots("banli", "lib", "shop", "masks") },
		"optimised": func(c *opacompile.Compiler) {
			c.WithOptimizationLevel(1).WithEntrypoints("banli/authz/decision", "banli/authz/principals", "banli/authz/readers")
		},
		"pruned": func(c *opacompile.Compiler) {
			c.WithPruneUnused(true).WithEntrypoints("banli/authz/decision", "banli/authz/principals", "banli/authz/readers")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{}
			for p, text := range lookupFiles {
				if !strings.HasSuffix(p, "_test.rego") {
					files[p] = text
				}
			}
			c := mustLoad(t, opaBuild(t, files, with))
			if c.Revision != "r1" {
				t.Errorf("%+v", c)
			}
			if d := decide(t, c, authz.AppsList); !d.Allow || d.Revision != "r1" || !slices.Equal(d.Hide, []string{"salary"}) {
				t.Errorf("%+v", d)
			}
			if d := decide(t, c, authz.AppRead); d.Allow {
				t.Errorf("%+v", d)
			}
		})
	}
}

func TestDefaultPolicyAsABundle(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../rego/authz.rego")
	if err != nil {
		t.Fatal(err)
	}
	for level := range 3 {
		c := mustLoad(t, opaBuild(t, map[string]string{"authz.rego": string(text)}, func(c *opacompile.Compiler) {
			c.WithOptimizationLevel(level).WithEntrypoints("banli/authz/decision", "banli/authz/principals", "banli/authz/readers")
		}))
		for action, allow := range map[string]bool{authz.AppsList: true, authz.StudioPublish: false, authz.InstanceRead: false} {
			if d := decide(t, c, action); d.Allow != allow {
				t.Errorf("optimised %d: %s gives %+v", level, action, d)
			}
		}
	}
}

func TestDenyAllDeniesAll(t *testing.T) {
	t.Parallel()
	c := mustLoad(t, opaBuild(t, map[string]string{"deny.rego": denyAll}, nil))
	for _, action := range authz.Actions() {
		if d := decide(t, c, action); d.Allow || !slices.Equal(d.Reasons, []string{"deny.all"}) {
			t.Errorf("%s: %+v", action, d)
		}
	}
}

func TestSilentPolicyIsGoodAndDenies(t *testing.T) {
	t.Parallel()
	c := mustLoad(t, folder(t, map[string]string{"a.rego": `package banli.authz

decision := {"allow": true} if input.action == "never.asked"

principals := {"user:x"} if input.never

readers := {"user:x"} if input.never
`}))
	if d := decide(t, c, authz.AppsList); d.Allow || !slices.Equal(d.Reasons, []string{authz.ReasonUndefined}) {
		t.Errorf("%+v", d)
	}
}
