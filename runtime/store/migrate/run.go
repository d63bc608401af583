package migrate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/store"
)

// Move is what is to be moved.
type Move struct {
	// From is the source, which nobody else may write to; To the target.
	From, To Store
	// FromName is the source's name for people, without a password. A move goes
	// on only from the source that it began with.
	FromName string
	// Specs declare the collections that the source may hold.
	Specs []store.Spec
	Clock clock.Clock
	// Progress hears how far the move is; nil hears nothing.
	Progress func(Progress)
}

// Progress is how far one collection is.
type Progress struct {
	// Phase is "copy" or "verify".
	Phase      string
	Collection string
	Done, All  int
}

// Report is what a finished move has compared.
type Report struct {
	Collections []Compared
	Files       Compared
	// Resumed says that it went on with one that had been cut off.
	Resumed bool
}

// Compared is one collection that is the same on both sides, or the files that
// are.
type Compared struct {
	Name      string
	Documents int
	// Digest is the SHA-256 of all documents in the order of their ids, or of
	// all files' names, sizes and digests.
	Digest string
}

// Documents counts the documents of all collections.
func (r Report) Documents() int {
	n := 0
	for _, c := range r.Collections {
		n += c.Documents
	}
	return n
}

// pair is one collection on both sides.
type pair struct {
	layout   *store.Layout
	name     string
	from, to store.RawCollection
	all      int // documents of the source
}

// run is a move under way.
type run struct {
	Move
	marks *store.Collection[mark]
	mark  *mark
}

// Run moves all documents and files, or goes on with a move that was cut off. What
// arrived is compared with the source, document by document, before the target
// may be served from. It fails with ErrNotEmpty, ErrUnfinished where the source
// is itself half a move, ErrDiffers, ErrUnknown, store.ErrInUse where a server
// runs on either side, and the errors of the stores; after each of them, and after the end of ctx, the source is as it was.
func Run(ctx context.Context, m Move) (Report, error) {
	if m.Progress == nil {
		m.Progress = func(Progress) {}
	}
	r := &run{Move: m}
	if err := r.idle(ctx); err != nil {
		return Report{}, err
	}
	specs, err := r.known(ctx)
	if err != nil {
		return Report{}, err
	}
	resumed, err := r.begin(ctx)
	if err != nil {
		return Report{}, err
	}
	pairs, err := r.pairs(ctx, specs)
	if err != nil {
		return Report{}, err
	}
	for _, p := range pairs {
		if err := r.copyAll(ctx, p); err != nil {
			return Report{}, fmt.Errorf("moving %s: %w", p.name, err)
		}
	}
	if err := r.copyFiles(ctx); err != nil {
		return Report{}, fmt.Errorf("moving files: %w", err)
	}
	report, err := r.compare(ctx, pairs)
	if err != nil {
		return Report{}, err
	}
	report.Resumed = resumed
	// A server that was started meanwhile may have written behind what was read.
	if err := r.idle(ctx); err != nil {
		return Report{}, err
	}
	r.mark.FinishedAt = r.Clock.Now().UnixMilli()
	return report, r.save(ctx)
}

// idle makes sure that no server uses either side.
func (r *run) idle(ctx context.Context) error {
	if err := unused(ctx, r.From, r.Clock.Now()); err != nil {
		return fmt.Errorf("the source: %w", err)
	}
	if err := unused(ctx, r.To, r.Clock.Now()); err != nil {
		return fmt.Errorf("the target: %w", err)
	}
	return nil
}

// apart reports whether a collection belongs to a store and not to what is kept
// in it.
func apart(name string) bool { return name == markName || name == presenceName }

// known lists the declarations of what the source holds.
func (r *run) known(ctx context.Context) ([]store.Spec, error) {
	if err := Check(ctx, r.From); err != nil {
		return nil, fmt.Errorf("the source: %w", err)
	}
	names, err := r.From.Names(ctx)
	if err != nil {
		return nil, fmt.Errorf("the source: %w", err)
	}
	slices.Sort(names)
	var specs []store.Spec
	for _, name := range names {
		if apart(name) {
			continue
		}
		i := slices.IndexFunc(r.Specs, func(s store.Spec) bool { return s.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("the source: %w: it holds a collection %q that this program does not know; move it with the version that made it", ErrUnknown, name)
		}
		specs = append(specs, r.Specs[i])
	}
	return specs, nil
}

// begin marks the target, or takes up the mark of a move that was cut off.
func (r *run) begin(ctx context.Context) (resumed bool, err error) {
	if r.mark, err = readMark(ctx, r.To); err != nil {
		return false, fmt.Errorf("the target: %w", err)
	}
	switch {
	case r.mark != nil && r.mark.FinishedAt != 0:
		return false, fmt.Errorf("%w: a migration from %s ended there already", ErrNotEmpty, r.mark.From)
	case r.mark != nil && r.mark.From != r.FromName:
		return false, fmt.Errorf("%w: it holds an unfinished migration from another source, %s", ErrNotEmpty, r.mark.From)
	case r.mark == nil:
		if err := r.empty(ctx); err != nil {
			return false, err
		}
	}
	if r.marks, err = store.Open[mark](r.To, store.Spec{Name: markName}); err != nil {
		return false, fmt.Errorf("the target: %w", err)
	}
	if r.mark != nil {
		return true, nil
	}
	r.mark = &mark{Head: store.Head{ID: markID}, V: markVersion, From: r.FromName, StartedAt: r.Clock.Now().UnixMilli()}
	if err := r.marks.Insert(ctx, r.mark); err != nil {
		return false, fmt.Errorf("marking the target: %w", err)
	}
	return false, nil
}

// empty makes sure that the target holds nothing. A collection that is not
// declared counts as full: what is in it is nobody's to guess.
func (r *run) empty(ctx context.Context) error {
	names, err := r.To.Names(ctx)
	if err != nil {
		return fmt.Errorf("the target: %w", err)
	}
	var full []string
	for _, name := range names {
		i := slices.IndexFunc(r.Specs, func(s store.Spec) bool { return s.Name == name })
		if i >= 0 {
			n, err := count(ctx, r.To, r.Specs[i])
			if err != nil {
				return fmt.Errorf("the target: %w", err)
			}
			if n == 0 {
				continue
			}
		} else if apart(name) {
			continue
		}
		full = append(full, name)
	}
	files, err := r.To.Files(ctx)
	if err != nil {
		return fmt.Errorf("the target: %w", err)
	}
	if list, err := files.List(ctx, "", 1); err != nil {
		return fmt.Errorf("the target: %w", err)
	} else if len(list) > 0 {
		full = append(full, "files")
	}
	if len(full) > 0 {
		slices.Sort(full)
		return fmt.Errorf("%w: it holds %s; name an empty folder or database", ErrNotEmpty, strings.Join(full, ", "))
	}
	return nil
}

func count(ctx context.Context, s store.Backend, spec store.Spec) (int, error) {
	layout, err := store.NewLayout(spec)
	if err != nil {
		return 0, err
	}
	c, err := s.Collection(spec)
	if err != nil {
		return 0, err
	}
	plan, err := layout.Plan(store.Query{Order: store.IDPath})
	if err != nil {
		return 0, err
	}
	plan.Limit = math.MaxInt32
	return c.Count(ctx, plan)
}

// pairs opens the collections on both sides. Opening one on the target builds
// its indexes.
func (r *run) pairs(ctx context.Context, specs []store.Spec) ([]pair, error) {
	var all []pair
	for _, spec := range specs {
		p := pair{name: spec.Name}
		var err error
		if p.all, err = count(ctx, r.From, spec); err == nil {
			p.from, err = r.From.Collection(spec)
		}
		if err != nil {
			return nil, fmt.Errorf("the source: %s: %w", spec.Name, err)
		}
		if p.to, err = r.To.Collection(spec); err == nil {
			p.layout, err = store.NewLayout(spec)
		}
		if err != nil {
			return nil, fmt.Errorf("the target: %s: %w", spec.Name, err)
		}
		all = append(all, p)
	}
	return all, nil
}

// save writes how far the move is. Another process that moves into the same
// target has swapped the mark meanwhile: then this one ends.
func (r *run) save(ctx context.Context) error {
	err := r.marks.Replace(ctx, r.mark)
	if errors.Is(err, store.ErrConflict) {
		return fmt.Errorf("another process is moving into the same target: %w", err)
	}
	return err
}
