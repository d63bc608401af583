package migrate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/banli-oa/banli/runtime/store"
)

// filesName is what files are called beside the collections.
const filesName = "(files)"

// filePage is how many files are listed at a time.
const filePage = 100

// copyFiles copies the files that have not arrived yet.
func (r *run) copyFiles(ctx context.Context) error {
	from, to, err := r.files(ctx)
	if err != nil {
		return err
	}
	for at := &r.mark.Files; !at.Whole; {
		list, err := from.List(ctx, at.After, filePage)
		if err != nil {
			return fmt.Errorf("listing: %w", err)
		}
		for _, f := range list {
			if err := copyFile(ctx, from, to, f); err != nil {
				return fmt.Errorf("file %s: %w", f.Name, err)
			}
			at.After = f.Name
			at.Count++
			r.Progress(Progress{Phase: "copy", Collection: filesName, Done: at.Count})
		}
		at.Whole = len(list) < filePage
		if err := r.save(ctx); err != nil {
			return err
		}
	}
	return nil
}

// files opens both sides' files.
func (r *run) files(ctx context.Context) (from, to store.Files, err error) {
	if from, err = r.From.Files(ctx); err != nil {
		return nil, nil, fmt.Errorf("the source: %w", err)
	}
	if to, err = r.To.Files(ctx); err != nil {
		return nil, nil, fmt.Errorf("the target: %w", err)
	}
	return from, to, nil
}

// copyFile copies one file. One that is there already was written before a move
// was cut off; whether it is the same is seen when all are compared.
func copyFile(ctx context.Context, from, to store.Files, f store.File) (err error) {
	content, _, err := from.Open(ctx, f.Name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	_, err = to.Put(ctx, f.Name, content, f.Size)
	if errors.Is(err, store.ErrExists) {
		return nil
	}
	return err
}

// compareFiles compares the files of both sides by name, size and digest, and
// reads every one of the target, which finds content that has changed.
func (r *run) compareFiles(ctx context.Context, wrong *DiffersError) (Compared, error) {
	from, to, err := r.files(ctx)
	if err != nil {
		return Compared{}, err
	}
	sum := sha256.New()
	done := 0
	a, b := &listing{files: from}, &listing{files: to}
	for {
		source, more, err := a.look(ctx)
		if err != nil {
			return Compared{}, fmt.Errorf("the source: %w", err)
		}
		target, moreThere, err := b.look(ctx)
		if err != nil {
			return Compared{}, fmt.Errorf("the target: %w", err)
		}
		switch {
		case !more && !moreThere:
			return Compared{Name: filesName, Documents: done, Digest: hex.EncodeToString(sum.Sum(nil))}, nil
		case !moreThere || more && source.Name < target.Name:
			wrong.add(filesName, source.Name, "missing")
			a.step()
			continue
		case !more || target.Name < source.Name:
			wrong.add(filesName, target.Name, "extra")
			b.step()
			continue
		}
		whole, err := readable(ctx, to, target.Name)
		if err != nil {
			return Compared{}, fmt.Errorf("the target: file %s: %w", target.Name, err)
		}
		if source != target || !whole {
			wrong.add(filesName, source.Name, "changed")
		}
		fmt.Fprintf(sum, "%s %d %s\n", target.Name, target.Size, target.Digest)
		done++
		a.step()
		b.step()
		r.Progress(Progress{Phase: "verify", Collection: filesName, Done: done, All: r.mark.Files.Count})
	}
}

// readable reads a file to its end; false says that it is not what was stored.
func readable(ctx context.Context, files store.Files, name string) (whole bool, err error) {
	content, _, err := files.Open(ctx, name)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	_, err = io.Copy(io.Discard, content)
	if errors.Is(err, store.ErrCorrupt) {
		return false, nil
	}
	return err == nil, err
}

// listing goes through the files of a store by name.
type listing struct {
	files store.Files
	ahead []store.File
	last  string
	end   bool
}

// look returns the file that the listing stands at; more is false behind the
// last.
func (l *listing) look(ctx context.Context) (f store.File, more bool, err error) {
	if len(l.ahead) == 0 && !l.end {
		if l.ahead, err = l.files.List(ctx, l.last, filePage); err != nil {
			return store.File{}, false, err
		}
		l.end = len(l.ahead) < filePage
		if n := len(l.ahead); n > 0 {
			l.last = l.ahead[n-1].Name
		}
	}
	if len(l.ahead) == 0 {
		return store.File{}, false, nil
	}
	return l.ahead[0], true, nil
}

func (l *listing) step() { l.ahead = l.ahead[1:] }
