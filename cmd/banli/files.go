package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/files"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/rounds"
	"github.com/banli-oa/banli/runtime/store/migrate"
)

// newFiles opens the uploads, whose contents lie beside the documents.
func newFiles(ctx context.Context, backend migrate.Store, keys *keyring.Keyring, record *audit.Recorder, now clock.Clock, log *slog.Logger) (*files.Service, error) {
	contents, err := backend.Files(ctx)
	if err != nil {
		return nil, fmt.Errorf("opening the uploads: %w", err)
	}
	return files.New(files.Deps{Backend: backend, Files: contents, Keys: keys, Audit: record, Clock: now, IDs: ids.Random(), Log: log})
}

// reapEvery is how often uploads that nothing refers to are looked for.
const reapEvery = 10 * time.Minute

// reapFiles takes away uploads that nothing refers to. Every process does: what
// one takes another finds taken.
func (p *product) reapFiles(ctx context.Context) {
	rounds.Run(ctx, reapEvery, files.ReapBatch, func(ctx context.Context) (int, error) {
		return p.files.Reap(ctx, p.workflow)
	}, func(err error) { p.log.Error("taking unused uploads away; it is tried again", "error", err) })
}
