package openapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/httpapi/openapi"
)

func document(t *testing.T) map[string]any {
	t.Helper()
	text, err := openapi.Load()
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestTheDocumentIsOpenAPI31(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/oas-3.1-schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	const address = "https://spec.openapis.org/oas/3.1/schema/2025-11-23"
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	if err := c.AddResource(address, f); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(address)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(document(t)); err != nil {
		t.Errorf("%#v", err)
	}
	// The schema finds what is wrong: it is not an empty one.
	broken := document(t)
	delete(broken, "info")
	if schema.Validate(broken) == nil {
		t.Error("a document without info passes")
	}
}

// walk visits every object of the document with its place.
func walk(v any, at string, visit func(at string, o map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(at, v)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			walk(v[key], at+"/"+key, visit)
		}
	case []any:
		for i, item := range v {
			walk(item, fmt.Sprintf("%s/%d", at, i), visit)
		}
	}
}

// A schema that says nothing of further keys lets a leaked one through.
func TestEveryObjectSaysWhetherItHasOtherKeys(t *testing.T) {
	t.Parallel()
	walk(document(t), "", func(at string, o map[string]any) {
		if o["type"] != "object" {
			return
		}
		if _, ok := o["additionalProperties"]; !ok {
			t.Errorf("%s: an object without additionalProperties", at)
		}
		properties, _ := o["properties"].(map[string]any)
		required, _ := o["required"].([]any)
		for _, key := range required {
			if _, ok := properties[key.(string)]; !ok {
				t.Errorf("%s: %v is required and not described", at, key)
			}
		}
	})
}

func TestEveryReferenceLeadsSomewhere(t *testing.T) {
	t.Parallel()
	doc := document(t)
	used := map[string]bool{}
	walk(doc, "", func(at string, o map[string]any) {
		ref, ok := o["$ref"].(string)
		if !ok {
			return
		}
		used[ref] = true
		var v any = doc
		for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
			m, _ := v.(map[string]any)
			v = m[part]
		}
		if v == nil {
			t.Errorf("%s: %s leads nowhere", at, ref)
		}
	})
	components := doc["components"].(map[string]any)
	for _, kind := range []string{"schemas", "parameters", "responses"} {
		for name := range components[kind].(map[string]any) {
			if ref := "#/components/" + kind + "/" + name; !used[ref] {
				t.Errorf("%s is used by nothing", ref)
			}
		}
	}
}

func TestTheDocumentSpeaksBothLanguages(t *testing.T) {
	t.Parallel()
	ids := map[string]string{}
	walk(document(t), "", func(at string, o map[string]any) {
		for _, key := range []string{"summary", "description"} {
			text, ok := o[key].(string)
			if !ok || strings.HasSuffix(at, "/properties") || strings.HasSuffix(at, "/info/license") {
				continue
			}
			if o["content"] != nil && http.StatusText(statusOf(at)) == text {
				continue // the name of a status
			}
			chinese, _ := o["x-"+key+"-zh-CN"].(string)
			if !strings.ContainsFunc(chinese, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s: the %s %q is not said in Chinese", at, key, text)
			}
		}
		if id, ok := o["operationId"].(string); ok {
			if ids[id] != "" {
				t.Errorf("%s and %s are both %s", ids[id], at, id)
			}
			ids[id] = at
			if o["summary"] == nil || len(o["tags"].([]any)) != 1 {
				t.Errorf("%s: needs a summary and one tag", at)
			}
		}
	})
	if len(ids) < 30 {
		t.Errorf("only %d operations", len(ids))
	}
}

func statusOf(at string) int {
	var status int
	_, _ = fmt.Sscanf(at[strings.LastIndexByte(at, '/')+1:], "%d", &status) // 0 where it is none
	return status
}

// Programs match on codes, so none may go or change its status.
func TestNoCodeDisappears(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/codes.txt")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		listed[strings.TrimSpace(line)] = true
	}
	all, err := openapi.Problems()
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, p := range all {
		have[fmt.Sprintf("%s %d", p.Code, p.Status)] = true
	}
	for line := range listed {
		if !have[line] {
			t.Errorf("%s is gone or has another status", line)
		}
	}
	for line := range have {
		if !listed[line] {
			t.Errorf("%s is new: add it to testdata/codes.txt", line)
		}
	}
}

func TestEveryCodeSpeaksBothLanguages(t *testing.T) {
	t.Parallel()
	all, err := openapi.Problems()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if http.StatusText(p.Status) == "" || p.Status < 400 {
			t.Errorf("%s: status %d", p.Code, p.Status)
		}
		for part, text := range map[string]words.Text{"title": p.Title, "detail": p.Detail, "mend": p.Mend} {
			spoken(t, p.Code+" "+part, text)
		}
	}
	details, err := openapi.Details()
	if err != nil {
		t.Fatal(err)
	}
	for code, text := range details {
		spoken(t, code, text)
	}
}

func spoken(t *testing.T, at string, text words.Text) {
	t.Helper()
	if text[words.English] == "" || text[words.Chinese] == "" || len(text) != 2 {
		t.Errorf("%s: %v", at, text)
	}
	if plain := strings.Trim(text[words.Chinese], "{}"); plain != "detail" &&
		!strings.ContainsFunc(plain, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		t.Errorf("%s: %q is not Chinese", at, text[words.Chinese])
	}
	for param := range strings.SplitSeq(text[words.English], "{") {
		if name, _, ok := strings.Cut(param, "}"); ok && !strings.Contains(text[words.Chinese], "{"+name+"}") {
			t.Errorf("%s: the Chinese text lacks {%s}", at, name)
		}
	}
}
