package store

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPlanChoosesTheIndex(t *testing.T) {
	t.Parallel()
	l := mustLayout(t,
		Index{Name: "abc", Paths: []string{"a", "b", "c"}},
		Index{Name: "ab", Paths: []string{"a", "b"}},
		Index{Name: "ba", Paths: []string{"b", "a"}},
		Index{Name: "tagged", Paths: []string{"tags", "a"}, Multi: true},
		Index{Name: "tagged2", Paths: []string{"tags", "a"}, Multi: true},
	)
	eq := func(paths ...string) []Cond {
		var out []Cond
		for _, p := range paths {
			out = append(out, Cond{Path: p, Value: p})
		}
		return out
	}
	for _, tc := range []struct {
		q     Query
		index string // "" for the ids
		rest  string
	}{
		{Query{}, "", ""},
		{Query{Order: "_id"}, "", ""},
		{Query{Where: eq("_id")}, "", ""},
		{Query{Where: eq("a")}, "ab", "b"},
		{Query{Where: eq("a"), Order: "b"}, "ab", "b"},
		{Query{Where: eq("b")}, "ba", "a"},
		{Query{Where: eq("b", "a")}, "ab", ""},
		{Query{Where: eq("b", "a"), Order: "_id"}, "ab", ""},
		{Query{Where: eq("b", "a"), Order: "c"}, "abc", "c"},
		{Query{Where: eq("c", "b", "a")}, "abc", ""},
		{Query{Order: "a"}, "ab", "a b"},
		{Query{Order: "b"}, "ba", "b a"},
		{Query{Where: eq("tags")}, "tagged", "a"},
		{Query{Where: eq("a", "tags")}, "tagged", ""},
	} {
		p, err := l.Plan(tc.q)
		if err != nil {
			t.Errorf("%+v: %v", tc.q, err)
			continue
		}
		got := ""
		if p.Index != nil {
			got = p.Index.Name
			for i, v := range p.Equal {
				if v.Str() != p.Index.Paths[i] {
					t.Errorf("%+v: %s is compared with %v", tc.q, p.Index.Paths[i], v.Any())
				}
			}
		}
		if got != tc.index || strings.Join(p.Rest, " ") != tc.rest || len(p.Equal) != len(tc.q.Where) {
			t.Errorf("%+v: index %q, rest %q, %d equal; want %q, %q", tc.q, got, p.Rest, len(p.Equal), tc.index, tc.rest)
		}
	}
}

func TestPlanTakesNoOperators(t *testing.T) {
	t.Parallel()
	l := mustLayout(t, Index{Name: "a", Paths: []string{"a"}})
	for _, q := range []Query{
		{Where: []Cond{{Path: "$where", Value: "1"}}},
		{Where: []Cond{{Path: "a.$gt", Value: ""}}},
		{Where: []Cond{{Path: "", Value: ""}}},
		{Order: "a DESC"},
	} {
		if _, err := l.Plan(q); !errors.Is(err, ErrNoIndex) {
			t.Errorf("%+v: %v, want ErrNoIndex", q, err)
		}
	}
}

func TestCursorsComeBack(t *testing.T) {
	t.Parallel()
	l := mustLayout(t, Index{Name: "abc", Paths: []string{"a", "b", "c"}})
	rapid.Check(t, func(t *rapid.T) {
		q := Query{Order: "a", Desc: rapid.Bool().Draw(t, "desc")}
		if rapid.Bool().Draw(t, "where") {
			q.Where, q.Order = []Cond{{Path: "a", Value: 1}}, "b"
		}
		p, err := l.Plan(q)
		if err != nil {
			t.Fatal(err)
		}
		value := rapid.OneOf(
			rapid.Map(rapid.String(), StringValue), rapid.Map(rapid.Int64(), IntValue), rapid.Map(rapid.Bool(), BoolValue),
		)
		var at []Value
		for range p.Rest {
			at = append(at, value.Draw(t, "value"))
		}
		at = append(at, StringValue(rapid.String().Draw(t, "id")))
		q.After = p.cursor(at)
		again, err := l.Plan(q)
		if err != nil {
			t.Fatalf("cursor %q: %v", q.After, err)
		}
		for i := range at {
			if again.After[i] != at[i] {
				t.Fatalf("%v came back as %v", at[i], again.After[i])
			}
		}
		// Hostile text never gets further than an error.
		q.After = Cursor(rapid.String().Draw(t, "text"))
		if _, err := l.Plan(q); err != nil && !errors.Is(err, ErrCursor) {
			t.Fatal(err)
		}
	})
}

func TestErrorsKeepIDsOut(t *testing.T) {
	t.Parallel()
	err := wrap("insert", "claims", "invoice 4711", &DuplicateError{Index: "number"})
	var e *Error
	if !errors.Is(err, ErrDuplicate) || errors.Is(err, ErrExists) || !errors.As(err, &e) || e.Index != "number" || e.ID != "invoice 4711" {
		t.Errorf("%+v", err)
	}
	if text := err.Error(); strings.Contains(text, "4711") || !strings.Contains(text, `"number"`) || !strings.Contains(text, "insert in claims") {
		t.Errorf("it says %q", text)
	}
}
