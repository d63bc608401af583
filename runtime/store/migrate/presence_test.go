package migrate_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/migrate"
)

func TestNobodyMovesAStoreAwayUnderAServer(t *testing.T) {
	t.Parallel()
	for name, shared := range map[string]func(*testing.T) migrate.Store{"embedded": embedded, "MongoDB": mongodb} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := move(shared(t), embedded(t))
			now := clock.NewManual(time.UnixMilli(1_800_000_000_000))
			m.Clock = now
			fill(t, m.From)
			leave, err := migrate.Attend(t.Context(), m.From, "one", now)
			must(t, err)
			leaveToo, err := migrate.Attend(t.Context(), m.From, "two", now)
			must(t, err)
			t.Cleanup(leaveToo)
			stays := func(when string) {
				t.Helper()
				_, err := migrate.Run(t.Context(), m)
				if !errors.Is(err, store.ErrInUse) || !strings.Contains(err.Error(), "the source") {
					t.Fatalf("%s: %v", when, err)
				}
			}
			stays("two servers run")
			leave()
			stays("one server runs")
			// The other one has died: it is silent from now on.
			now.Advance(time.Minute)
			report, err := migrate.Run(t.Context(), m)
			must(t, err)
			if report.Resumed || report.Documents() != many+1 {
				t.Errorf("%+v", report)
			}
			// Who ran on the source is nothing to move.
			names, err := m.To.Names(t.Context())
			must(t, err)
			if strings.Contains(strings.Join(names, " "), "servers") {
				t.Errorf("the target holds %v", names)
			}
		})
	}
}
