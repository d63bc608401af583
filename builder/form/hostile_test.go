package form_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/form"
)

// times writes a text n times, separated by commas; %d in it is the number.
func times(n int, text string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strings.ReplaceAll(text, "%d", fmt.Sprint(i)))
	}
	return b.String()
}

// doubled is a schema that doubles with each of 30 references.
func doubled(keyword string) string {
	defs := `"d0":{"type":"string"}`
	for i := 1; i <= 30; i++ {
		ref := fmt.Sprintf(`{"$ref":"#/$defs/d%d"}`, i-1)
		defs += fmt.Sprintf(`,"d%d":{"%s":[%s,%s]}`, i, keyword, ref, ref)
	}
	return object(`"a":{"$ref":"#/$defs/d30"}`, `,"$defs":{`+defs+`}`)
}

// chained is a schema with n definitions, each of which refers to the next.
func chained(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"d%d":{"$ref":"#/$defs/d%d"},`, i, i+1)
	}
	return object(`"a":{"$ref":"#/$defs/d0"}`, `,"$defs":{`+b.String()+fmt.Sprintf(`"d%d":{}}`, n))
}

// hostileSchemas would take a validator, a compiler or a reader very long.
func hostileSchemas() map[string]string {
	tables := `{"type":"number"}`
	for range 6 {
		tables = `{"type":"array","items":` + tables + `}`
	}
	return map[string]string{
		"allOf doubling":               doubled("allOf"),
		"anyOf doubling":               doubled("anyOf"),
		"oneOf doubling":               doubled("oneOf"),
		"deep nesting":                 strings.Repeat(`{"not":`, 90) + `{}` + strings.Repeat(`}`, 90),
		"absurd nesting":               strings.Repeat(`{"not":`, 20_000) + `{}` + strings.Repeat(`}`, 20_000),
		"absurd lists":                 strings.Repeat(`[`, 100_000),
		"a huge enum":                  object(`"a":{"enum":[`+times(60_000, `"x"`)+`]}`, ``),
		"an enum of 20,000":            object(`"a":{"enum":[`+times(20_000, `"v%d"`)+`]}`, ``),
		"a huge default":               object(`"a":{"default":[`+times(120_000, `1`)+`]}`, ``),
		"lists of nothing":             object(`"a":{"uniqueItems":true,"default":[`+times(60_000, `{}`)+`]}`, ``),
		"tables in tables":             object(`"a":`+tables, ``),
		"too large":                    object(`"a":{"description":"`+strings.Repeat("x", 256<<10)+`"}`, ``),
		"10,000 properties":            object(times(10_000, `"f%d":{}`), ``),
		"many fields with branches":    object(times(9000, `"f%d":{"anyOf":[{},{}]}`), ``),
		"a wide oneOf":                 object(`"a":{"oneOf":[`+times(9000, `{"type":"string"}`)+`]}`, ``),
		"a chain of refs":              chained(5000),
		"references to themselves":     object(`"a":{}`, `,"$defs":{`+times(1900, `"v%d":{"$ref":"#/$defs/v%d"}`)+`}`),
		"dynamic references":           object(times(1900, `"f%d":{"$dynamicRef":"#a","$dynamicAnchor":"a"}`), ``),
		"references outside":           object(times(1900, `"f%d":{"$ref":"https://127.0.0.1:1/%d.json"}`), ``),
		"a costly table":               object(`"a":{"type":"array","items":`+object(times(490, `"f%d":{"anyOf":[{},{}]}`), ``)+`}`, ``),
		"7,000 unknown formats":        object(times(7000, `"f%d":{"format":"x"}`), ``),
		"1,900 unknown formats":        object(times(1900, `"f%d":{"format":"x"}`), ``),
		"a pattern of names":           object(`"a":{"type":"object","patternProperties":{"(a+)+$":{},"(x{1000}){10}":{}}}`, ``),
		"patterns that explode":        object(times(1900, `"f%d":{"pattern":"(x{100}){100}"}`), ``),
		"patterns just small enough":   object(times(1900, `"f%d":{"pattern":"^[a-z]{1,99}x{1,140}$"}`), ``),
		"the same in one field":        object(`"a":{"allOf":[`+times(1900, `{"pattern":"^[a-z]{1,200}$"}`)+`]}`, ``),
		"patterns of all letters":      object(times(1900, `"f%d":{"pattern":"(?i)\\pL\\pN[\\pL]%d"}`), ``),
		"one long pattern":             object(`"a":{"pattern":"`+strings.Repeat("(?:a|b)", 30_000)+`"}`, ``),
		"a nested pattern":             object(`"a":{"pattern":"`+strings.Repeat("(", 490)+"a"+strings.Repeat("){9}", 490)+`"}`, ``),
		"names as numbers":             object(`"a":{"const":1e99999999}`, ``),
		"a quarter of a million nines": object(`"a":{"maximum":`+strings.Repeat("9", 250_000)+`}`, ``),
		"minLength unbounded":          object(`"a":{"minLength":1e30}`, ``),
		"30,000 required":              object(`"a":{}`, `,"required":[`+times(30_000, `"v%d"`)+`]`),
		"the same required":            object(`"a":{}`, `,"required":[`+times(30_000, `"a"`)+`]`),
		"20,000 types":                 object(`"a":{"type":[`+times(20_000, `"string"`)+`]}`, ``),
		"10,000 dependents":            object(`"a":{}`, `,"dependentRequired":{`+times(9000, `"v%d":["a","b"]`)+`}`),
		"20,000 keywords":              object(times(400, `"f%d":{"$ref":"#/$defs/d"}`), `,"$defs":{"d":{`+times(20_000, `"x%d":1`)+`}}`),
		"a name without end":           object(`"a":{}`, `,"$defs":{"`+strings.Repeat("k", 200_000)+`":{"anyOf":[`+times(1900, `{}`)+`]}}`),
		"names within names":           strings.Repeat(`{"type":"object","properties":{"`+strings.Repeat("a", 3000)+`":`, 80) + `{}` + strings.Repeat("}}", 80),
	}
}

// What is made to take long is refused before anything long begins. The bound
// is that a person does not notice; what each took is reported, since a busy
// machine must not fail the test.
func TestCompileRefusesHostileSchemasAtOnce(t *testing.T) {
	worst, slowest := time.Duration(0), ""
	for name, schema := range hostileSchemas() {
		t.Run(name, func(t *testing.T) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			took := time.Hour
			for range 3 {
				started := threadTime()
				_, err := form.Compile(form.Definition{Schema: json.RawMessage(schema)})
				took = min(took, threadTime()-started)
				if err == nil {
					t.Fatal("accepted")
				}
			}
			t.Logf("%s %s", took, findings(t, form.Definition{Schema: json.RawMessage(schema)})[0])
			if took > time.Second {
				t.Errorf("took %s", took)
			}
			if took > worst {
				worst, slowest = took, name
			}
		})
	}
	t.Logf("the slowest is %s: %s", slowest, worst)
}

// What is accepted at the caps is ready for use soon, too.
func TestCompileAtTheCaps(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for name, schema := range map[string]string{
		"500 fields":      object(times(500, `"f%d":{"type":"string","maxLength":200}`), ``),
		"a wide choice":   object(`"a":{"oneOf":[`+times(1900, `{"type":"string"}`)+`]}`, ``),
		"a chain of refs": chained(28),
		"patterns":        object(`"a":{"allOf":[`+times(45, `{"pattern":"^[a-z]{1,100}%d$"}`)+`]}`, ``),
		"an enum":         object(`"a":{"type":"string","enum":[`+times(9900, `"v%d"`)+`]}`, ``),
		"shared keywords": object(times(400, `"f%d":{"$ref":"#/$defs/d"}`), `,"$defs":{"d":{`+times(100, `"x%d":1`)+`}}`),
	} {
		started := threadTime()
		if got := findings(t, form.Definition{Schema: json.RawMessage(schema)}); len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		}
		t.Logf("%s: %s", name, threadTime()-started)
	}
}

// A finding is not repeated without end.
func TestCompileTellsSoManyFindings(t *testing.T) {
	t.Parallel()
	got := findings(t, form.Definition{Schema: json.RawMessage(object(times(1900, `"f%d":{"format":"x"}`), ``))})
	if len(got) != 50 {
		t.Errorf("%d findings", len(got))
	}
	// Nor is one left out where there are few.
	got = findings(t, form.Definition{Schema: json.RawMessage(object(times(49, `"f%d":{"format":"x"}`)+`,"g":{"pattern":"("}`, ``))})
	if len(got) != 50 || !slices.Contains(got, "form.patternInvalid@schema/properties/g") {
		t.Errorf("%d findings", len(got))
	}
}

// Whatever a schema refers to, nothing is opened and nothing dialled.
func TestCompileNeverLoads(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = w.Write([]byte(`{}`))
	}))
	t.Cleanup(server.Close)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	file := filepath.Join(t.TempDir(), "schema.json")
	if err := os.WriteFile(file, []byte(`{"type":"string"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	watched, unread := watchedFile(t)
	address := strings.TrimPrefix(server.URL, "http://")
	for _, ref := range []string{
		server.URL + "/a.json", "https://" + listener.Addr().String() + "/a.json", "http://" + listener.Addr().String(),
		"ftp://" + listener.Addr().String() + "/a", "//" + address + "/a", "file://" + file, "file://" + watched, watched,
		"file:" + watched, "FILE://" + watched + "#/a", "./../" + watched, "a.json", "#" + watched, "urn:x",
	} {
		quoted, err := json.Marshal(ref)
		if err != nil {
			t.Fatal(err)
		}
		for _, schema := range []string{
			object(`"a":{"$ref":`+string(quoted)+`}`, ``),
			object(`"a":{}`, `,"$schema":`+string(quoted)),
			object(`"a":{}`, `,"$id":`+string(quoted)+`,"$ref":"#/$defs/x"`),
			object(`"a":{"$id":`+string(quoted)+`}`, ``),
			object(`"a":{"$dynamicRef":`+string(quoted)+`}`, ``),
			object(`"a":{"$recursiveRef":`+string(quoted)+`}`, ``),
			object(`"a":{}`, `,"$vocabulary":{`+string(quoted)+`:true}`),
			object(`"a":{"contentMediaType":"application/json","contentSchema":{"$ref":`+string(quoted)+`}}`, ``),
			object(`"a":{"dependencies":{"b":{"$ref":`+string(quoted)+`}}}`, ``),
		} {
			if got := findings(t, form.Definition{Schema: json.RawMessage(schema)}); len(got) == 0 {
				t.Errorf("accepted %s", schema)
			}
		}
		// A reference at the top that is accepted is accepted as a name only.
		compile(t, form.Definition{Schema: json.RawMessage(object(`"a":{}`, `,"$id":`+string(quoted)))})
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("asked the server %d times", n)
	}
	if !unread() {
		t.Error("opened a file")
	}
	// The first to have dialled must be this test itself.
	self, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = self.Close() }()
	first, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.Close() }()
	if first.RemoteAddr().String() != self.LocalAddr().String() {
		t.Error("dialled")
	}
}
