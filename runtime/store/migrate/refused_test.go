package migrate_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/migrate"
)

func TestRefusedMoves(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		prepare func(t *testing.T, m *migrate.Move)
		want    error
		says    string
	}{
		"a target with documents": {func(t *testing.T, m *migrate.Move) { fill(t, m.To) }, migrate.ErrNotEmpty, "items, notes"},
		"a target with files": {func(t *testing.T, m *migrate.Move) {
			_, err := files(t, m.To).Put(t.Context(), "file-0001", strings.NewReader("x"), 10)
			must(t, err)
		}, migrate.ErrNotEmpty, "files"},
		"a target with something unknown": {func(t *testing.T, m *migrate.Move) {
			open(t, m.To, store.Spec{Name: "foreign"})
		}, migrate.ErrNotEmpty, "foreign"},
		"a target that is full of a move": {func(t *testing.T, m *migrate.Move) {
			_, err := migrate.Run(t.Context(), *m)
			must(t, err)
		}, migrate.ErrNotEmpty, "ended there already"},
		"a target of another source": {func(t *testing.T, m *migrate.Move) {
			half(t, *m)
			m.FromName = "another store"
		}, migrate.ErrNotEmpty, "the old store"},
		"a source that is half a move": {func(t *testing.T, m *migrate.Move) {
			half(t, *m)
			m.From, m.To = m.To, m.From
		}, migrate.ErrUnfinished, "the source"},
		"a source with something unknown": {func(t *testing.T, m *migrate.Move) {
			open(t, m.From, store.Spec{Name: "later"})
		}, migrate.ErrUnknown, "later"},
		"a target of a newer program": {func(t *testing.T, m *migrate.Move) {
			type mark struct {
				store.Head `bson:",inline"`
				V          int `bson:"v"`
			}
			c, err := store.Open[mark](m.To, store.Spec{Name: "migration"})
			must(t, err)
			must(t, c.Insert(t.Context(), &mark{Head: store.Head{ID: "state"}, V: 99}))
		}, migrate.ErrUnknown, "99"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := move(embedded(t), embedded(t))
			fill(t, m.From)
			tt.prepare(t, &m)
			_, err := migrate.Run(t.Context(), m)
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%v, want %v with %q", err, tt.want, tt.says)
			}
		})
	}
}

// half begins a move and cuts it off.
func half(t *testing.T, m migrate.Move) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	m.To = &cut{Store: m.To, stop: stop}
	if _, err := migrate.Run(ctx, m); err == nil {
		t.Fatal("it was not cut off")
	}
}
