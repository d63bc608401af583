package storetest_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

type note struct {
	store.Head `bson:",inline"`
	Text       string `bson:"text"`
}

func openFaulty(t *testing.T) (*storetest.Faulty, *store.Collection[note]) {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	f := storetest.NewFaulty(s)
	c, err := store.Open[note](f, store.Spec{Name: "notes"})
	if err != nil {
		t.Fatal(err)
	}
	return f, c
}

func TestFaultyModes(t *testing.T) {
	t.Parallel()
	mine := errors.New("mine")
	for _, tc := range []struct {
		name   string
		fault  storetest.Fault
		want   error
		landed bool
	}{
		{"fail", storetest.Fault{Op: storetest.Insert}, store.ErrUnavailable, false},
		{"fail with an error of one's own", storetest.Fault{Err: mine}, mine, false},
		{"lose the answer", storetest.Fault{Collection: "notes", Mode: storetest.LoseAnswer}, store.ErrUnavailable, true},
		{"hang", storetest.Fault{ID: "a", Mode: storetest.Hang}, context.Canceled, false},
		{"hang after", storetest.Fault{Op: storetest.Insert, Mode: storetest.HangAfter}, context.Canceled, true},
		{"pass", storetest.Fault{Mode: storetest.Pass}, nil, true},
		{"another collection", storetest.Fault{Collection: "others"}, nil, true},
		{"another operation", storetest.Fault{Op: storetest.Replace}, nil, true},
		{"another document", storetest.Fault{ID: "b"}, nil, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f, c := openFaulty(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			switch tc.fault.Mode {
			case storetest.Hang:
				tc.fault.Before = cancel
			case storetest.HangAfter:
				go func() {
					for stored := false; !stored; {
						_, err := c.Get(t.Context(), "a")
						stored = err == nil
					}
					cancel()
				}()
			}
			f.Inject(tc.fault)
			err := c.Insert(ctx, &note{Head: store.Head{ID: "a"}})
			if !errors.Is(err, tc.want) || tc.want == nil && err != nil {
				t.Fatalf("insert: %v, want %v", err, tc.want)
			}
			f.Heal()
			_, err = c.Get(t.Context(), "a")
			if landed := err == nil; landed != tc.landed {
				t.Fatalf("landed: %v, want %v", landed, tc.landed)
			}
		})
	}
}

func TestFaultyCountsItsFaults(t *testing.T) {
	t.Parallel()
	f, c := openFaulty(t)
	if err := c.Insert(t.Context(), &note{Head: store.Head{ID: "a"}, Text: "x"}); err != nil {
		t.Fatal(err)
	}
	f.Inject(storetest.Fault{Op: storetest.Get, Skip: 1, Times: 2})
	f.Inject(storetest.Fault{Op: storetest.Find, Times: -1})
	var failed []bool
	for range 5 {
		_, err := c.Get(t.Context(), "a")
		failed = append(failed, err != nil)
	}
	if want := []bool{false, true, true, false, false}; !slices.Equal(failed, want) {
		t.Fatalf("get failed %v, want %v", failed, want)
	}
	for range 3 {
		if _, err := c.Find(t.Context(), store.Query{}); !errors.Is(err, store.ErrUnavailable) {
			t.Fatalf("find: %v", err)
		}
	}
	if n, err := c.Count(t.Context(), store.Query{}, 5); n != 1 || err != nil {
		t.Fatalf("count: %d, %v", n, err)
	}
	calls := f.Calls()
	if len(calls) != 10 || calls[0] != (storetest.Call{Op: storetest.Insert, Collection: "notes", ID: "a"}) || calls[2].Err == nil {
		t.Fatalf("calls: %+v", calls)
	}
}

func TestFaultyLetsSomebodyBeFirst(t *testing.T) {
	t.Parallel()
	f, c := openFaulty(t)
	d := &note{Head: store.Head{ID: "a"}, Text: "mine"}
	if err := c.Insert(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	f.Inject(storetest.Fault{Op: storetest.Replace, Mode: storetest.Pass, Before: func() {
		if err := c.Replace(t.Context(), &note{Head: store.Head{ID: "a", Rev: 1}, Text: "theirs"}); err != nil {
			t.Errorf("the other one: %v", err)
		}
	}})
	if err := c.Replace(t.Context(), d); !errors.Is(err, store.ErrConflict) {
		t.Fatalf("replace: %v, want ErrConflict", err)
	}
	got, err := c.Get(t.Context(), "a")
	if err != nil || got.Text != "theirs" || got.Rev != 2 {
		t.Fatalf("got %+v, %v", got, err)
	}
	if err := c.Delete(t.Context(), "a", 2); err != nil {
		t.Fatal(err)
	}
}
