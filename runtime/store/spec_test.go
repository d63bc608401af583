package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestSpecsThatAreRefused(t *testing.T) {
	t.Parallel()
	ix := func(name string, paths ...string) Index { return Index{Name: name, Paths: paths} }
	multi := func(name string, paths ...string) Index { return Index{Name: name, Paths: paths, Multi: true} }
	many := func(n int, paths int) (out []Index) {
		for i := range n {
			one := Index{Name: fmt.Sprint("i", i)}
			for j := range paths {
				one.Paths = append(one.Paths, fmt.Sprintf("p%d", i*paths+j))
			}
			out = append(out, one)
		}
		return out
	}
	for _, tc := range []struct {
		says string
		spec Spec
	}{
		{"its name must match", Spec{}},
		{"its name must match", Spec{Name: "Big"}},
		{"its name must match", Spec{Name: "a-b"}},
		{"its name must match", Spec{Name: `a"; DROP TABLE x; --`}},
		{"its name must match", Spec{Name: strings.Repeat("a", 49)}},
		{"index name", Spec{Name: "a", Indexes: []Index{ix("")}}},
		{"index name", Spec{Name: "a", Indexes: []Index{ix("x y", "p")}}},
		{"two indexes are named", Spec{Name: "a", Indexes: []Index{ix("one", "p"), ix("oNe", "q")}}},
		{"needs 1 to", Spec{Name: "a", Indexes: []Index{ix("x")}}},
		{"needs 1 to", Spec{Name: "a", Indexes: many(1, maxIndexPaths+1)}},
		{"must match", Spec{Name: "a", Indexes: []Index{ix("x", "")}}},
		{"must match", Spec{Name: "a", Indexes: []Index{ix("x", "_id")}}},
		{"must match", Spec{Name: "a", Indexes: []Index{ix("x", "a..b")}}},
		{"must match", Spec{Name: "a", Indexes: []Index{ix("x", "a.b.c.d.e")}}},
		{"must match", Spec{Name: "a", Indexes: []Index{ix("x", "$where")}}},
		{"names path", Spec{Name: "a", Indexes: []Index{ix("x", "p", "q", "p")}}},
		{"an array in one index and a scalar in another", Spec{Name: "a", Indexes: []Index{ix("x", "p"), multi("y", "p")}}},
		{"an array in one index and a scalar in another", Spec{Name: "a", Indexes: []Index{multi("y", "q", "p"), multi("x", "p")}}},
		{"leads through another", Spec{Name: "a", Indexes: []Index{ix("x", "p"), ix("y", "p.q")}}},
		{"another indexed path leads through", Spec{Name: "a", Indexes: []Index{ix("x", "p.q"), ix("y", "p")}}},
		{"at most 32", Spec{Name: "a", Indexes: many(maxIndexes+1, 1)}},
		{"different paths, at most 64", Spec{Name: "a", Indexes: many(maxIndexes, 3)}},
	} {
		_, err := NewLayout(tc.spec)
		if !errors.Is(err, ErrSpec) || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%+v: %v, want ErrSpec that says %q", tc.spec, err, tc.says)
		}
	}
	if _, err := NewLayout(Spec{Name: "a", Indexes: many(maxIndexes, 2)}); err != nil {
		t.Errorf("the greatest declaration: %v", err)
	}
}

func TestLayoutIsACopy(t *testing.T) {
	t.Parallel()
	spec := Spec{Name: "a", Indexes: []Index{{Name: "x", Paths: []string{"p"}}}}
	l, err := NewLayout(spec)
	if err != nil {
		t.Fatal(err)
	}
	spec.Indexes[0].Paths[0] = "q"
	spec.Indexes[0].Name = "y"
	if got := l.Spec().Indexes[0]; got.Name != "x" || got.Paths[0] != "p" {
		t.Errorf("the layout became %+v", got)
	}
}
