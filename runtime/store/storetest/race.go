package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

const contenders = 16

// crowd runs n functions at once and returns their errors.
func crowd(n int, f func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			errs[i] = f(i)
		})
	}
	close(start)
	wg.Wait()
	return errs
}

// wantOneWinner checks that one error is nil and all others are lost.
func wantOneWinner(t *testing.T, errs []error, lost error) {
	t.Helper()
	winners := 0
	for _, err := range errs {
		switch {
		case err == nil:
			winners++
		case !errors.Is(err, lost):
			t.Fatalf("a loser got %v, want %v", err, lost)
		}
	}
	if winners != 1 {
		t.Fatalf("%d of %d won", winners, len(errs))
	}
}

func testSwapRace(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	insert(t, c, newDoc("a", func(d *doc) { d.Group, d.At = "g", 1 }))
	for round := range 20 {
		read := mustGet(t, c, "a")
		wantOneWinner(t, crowd(contenders, func(i int) error {
			d := *read
			d.Body, d.Tags = fmt.Sprint(i), []string{fmt.Sprint("winner", i)}
			return c.Replace(ctx, &d)
		}), store.ErrConflict)
		after := mustGet(t, c, "a")
		if after.Rev != int64(round)+2 {
			t.Fatalf("round %d: revision %d", round, after.Rev)
		}
		wantFound(t, c, store.Query{Where: where("tags", "winner"+after.Body)}, "a")
	}

	// Whoever loses reads again and tries again: nobody's change is lost.
	const each = 10
	errs := crowd(contenders, func(int) error {
		for done := 0; done < each; {
			d, err := c.Get(ctx, "a")
			if err != nil {
				return err
			}
			d.At++
			switch err := c.Replace(ctx, d); {
			case err == nil:
				done++
			case !errors.Is(err, store.ErrConflict):
				return err
			}
		}
		return nil
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	d := mustGet(t, c, "a")
	if d.At != 1+contenders*each {
		t.Fatalf("%d changes arrived, want %d", d.At-1, contenders*each)
	}
	wantOneWinner(t, crowd(contenders, func(int) error { return c.Delete(ctx, "a", d.Rev) }), store.ErrNotFound)
}

func testInsertRace(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	for round := range 10 {
		id := fmt.Sprint("id", round)
		wantOneWinner(t, crowd(contenders, func(i int) error {
			return c.Insert(ctx, newDoc(id, func(d *doc) { d.Body, d.Group, d.At = fmt.Sprint(i), id, 1 }))
		}), store.ErrExists)
		wantFound(t, c, store.Query{Where: where("group", id)}, id)
	}
}

func testUniqueRace(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	for round := range 10 {
		login := fmt.Sprint("login", round)
		wantOneWinner(t, crowd(contenders, func(i int) error {
			return c.Insert(ctx, newDoc(fmt.Sprintf("%d-%d", round, i), func(d *doc) { d.Login = login }))
		}), store.ErrDuplicate)
	}
	if n, err := c.Count(ctx, store.Query{}, 1000); err != nil || n != 10 {
		t.Fatalf("%d documents, %v; want 10", n, err)
	}
}

// testNeighbours mixes writes that succeed with writes that are refused, all
// at once: nobody pays for another's mistake, however a backend groups them.
func testNeighbours(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	insert(t, c, newDoc("taken", func(d *doc) { d.Login = "taken" }))
	const n = 96
	errs := crowd(n, func(i int) error {
		id := fmt.Sprintf("n%03d", i)
		switch i % 6 {
		case 0, 1:
			return c.Insert(ctx, newDoc(id, func(d *doc) { d.Group, d.At, d.Tags = "good", int64(i)+1, []string{"t", id} }))
		case 2:
			return c.Insert(ctx, newDoc("taken", func(d *doc) { d.Group, d.At, d.Tags = "bad", 1, []string{"t"} }))
		case 3:
			return c.Insert(ctx, newDoc(id, func(d *doc) { d.Login, d.Group, d.At, d.Tags = "taken", "bad", 1, []string{"t"} }))
		case 4:
			return c.Replace(ctx, &doc{Head: store.Head{ID: "taken", Rev: 9}, Group: "bad", At: 1, Tags: []string{"t"}})
		default:
			return c.Delete(ctx, id, 1)
		}
	})
	want := []error{nil, nil, store.ErrExists, store.ErrDuplicate, store.ErrConflict, store.ErrNotFound}
	var good []string
	for i, err := range errs {
		if !errors.Is(err, want[i%6]) {
			t.Errorf("write %d: %v, want %v", i, err, want[i%6])
		}
		if i%6 < 2 {
			good = append(good, fmt.Sprintf("n%03d", i))
		}
	}
	wantFound(t, c, store.Query{Where: where("group", "good"), Order: "at"}, good...)
	wantFound(t, c, store.Query{Where: where("tags", "t"), Order: "at"}, good...)
	wantFound(t, c, store.Query{Where: where("group", "bad")})
	wantFound(t, c, store.Query{}, slices.Concat(good, []string{"taken"})...)
}
