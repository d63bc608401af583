package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/migrate"
	"github.com/banli-oa/banli/runtime/store/mongostore"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

// migrateCommand moves all documents from one store to another.
func migrateCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("banli migrate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	from := flags.String("from", os.Getenv("BANLI_FROM"), "`store` to move from: a data folder, or a mongodb:// URI (better given as BANLI_FROM, which others on the machine cannot see)")
	to := flags.String("to", os.Getenv("BANLI_TO"), "`store` to move to, which must be empty: a data folder, or a mongodb:// URI (or BANLI_TO)")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return &usageError{err.Error()}
	}
	if *from == "" || *to == "" || flags.NArg() > 0 {
		return &usageError{"usage: banli migrate --from FOLDER_OR_URI --to FOLDER_OR_URI"}
	}
	specs, err := declared(ctx)
	if err != nil {
		return fmt.Errorf("listing what Banli stores: %w", err)
	}
	return moveStores(ctx, *from, *to, specs, stdout, stderr)
}

var errSameStore = &usageError{"--from and --to are the same store"}

// moveStores opens both sides, moves, and says what to do next.
func moveStores(ctx context.Context, from, to string, specs []store.Spec, stdout, stderr io.Writer) (err error) {
	if filepath.Clean(from) == filepath.Clean(to) {
		return errSameStore
	}
	source, err := openSide(ctx, from, false)
	if err != nil {
		return fmt.Errorf("the source: %w", err)
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := openSide(ctx, to, true)
	if err != nil {
		return fmt.Errorf("the target: %w", err)
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	if source.name == target.name {
		return errSameStore
	}
	fmt.Fprintf(stderr, "moving %s to %s\n", source.name, target.name)
	report, err := migrate.Run(ctx, migrate.Move{
		From: source, To: target, FromName: source.name, Specs: specs, Clock: clock.System(), Progress: progress(stderr),
	})
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("stopped; the same command goes on from here: %w", err)
	}
	if err != nil {
		return err
	}
	for _, c := range report.Collections {
		fmt.Fprintf(stdout, "%-14s %8d  sha256:%s\n", c.Name, c.Documents, c.Digest)
	}
	fmt.Fprintf(stdout, "%-14s %8d  sha256:%s\n", report.Files.Name, report.Files.Documents, report.Files.Digest)
	fmt.Fprintf(stdout, "%d documents and %d files are the same on both sides.\n%s", report.Documents(), report.Files.Documents, source.next(target))
	return nil
}

// side is one end of a move.
type side struct {
	migrate.Store
	name   string // without a password
	folder string // of an embedded store
}

// openSide opens a folder or a MongoDB. Only a target may be new.
func openSide(ctx context.Context, where string, isTarget bool) (*side, error) {
	if strings.Contains(where, "://") {
		s, err := mongostore.Open(ctx, where, mongostore.Options{AcceptFerretDB: os.Getenv(acceptFerretDB) != ""})
		if err != nil {
			return nil, err
		}
		return &side{Store: s, name: s.Where()}, nil
	}
	folder, err := filepath.Abs(where)
	if err != nil {
		return nil, err
	}
	if !isTarget && !sqlitestore.Exists(folder) {
		return nil, fmt.Errorf("there is no embedded store in the folder %s", folder)
	}
	s, err := sqlitestore.Open(ctx, folder, sqlitestore.Options{})
	if errors.Is(err, store.ErrInUse) {
		return nil, fmt.Errorf("a server is running on %s; stop it first: %w", folder, err)
	}
	if err != nil {
		return nil, err
	}
	return &side{Store: s, name: folder, folder: folder}, nil
}

// next says how to go on with the target. Sealed values open with the master
// key alone, which lies beside an embedded store.
func (s *side) next(target *side) string {
	const keep = "The source is as it was: keep it until you trust the target, and start no server on it any more.\n"
	key := "the file that --key-file names now"
	if s.folder != "" {
		key = filepath.Join(s.folder, keyFileName)
	}
	if target.folder != "" {
		return fmt.Sprintf("Copy the master key (%s) to %s and start: banli serve --data %s\n%s",
			key, filepath.Join(target.folder, keyFileName), target.folder, keep)
	}
	return fmt.Sprintf("Give every server the master key (%s) with --key-file and the URI as BANLI_MONGODB_URI, and start: banli serve\n%s", key, keep)
}

// progress writes a line when a part begins or ends, and once a second between.
func progress(w io.Writer) func(migrate.Progress) {
	var (
		last   migrate.Progress
		spoken time.Time
	)
	return func(p migrate.Progress) {
		same := p.Phase == last.Phase && p.Collection == last.Collection
		if same && p.Done < p.All && time.Since(spoken) < time.Second {
			return
		}
		last, spoken = p, time.Now()
		fmt.Fprintf(w, "%-6s %-14s %d of %d\n", p.Phase, p.Collection, p.Done, p.All)
	}
}

// declared lists every collection that the product declares: it assembles the
// product on an empty store of its own, and asks that store.
func declared(ctx context.Context) (specs []store.Spec, err error) {
	folder, err := os.MkdirTemp("", "banli-migrate-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	c, err := readConfig([]string{"--data", folder}, nil, io.Discard)
	if err != nil {
		return nil, err
	}
	p, err := assemble(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	s, ok := p.backend.(*sqlitestore.Store)
	if !ok {
		return nil, fmt.Errorf("the embedded store is a %T", p.backend)
	}
	return s.Declared(ctx)
}
