package files_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/files"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

const (
	cardMarker = "SecretCardNumber110101"
	nameMarker = "SecretNameOfAnn"
)

// aCard is a picture of some chunks, with a marker in each.
var aCard = "\x89PNG\r\n\x1a\n" + strings.Repeat(cardMarker+strings.Repeat(".", 1000), 200)

// watched looks, at each read, for what must not be there.
type watched struct {
	io.Reader
	look func()
}

func (w watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	w.look()
	return n, err
}

func (r *room) putSealed(body io.Reader) files.File {
	r.t.Helper()
	f, err := r.Receive(r.t.Context(), files.Arrival{
		Owner: "ann", App: "app", Field: "card", Name: nameMarker + ".png", Accept: form.FileTypes(), Limit: int64(len(aCard)), Length: int64(len(aCard)),
		Seal: true, Body: body,
	})
	must(r.t, err)
	return f
}

func onDisk(t *testing.T) (string, *sqlitestore.Store) {
	t.Helper()
	folder := t.TempDir()
	disk, err := sqlitestore.Open(t.Context(), folder, sqlitestore.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, disk.Close()) })
	return folder, disk
}

// search returns the files under a folder in which one of the texts stands.
func search(t *testing.T, folder string, texts ...string) (found []string, searched int) {
	t.Helper()
	must(t, filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		searched++
		for _, text := range texts {
			if bytes.Contains(raw, []byte(text)) {
				found = append(found, path+": "+text)
			}
		}
		return err
	}))
	return found, searched
}

// TestASealedFileIsNeverReadableOnTheDisk searches the data folder after each part
// of an upload, and afterwards.
func TestASealedFileIsNeverReadableOnTheDisk(t *testing.T) {
	t.Parallel()
	folder, disk := onDisk(t)
	r := roomOn(t, disk)
	looks := 0
	look := func() {
		looks++
		if found, _ := search(t, folder, cardMarker, nameMarker, "image/png"); found != nil {
			t.Error(found)
		}
	}
	f := r.putSealed(watched{strings.NewReader(aCard), look})
	look()
	if looks < 5 || f.Name != nameMarker+".png" || f.Type != "image/png" || f.Size != int64(len(aCard)) {
		t.Errorf("after %d looks: %+v", looks, f)
	}
	r.put("ann") // one that is not sealed is found
	if found, searched := search(t, folder, pdf); len(found) == 0 {
		t.Errorf("nothing is found in %d files", searched)
	}
	own, err := r.Own(t.Context(), "ann", f.ID, r)
	must(t, err)
	content, err := r.Open(t.Context(), own)
	must(t, err)
	got, err := io.ReadAll(content)
	must(t, errors.Join(err, content.Close()))
	if string(got) != aCard || own.Name != f.Name || own.Type != f.Type {
		t.Errorf("%d bytes came back of %+v", len(got), own)
	}
	for _, from := range []int64{0, 1, 65535, 65536, 65537, 150_000, f.Size - 1} {
		part, err := r.OpenPart(t.Context(), own, from, 100)
		must(t, err)
		got, err := io.ReadAll(part)
		must(t, errors.Join(err, part.Close()))
		if want := aCard[from:min(from+100, f.Size)]; string(got) != want {
			t.Errorf("from %d: %d bytes, want %d", from, len(got), len(want))
		}
	}
}

// TestASealedFileOpensNowhereElse changes in the store what belongs to a file.
func TestASealedFileOpensNowhereElse(t *testing.T) {
	t.Parallel()
	type row struct {
		store.Head `bson:",inline"`
		Rest       bson.M `bson:",inline"`
	}
	for what, change := range map[string]func(mine, other *row){
		"another field":        func(m, _ *row) { m.Rest["field"] = "proof" },
		"another file's key":   func(m, o *row) { m.Rest["sealed"] = o.Rest["sealed"] },
		"the name of another":  func(m, o *row) { m.Rest["sealed"].(bson.D)[1] = o.Rest["sealed"].(bson.D)[1] },
		"no key":               func(m, _ *row) { m.Rest["sealed"].(bson.D)[0].Value = bson.Binary{} },
		"a size that is less":  func(m, _ *row) { m.Rest["size"] = int64(65536) },
		"a size of less":       func(m, _ *row) { m.Rest["size"] = int64(len(aCard) - 1) },
		"another file's bytes": nil,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			folder, disk := onDisk(t)
			r := roomOn(t, disk)
			mine, other := r.putSealed(strings.NewReader(aCard)), r.putSealed(strings.NewReader(aCard))
			if change == nil {
				at := func(id string) string { return filepath.Join(folder, "files", id[:2], id) }
				raw, err := os.ReadFile(at(other.ID))
				must(t, err)
				must(t, os.WriteFile(at(mine.ID), raw, 0o600))
			} else {
				rows, err := store.Open[row](disk, store.Spec{Name: "uploads", Indexes: []store.Index{
					{Name: "pending", Paths: []string{"pending", "createdAt"}}, {Name: "due", Paths: []string{"due"}},
				}})
				must(t, err)
				m, err := rows.Get(t.Context(), mine.ID)
				must(t, err)
				o, err := rows.Get(t.Context(), other.ID)
				must(t, err)
				change(m, o)
				must(t, rows.Replace(t.Context(), m))
			}
			f, looked := r.Look(t.Context(), mine.ID)
			for part, open := range map[string]func() (io.ReadCloser, error){
				"a part": func() (io.ReadCloser, error) { return r.OpenPart(t.Context(), f, 0, f.Size) },
				"all":    func() (io.ReadCloser, error) { return r.Open(t.Context(), f) },
			} {
				err := looked
				if err == nil {
					content, failed := open()
					if err = failed; err == nil {
						_, err = io.CopyN(io.Discard, content, f.Size) // as an answer of that length does
						_ = content.Close()
					}
				}
				if !errors.Is(err, keyring.ErrDamaged) && !errors.Is(err, keyring.ErrUnknownKey) {
					t.Errorf("%s opens: %v", part, err)
				}
			}
			if _, err := r.Look(t.Context(), other.ID); err != nil {
				t.Errorf("the other one does not: %v", err)
			}
		})
	}
}

// TestALostKeyIsSaid: a sealed file does not open with another master key, and is
// cleared away all the same.
func TestALostKeyIsSaid(t *testing.T) {
	t.Parallel()
	_, disk := onDisk(t)
	r := roomOn(t, disk)
	f := r.putSealed(strings.NewReader(aCard))
	other := roomOn(t, disk) // which makes a key of its own
	if _, err := other.Own(t.Context(), "ann", f.ID, other); !errors.Is(err, keyring.ErrUnknownKey) {
		t.Errorf("told %v", err)
	}
	other.clock.Advance(25 * time.Hour)
	other.reap()
	if got := other.stored(); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
}

// TestWhatIsCutOffIsNotSealedAsAWhole sends less than it announces.
func TestWhatIsCutOffIsNotSealedAsAWhole(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	for _, n := range []int{10, 64 << 10, 64<<10 + 5, len(aCard) - 1} {
		for what, body := range map[string]io.Reader{"short": strings.NewReader(aCard[:n]), "hung up": hangsUp{strings.NewReader(aCard[:n])}} {
			_, err := r.Receive(t.Context(), files.Arrival{
				Owner: "ann", App: "app", Field: "card", Name: "a.png", Accept: form.FileTypes(), Limit: 1 << 20, Length: int64(len(aCard)), Seal: true, Body: body,
			})
			if !errors.Is(err, files.ErrCutOff) {
				t.Errorf("%s at %d: %v", what, n, err)
			}
		}
	}
	_, err := r.Receive(t.Context(), files.Arrival{
		Owner: "ann", App: "app", Field: "card", Name: "a.png", Accept: form.FileTypes(), Limit: 100, Length: int64(len(aCard)), Seal: true, Body: strings.NewReader(aCard),
	})
	var large *files.TooLargeError
	if !errors.As(err, &large) || large.Limit != 100 {
		t.Errorf("too large: %v", err)
	}
	if got := r.stored(); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
}

// TestAPlainFileDoesNotFitASensitiveField: the field was marked after the upload.
func TestAPlainFileDoesNotFitASensitiveField(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	plain, sealed := r.put("ann"), r.putSealed(strings.NewReader(aCard)).ID
	use := func(field, id string) files.Use {
		return files.Use{Owner: "ann", App: "app", Field: field, File: id, Seal: true}
	}
	for _, err := range []error{
		r.Claimable(t.Context(), use("proof", plain), "case", r), r.Claim(t.Context(), use("proof", plain), "case", r),
	} {
		if !errors.Is(err, files.ErrPlain) {
			t.Error(err)
		}
	}
	must(t, r.Claim(t.Context(), use("card", sealed), "case", r))
	// Somebody else learns no more than that there is none.
	foreign := use("proof", plain)
	foreign.Owner = "bo"
	if err := r.Claimable(t.Context(), foreign, "case", r); !errors.Is(err, files.ErrUnknown) {
		t.Error(err)
	}
}
