package bundle

import (
	"archive/tar"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	opacompile "github.com/open-policy-agent/opa/v1/compile"
)

func TestRefusesFolders(t *testing.T) {
	t.Parallel()
	const head = "package banli.authz\n\n"
	without := func(rule string) string {
		var kept []string
		for _, part := range strings.Split(allowAll, "\n\n") {
			if !strings.HasPrefix(part, rule) {
				kept = append(kept, part)
			}
		}
		return strings.Join(kept, "\n\n")
	}
	tests := []struct {
		name  string
		files map[string]string
		code  string
		place string // after the origin
		says  string
	}{
		{"nothing in it", map[string]string{"README.md": "#"}, CodeEmpty, "", "no Rego file"},
		{"tests alone", map[string]string{"a_test.rego": allowAll}, CodeEmpty, "", "no Rego file"},
		{"a broken line", map[string]string{"a.rego": allowAll + "\nx := {\n"}, CodeSyntax, "a.rego:10", "unexpected"},
		{"older Rego", map[string]string{"a.rego": allowAll + "\nx { input.y }\n"}, CodeSyntax, "a.rego:9:1", "--v0-v1"},
		{"the network", map[string]string{"a.rego": allowAll, "deep/b.rego": "package deep\n\nx := http.send({\"method\": \"get\", \"url\": \"http://example.org\"})\n"},
			CodeBuiltin, "deep/b.rego:3:6", "Take http.send out"},
		{"the clock", map[string]string{"a.rego": allowAll + "\nx := time.now_ns()\n"}, CodeBuiltin, "a.rego:9:6", "Take time.now_ns out"},
		{"an unknown function", map[string]string{"a.rego": allowAll + "\nx := is_friday(1)\n"}, CodeCompile, "a.rego:9:6", "undefined function is_friday"},
		{"two findings", map[string]string{"a.rego": allowAll + "\nx := is_friday(1)\n\ny := is_monday(1)\n"}, CodeCompile, "a.rego:9:6", "is_monday at a.rego:11"},
		{"an unsafe variable", map[string]string{"a.rego": allowAll + "\nx := y\n"}, CodeCompile, "a.rego:9", "unsafe"},
		{"recursion", map[string]string{"a.rego": allowAll + "\nx if y\n\ny if x\n"}, CodeCompile, "a.rego:9", "recursive"},
		{"an unused variable", map[string]string{"a.rego": allowAll + "\nx if {\n\ty := 1\n}\n"}, CodeCompile, "a.rego:10", "assigned var y unused"},
		{"no decision", map[string]string{"a.rego": without("decision")}, CodeRule, "", "the rule decision is missing"},
		{"no principals", map[string]string{"a.rego": without("principals")}, CodeRule, "", "the rule principals is missing"},
		{"no readers", map[string]string{"a.rego": without("readers")}, CodeRule, "", "Add the rule readers"},
		{"another package", map[string]string{"a.rego": strings.Replace(allowAll, "banli.authz", "app.authz", 1)}, CodeRule, "", "package banli.authz"},
		{"broken JSON", map[string]string{"a.rego": allowAll, "x/data.json": "{\n\"a\": 1,\n}"}, CodeData, "x/data.json:3", "invalid character"},
		{"broken YAML", map[string]string{"a.rego": allowAll, "data.yml": "a: 1\nb: c: d\n"}, CodeData, "data.yml:2", "yaml"},
		{"data that is no object", map[string]string{"a.rego": allowAll, "data.json": "[1]"}, CodeData, "data.json", "not an object"},
		{"data over a rule", map[string]string{"a.rego": allowAll, "banli/authz/data.json": `{"decision": {"allow": true}}`}, CodeData, "a.rego:3", "conflicting rule"},
		{"a broken manifest", map[string]string{"a.rego": allowAll, ".manifest": "{"}, CodeManifest, ".manifest", "manifest"},
		{"narrow roots", map[string]string{"a.rego": allowAll, ".manifest": `{"roots": ["other"]}`}, CodeManifest, ".manifest", "roots"},
		{"a manifest of v0", map[string]string{"a.rego": allowAll, ".manifest": `{"rego_version": 0}`}, CodeVersion, ".manifest", "--v0-v1"},
		{"a file of v0", map[string]string{"a.rego": allowAll, ".manifest": `{"rego_version": 1, "file_rego_versions": {"/b.rego": 0}}`}, CodeVersion, ".manifest", "--v0-v1"},
		{"two answers", map[string]string{"a.rego": head + `decision := {"allow": true} if input.action == "apps.list"

decision := {"allow": false} if input.subject.id == "manager"

principals := set()

readers := set()
`}, CodeFails, "a.rego:5:1", "asked for apps.list"},
		{"a failing builtin", map[string]string{"a.rego": head + `decision := {"allow": to_number(input.action) == 1}

principals := set()

readers := set()
`}, CodeFails, "a.rego:3:23", "to_number"},
		{"a misspelt mask", map[string]string{"a.rego": head + `decision := {"allow": true, "hidden": ["x"]}

principals := set()

readers := set()
`}, CodeShape, "", `"hidden"`},
		{"odd principals", map[string]string{"a.rego": strings.Replace(allowAll, `principals := {"user:x"}`, `principals := {"x"}`, 1)}, CodeShape, "", "asked for principals"},
		{"odd readers", map[string]string{"a.rego": strings.Replace(allowAll, `readers := {"user:x"}`, `readers := "user:x"`, 1)}, CodeShape, "", "asked for readers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, tt.files)
			e := refused(t, dir, patient, tt.code)
			place := strings.TrimPrefix(strings.TrimPrefix(e.Place(), dir), ":")
			if !strings.HasPrefix(place, tt.place) || (tt.place == "") != (place == "") || !strings.Contains(e.Error(), tt.says) {
				t.Errorf("at %q, want %q with %q: %v", place, tt.place, tt.says, e)
			}
		})
	}
}

func TestRefusesSlowPolicies(t *testing.T) {
	t.Parallel()
	const slow = `package banli.authz

decision := {"allow": n == 1} if {
	n := count([1 | some i in numbers.range(1, 30000); some j in numbers.range(1, 30000); i * j < 0])
}

principals := set()

readers := set()
`
	o := Options{Trial: Trial{Each: 20 * time.Millisecond}}
	if e := refused(t, folder(t, map[string]string{"a.rego": slow}), o, CodeSlow); !strings.Contains(e.Detail, "20ms") {
		t.Error(e)
	}
}

func TestRefusesPlaces(t *testing.T) {
	t.Parallel()
	text := filepath.Join(folder(t, map[string]string{"a.rego": allowAll}), "a.rego")
	_ = refused(t, text, patient, CodeNotBundle)
	_ = refused(t, filepath.Join(t.TempDir(), "none"), patient, CodeNotFound)
	_ = refused(t, "/dev/null", patient, CodeNotBundle)
	_ = refused(t, save(t, nil), patient, CodeNotBundle)

	dir := folder(t, map[string]string{"a.rego": allowAll})
	if err := os.Symlink(text, filepath.Join(dir, "b.rego")); err != nil {
		t.Fatal(err)
	}
	if e := refused(t, dir, patient, CodeLink); e.File != "b.rego" {
		t.Error(e)
	}
	dir = folder(t, map[string]string{"a.rego": allowAll})
	if err := os.Symlink(t.TempDir(), filepath.Join(dir, "lib")); err != nil {
		t.Fatal(err)
	}
	_ = refused(t, dir, patient, CodeLink)
}

func TestRefusesOtherTargets(t *testing.T) {
	t.Parallel()
	entrypoints := func(c *opacompile.Compiler) {
		c.WithEntrypoints("banli/authz/decision", "banli/authz/principals", "banli/authz/readers")
	}
	for _, target := range []string{opacompile.TargetPlan, opacompile.TargetWasm} {
		p := opaBuild(t, map[string]string{"a.rego": allowAll}, func(c *opacompile.Compiler) { entrypoints(c); c.WithTarget(target) })
		c, err := Load(t.Context(), p, patient)
		// A plan lies beside its Rego, which is as good as ever.
		if err == nil && target == opacompile.TargetPlan && decide(t, c, "x").Allow {
			continue
		}
		if e := refused(t, p, patient, CodeCompiled); !strings.Contains(e.Mend, "--target rego") {
			t.Error(e)
		}
	}
	_ = refused(t, save(t, pack(t, entry{name: "/policy.wasm", text: "\x00asm"}, entry{name: "/data.json", text: "{}"})), patient, CodeCompiled)
	_ = refused(t, save(t, pack(t, entry{name: "/plan.json", text: "{}"})), patient, CodeCompiled)
	_ = refused(t, save(t, pack(t, entry{name: "/patch.json", text: `{"data": []}`})), patient, CodeDelta)
}

func TestRefusesArchives(t *testing.T) {
	t.Parallel()
	good := entry{name: "/a.rego", text: allowAll}
	zeros := strings.Repeat("0", 3<<20)
	small := func(l Limits) Options { return Options{Limits: l, Trial: patient.Trial} }
	tests := []struct {
		name    string
		entries []entry
		o       Options
		code    string
	}{
		{"upwards", []entry{good, {name: "../b.rego", text: allowAll}}, patient, CodePath},
		{"upwards inside", []entry{good, {name: "x/../../b.rego", text: allowAll}}, patient, CodePath},
		{"upwards from the root", []entry{good, {name: "/../b.rego", text: allowAll}}, patient, CodePath},
		{"upwards as elsewhere", []entry{good, {name: `..\b.rego`, text: allowAll}}, patient, CodePath},
		{"another drive", []entry{good, {name: `c:\b.rego`, text: allowAll}}, patient, CodePath},
		{"two slashes", []entry{good, {name: "//b.rego", text: allowAll}}, patient, CodePath},
		{"a folder upwards", []entry{good, {name: "../", kind: tar.TypeDir}}, patient, CodePath},
		{"a symbolic link", []entry{good, {name: "b.rego", link: "/etc/passwd", kind: tar.TypeSymlink}}, patient, CodeLink},
		{"a hard link", []entry{good, {name: "b.rego", link: "a.rego", kind: tar.TypeLink}}, patient, CodeLink},
		{"a device", []entry{good, {name: "b.rego", kind: tar.TypeChar}}, patient, CodeLink},
		{"a pipe", []entry{good, {name: "x", kind: tar.TypeFifo}}, patient, CodeLink},
		{"one file twice", []entry{good, {name: "./a.rego", text: denyAll}}, patient, CodeDuplicate},
		{"a bomb", []entry{good, {name: "data.json", text: `{"a": "` + zeros + `"}`}}, patient, CodeRatio},
		{"a bomb beside", []entry{good, {name: "zeros", text: zeros}}, patient, CodeRatio},
		{"too much", []entry{good, {name: "zeros", text: zeros}}, small(Limits{Ratio: 1e6, Total: 2 << 20}), CodeTooLarge},
		{"a large file", []entry{good, {name: "data.json", text: `{"a": "` + zeros + `"}`}}, small(Limits{Ratio: 1e6, File: 1 << 20}), CodeTooLarge},
		{"a large archive", []entry{good}, small(Limits{Archive: 100}), CodeTooLarge},
		{"many files", []entry{good, {name: "b", text: ""}, {name: "c", text: ""}, {name: "d/", kind: tar.TypeDir}}, small(Limits{Files: 3}), CodeTooMany},
		{"the network", []entry{{name: "/a.rego", text: allowAll + "\nx := http.send({})\n"}}, patient, CodeBuiltin},
		{"a broken line", []entry{{name: "/a.rego", text: allowAll + "\nx := {\n"}}, patient, CodeSyntax},
		{"nothing in it", nil, patient, CodeEmpty},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_ = refused(t, save(t, pack(t, tt.entries...)), tt.o, tt.code)
		})
	}
	mustLoad(t, save(t, pack(t, entry{name: "./", kind: tar.TypeDir}, entry{name: "./x/", kind: tar.TypeDir}, entry{name: "./x/a.rego", text: allowAll})))
}

func TestRefusesLargeFolders(t *testing.T) {
	t.Parallel()
	files := map[string]string{"a.rego": allowAll}
	for i := range 5 {
		files[fmt.Sprintf("d%d/data.json", i)] = `{"a": "` + strings.Repeat("x", 1000) + `"}`
	}
	dir := folder(t, files)
	mustLoad(t, dir)
	for code, l := range map[string][]Limits{
		CodeTooLarge: {{Total: 3000}, {File: 900}},
		CodeTooMany:  {{Files: 6}},
	} {
		for _, limits := range l {
			_ = refused(t, dir, Options{Limits: limits, Trial: patient.Trial}, code)
		}
	}
}

// TestCutAndBentArchives: whatever a bundle loses at its end, and whichever byte of
// it changes, it is refused or is still the same policy; it never panics.
func TestCutAndBentArchives(t *testing.T) {
	t.Parallel()
	whole := pack(t, entry{name: "/a.rego", text: allowAll}, entry{name: "/.manifest", text: `{"revision": "r1"}`})
	digest := mustLoad(t, save(t, whole)).Digest
	p := filepath.Join(t.TempDir(), "bundle.tar.gz")
	try := func(data []byte) (*Candidate, error) {
		if err := os.WriteFile(p, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return Load(t.Context(), p, patient)
	}
	for n := range whole {
		if c, err := try(whole[:n]); err == nil {
			t.Errorf("cut to %d of %d bytes it is taken: %+v", n, len(whole), c)
		}
		bent := append([]byte(nil), whole...)
		bent[n] ^= 0x41
		if c, err := try(bent); err == nil && c.Digest != digest {
			t.Errorf("bent at %d it is taken as another policy", n)
		}
	}
}
