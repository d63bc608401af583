package httpapi_test

import (
	"context"
	"log/slog"
	"testing"

	"github.com/banli-oa/banli/runtime/files"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

// newFiles opens the uploads of a world.
func (w *world) newFiles(backend store.Backend, keys *keyring.Keyring, log *slog.Logger) *files.Service {
	w.t.Helper()
	s, err := files.New(files.Deps{
		Backend: backend, Files: contentsOf(w.t, backend), Keys: keys, Audit: w.record, Clock: w.clock, IDs: ids.Random(), Log: log,
	})
	must(w.t, err)
	return s
}

// contentsOf is where a store keeps files; a folder of its own for one that only
// makes documents go wrong.
func contentsOf(t *testing.T, backend store.Backend) store.Files {
	t.Helper()
	s, ok := backend.(interface {
		Files(ctx context.Context) (store.Files, error)
	})
	if !ok {
		disk, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
		must(t, err)
		t.Cleanup(func() { must(t, disk.Close()) })
		s = disk
	}
	contents, err := s.Files(t.Context())
	must(t, err)
	return contents
}
