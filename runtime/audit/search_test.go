package audit_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

// filled is a record of forty changes: two people, two objects, one a minute.
func filled(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	for i := range 40 {
		who := []string{"eva", "ivan"}[i%2]
		ctx := audit.With(t.Context(), audit.Who{Person: who, Scheme: "session"})
		e := audit.Event{Object: audit.Object("box", fmt.Sprint(i%4)), Action: []string{"box.opened", "box.closed"}[i/20], Facts: map[string]any{"i": i}}
		if i == 39 {
			e.About = "ann"
		}
		must(t, s.record.Record(ctx, e))
		s.clock.Advance(time.Minute)
	}
	return s
}

func TestSearch(t *testing.T) {
	t.Parallel()
	s := filled(t)
	start := s.clock.Now().Add(-40 * time.Minute).UnixMilli()
	minute := time.Minute.Milliseconds()
	for _, tt := range []struct {
		name  string
		f     audit.Filter
		n     int
		first float64
	}{
		{"everything", audit.Filter{}, 40, 39},
		{"a person", audit.Filter{Person: "eva"}, 20, 38},
		{"whom it concerns", audit.Filter{Person: "ann"}, 1, 39},
		{"an object", audit.Filter{Object: "box:1"}, 10, 37},
		{"an action", audit.Filter{Action: "box.opened"}, 20, 19},
		{"a time", audit.Filter{From: start + 10*minute, To: start + 15*minute}, 5, 14},
		{"a person and an action", audit.Filter{Person: "ivan", Action: "box.opened"}, 10, 19},
		{"an object in a time", audit.Filter{Object: "box:0", From: start + 20*minute}, 5, 36},
		{"a person's on an object", audit.Filter{Object: "box:0", Person: "ivan"}, 0, 0},
		{"nobody", audit.Filter{Person: "nobody"}, 0, 0},
	} {
		for _, limit := range []int{3, 50} {
			cursor, got := "", []float64{}
			for range 60 {
				page, err := s.record.Search(t.Context(), tt.f, cursor, limit)
				must(t, err)
				if len(page.Items) > limit {
					t.Errorf("%s: %d entries on a page of %d", tt.name, len(page.Items), limit)
				}
				for _, c := range page.Items {
					got = append(got, c.Facts["i"].(float64))
				}
				if cursor = page.Next; cursor == "" {
					break
				}
			}
			if len(got) != tt.n || tt.n > 0 && got[0] != tt.first {
				t.Errorf("%s by %d: %v, want %d from %v", tt.name, limit, got, tt.n, tt.first)
			}
			for i := 1; i < len(got); i++ {
				if got[i] >= got[i-1] {
					t.Errorf("%s by %d: %v after %v", tt.name, limit, got[i], got[i-1])
				}
			}
		}
	}
}

// Who looks for the reason why nothing can be stored any more must be able to.
func TestAStoreWithoutRoomIsSearched(t *testing.T) {
	t.Parallel()
	s := filled(t)
	s.record.Refuse(t.Context(), audit.Refusal{Person: "ann", Action: "access.refused"})
	s.faults.Inject(storetest.Fault{Op: storetest.Insert, Mode: storetest.Fail, Err: store.ErrFull, Times: -1})
	s.faults.Inject(storetest.Fault{Op: storetest.Replace, Mode: storetest.Fail, Err: store.ErrFull, Times: -1})
	page, err := s.record.Search(t.Context(), audit.Filter{}, "", 50)
	if err != nil || len(page.Items) != 40 {
		t.Errorf("%d entries, %v", len(page.Items), err)
	}
}

func TestACursorBelongsToItsSearch(t *testing.T) {
	t.Parallel()
	s := filled(t)
	page, err := s.record.Search(t.Context(), audit.Filter{Person: "eva"}, "", 3)
	must(t, err)
	for _, c := range []string{page.Next + "x", "x." + page.Next, "nonsense"} {
		if _, err := s.record.Search(t.Context(), audit.Filter{Person: "eva"}, c, 3); !errors.Is(err, audit.ErrCursor) {
			t.Errorf("%q: %v", c, err)
		}
	}
	if _, err := s.record.Search(t.Context(), audit.Filter{Person: "ivan"}, page.Next, 3); !errors.Is(err, audit.ErrCursor) {
		t.Errorf("another search's cursor: %v", err)
	}
}
