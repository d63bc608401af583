package httpapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/banli-oa/banli/runtime/httpapi/openapi"
)

// contract checks what goes over the wire against the OpenAPI document. All
// tests share one, so that it can say at the end what was never answered.
type contract struct {
	doc        map[string]any
	operations []*operation
	compiler   *jsonschema.Compiler

	mu      sync.Mutex
	schemas map[string]*jsonschema.Schema // by place in the document
	seen    map[string]bool               // "GET /api/apps 200"
}

// operation is one method at one address of the document.
type operation struct {
	method, path string
	segments     []string
	at           string // its place in the document
	body         map[string]any
	item         map[string]any // the address's own part
}

func (o *operation) name() string { return o.method + " " + o.path }

const contractAddress = "https://banli.invalid/openapi.json"

var theContract = sync.OnceValues(func() (*contract, error) {
	text, err := openapi.Load()
	if err != nil {
		return nil, err
	}
	c := &contract{schemas: map[string]*jsonschema.Schema{}, seen: map[string]bool{}, compiler: jsonschema.NewCompiler()}
	if err := json.Unmarshal(text, &c.doc); err != nil {
		return nil, err
	}
	c.compiler.Draft = jsonschema.Draft2020
	c.compiler.AssertFormat = true
	if err := c.compiler.AddResource(contractAddress, bytes.NewReader(text)); err != nil {
		return nil, err
	}
	for path, item := range c.doc["paths"].(map[string]any) {
		item := item.(map[string]any)
		for _, method := range []string{"get", "put", "post", "delete", "patch"} {
			body, ok := item[method].(map[string]any)
			if !ok {
				continue
			}
			c.operations = append(c.operations, &operation{
				method: strings.ToUpper(method), path: path, segments: strings.Split(path, "/"), body: body, item: item,
				at: "/paths/" + escape(path) + "/" + method,
			})
		}
	}
	return c, nil
})

func escape(key string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(key) }

// find returns the operation that answers a request, nil where there is none.
// Of two addresses that fit, the one with fewer parameters does.
func (c *contract) find(method, path string) *operation {
	segments := strings.Split(path, "/")
	var best *operation
	fewest := len(segments) + 1
	for _, o := range c.operations {
		if o.method != method || len(o.segments) != len(segments) {
			continue
		}
		parameters, fits := 0, true
		for i, s := range o.segments {
			if strings.HasPrefix(s, "{") {
				parameters++
			} else if s != segments[i] {
				fits = false
			}
		}
		if fits && parameters < fewest {
			best, fewest = o, parameters
		}
	}
	return best
}

// check says what is not as the document says, nil if nothing.
func (c *contract) check(method, target, body string, asked http.Header, a answer) error {
	address, err := url.Parse(target)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(address.Path, "/api/") && address.Path != "/metrics" {
		return nil // a page of the interface
	}
	kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type")) // "" where there is none
	o := c.find(method, address.Path)
	if o == nil {
		// What stands at no address is a problem like any other.
		return c.validate("/components/schemas/Problem", a.body)
	}
	at, response := c.follow(o.at+"/responses", o.body["responses"], strconv.Itoa(a.status))
	if response == nil {
		return fmt.Errorf("status %d is not described", a.status)
	}
	content, _ := response["content"].(map[string]any)
	switch {
	case content == nil && a.body != "":
		return fmt.Errorf("status %d has a body, which is not described: %s", a.status, a.body)
	case content != nil && content[kind] == nil:
		return fmt.Errorf("status %d as %q is not described", a.status, kind)
	case strings.HasSuffix(kind, "json") && content != nil:
		if err := c.validate(at+"/content/"+escape(kind)+"/schema", a.body); err != nil {
			return fmt.Errorf("the answer with status %d: %w\n%s", a.status, err, a.body)
		}
	}
	if a.status >= 300 {
		return nil
	}
	c.mu.Lock()
	c.seen[o.name()+" "+strconv.Itoa(a.status)] = true
	c.mu.Unlock()
	if err := c.checkParameters(o, address.Query(), asked); err != nil {
		return err
	}
	return c.checkBody(o, body, asked)
}

// checkParameters refuses a query that worked and is not described.
func (c *contract) checkParameters(o *operation, query url.Values, asked http.Header) error {
	var known []string
	for _, list := range []any{o.item["parameters"], o.body["parameters"]} {
		all, _ := list.([]any)
		for _, p := range all {
			_, p := c.resolve("", p.(map[string]any))
			known = append(known, p["in"].(string)+" "+p["name"].(string))
		}
	}
	for name := range query {
		if !slices.Contains(known, "query "+name) {
			return fmt.Errorf("the parameter %q is not described", name)
		}
	}
	for _, name := range []string{"Idempotency-Key", "If-None-Match", "If-Match", "Last-Event-ID"} {
		if asked.Get(name) != "" && !slices.Contains(known, "header "+name) {
			return fmt.Errorf("the header %q is not described", name)
		}
	}
	return nil
}

// checkBody refuses a body that worked and is not described.
func (c *contract) checkBody(o *operation, body string, asked http.Header) error {
	at, request := c.follow(o.at, o.body, "requestBody")
	if request == nil {
		if body != "" {
			return fmt.Errorf("a body was taken that is not described: %s", body)
		}
		return nil
	}
	if body == "" {
		if required, _ := request["required"].(bool); required {
			return fmt.Errorf("no body was sent, and one is required")
		}
		return nil
	}
	content, _ := request["content"].(map[string]any)
	kind, _, _ := mime.ParseMediaType(asked.Get("Content-Type")) // "" where there is none
	if kind == "" {
		kind = "application/json"
	}
	if content[kind] == nil {
		return fmt.Errorf("a body as %q is not described", kind)
	}
	if kind != "application/json" {
		return nil
	}
	if err := c.validate(at+"/content/application~1json/schema", body); err != nil {
		return fmt.Errorf("the body that was taken: %w\n%s", err, body)
	}
	return nil
}

// follow goes to a key of an object that may be a reference.
func (c *contract) follow(at string, v any, key string) (string, map[string]any) {
	object, _ := v.(map[string]any)
	next, ok := object[key].(map[string]any)
	if !ok {
		return "", nil
	}
	return c.resolve(at+"/"+escape(key), next)
}

// resolve follows a $ref to a component.
func (c *contract) resolve(at string, object map[string]any) (string, map[string]any) {
	ref, ok := object["$ref"].(string)
	if !ok {
		return at, object
	}
	place := strings.TrimPrefix(ref, "#")
	v := any(c.doc)
	for part := range strings.SplitSeq(place[1:], "/") {
		v = v.(map[string]any)[part]
	}
	return place, v.(map[string]any)
}

func (c *contract) validate(at, text string) error {
	c.mu.Lock()
	schema, ok := c.schemas[at]
	if !ok {
		var err error
		if schema, err = c.compiler.Compile(contractAddress + "#" + at); err != nil {
			c.mu.Unlock()
			return err
		}
		c.schemas[at] = schema
	}
	c.mu.Unlock()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	if err := schema.Validate(v); err != nil {
		return fmt.Errorf("%w: %#v", err, err) //nolint:errorlint // the second says which part of the schema
	}
	return nil
}

// unseen lists the described successes that no test has had for an answer.
func (c *contract) unseen() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var missing []string
	for _, o := range c.operations {
		for status := range o.body["responses"].(map[string]any) {
			name := o.name() + " " + status
			if strings.HasPrefix(status, "2") && strings.HasPrefix(o.path, "/api/") && !c.seen[name] {
				missing = append(missing, name)
			}
		}
	}
	slices.Sort(missing)
	return missing
}

// conform fails the test unless the exchange is as the document says.
func (w *world) conform(method, target, body string, asked http.Header, a answer) {
	w.t.Helper()
	c, err := theContract()
	must(w.t, err)
	if strings.HasPrefix(target, "/unasked") {
		return
	}
	if err := c.check(method, target, body, asked, a); err != nil {
		w.t.Errorf("%s %s is not as openapi/api/*.yaml describe it: %v", method, target, err)
	}
	for _, code := range codesIn(a) {
		if !w.server.Explains(code) {
			w.t.Errorf("%s %s speaks of %q, which GET /api/errors does not explain", method, target, code)
		}
	}
}

// codesIn lists the codes of everything in an answer that has a code and a
// message: problems of fields, findings, rows of an import.
func codesIn(a answer) []string {
	var v any
	if kind := a.header.Get("Content-Type"); !strings.Contains(kind, "json") || json.Unmarshal([]byte(a.body), &v) != nil {
		return nil
	}
	var codes []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			code, coded := v["code"].(string)
			if _, said := v["message"].(string); coded && said {
				codes = append(codes, code)
			}
			for _, item := range v {
				walk(item)
			}
		}
	}
	walk(v)
	return codes
}

func TestTheDocumentAndTheRouterAgree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ask("GET", "/healthz", "").want(t, 200)
	c, err := theContract()
	must(t, err)
	described := map[string]*operation{}
	for _, o := range c.operations {
		described[o.name()] = o
	}
	routed := map[string]bool{"GET /healthz": true, "GET /readyz": true}
	for _, e := range w.server.Endpoints() {
		parts := strings.Split(e.Path, "/")
		for i, p := range parts {
			if name, ok := strings.CutPrefix(p, ":"); ok {
				parts[i] = "{" + name + "}"
			}
		}
		name := e.Method + " " + strings.Join(parts, "/")
		routed[name] = true
		o := described[name]
		if o == nil {
			t.Errorf("%s is routed and not described in openapi/api/*.yaml", name)
			continue
		}
		security, own := o.body["security"].([]any)
		open := own && slices.ContainsFunc(security, func(s any) bool { return len(s.(map[string]any)) == 0 })
		if open != w.server.Anonymous(e) {
			t.Errorf("%s: open to nobody in particular: routed %v, described %v", name, w.server.Anonymous(e), open)
		}
	}
	for name := range described {
		if !routed[name] {
			t.Errorf("%s is described and not routed", name)
		}
	}
}

// The check must find what it is there for.
func TestTheContractFindsWhatIsNotAsDescribed(t *testing.T) {
	t.Parallel()
	c, err := theContract()
	must(t, err)
	jsonKind := http.Header{"Content-Type": {"application/json"}}
	problemKind := http.Header{"Content-Type": {"application/problem+json; charset=utf-8"}}
	const role, problem = `{"items":[{"id":"hr","name":{"en":"HR"}}]}`, `{"type":"/docs/errors#permission.denied","title":"t","status":403,"code":"permission.denied","detail":"d"}`
	const me = `{"id":"a","name":{},"login":"a","roles":[],"language":"en","entrances":[],"sections":[]}`
	tests := []struct {
		name, method, target, body string
		a                          answer
		want                       string // "" where all is well
	}{
		{"as described", "GET", "/api/roles", "", answer{200, jsonKind, role}, ""},
		{"a leaked key", "GET", "/api/roles", "", answer{200, jsonKind, strings.Replace(role, `"id"`, `"salary":1,"id"`, 1)}, "salary"},
		{"a forgotten key", "GET", "/api/roles", "", answer{200, jsonKind, `{"items":[{"id":"hr"}]}`}, "name"},
		{"another type", "GET", "/api/roles", "", answer{200, jsonKind, `{"items":null}`}, "expected array"},
		{"another status", "GET", "/api/roles", "", answer{201, jsonKind, role}, "status 201"},
		{"another kind", "GET", "/api/roles", "", answer{200, http.Header{"Content-Type": {"text/html"}}, role}, "text/html"},
		{"a query", "GET", "/api/roles?secret=1", "", answer{200, jsonKind, role}, "secret"},
		{"a body", "GET", "/api/roles", "{}", answer{200, jsonKind, role}, "body"},
		{"a body of another shape", "PUT", "/api/session/language", `{"language":"fr"}`, answer{200, jsonKind, me}, "/language"},
		{"a problem", "GET", "/api/roles", "", answer{403, problemKind, problem}, ""},
		{"a problem that is not listed", "GET", "/api/roles", "", answer{403, problemKind, strings.ReplaceAll(problem, "permission.denied", "request.csrf")}, "permission.denied"},
		{"something after nothing", "POST", "/api/notices/read", "", answer{204, jsonKind, "{}"}, "body"},
		{"nowhere", "GET", "/api/nowhere", "", answer{404, problemKind, `{}`}, "missing properties"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := c.check(tt.method, tt.target, tt.body, http.Header{}, tt.a)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
}
