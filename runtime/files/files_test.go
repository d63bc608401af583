package files_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/files"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

const pdf = "%PDF-1.7 and so on"

// room is the service on a store, with what refers to uploads in maps.
type room struct {
	*files.Service
	t     *testing.T
	clock *clock.Manual

	mu            sync.Mutex
	cases, drafts map[string]string // upload → instance, upload → owner
}

func (r *room) InCase(_ context.Context, instance, file string) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.cases[file] == instance, nil
}

// Fence has nothing to hold up: here a case is stored at once.
func (r *room) Fence(ctx context.Context, instance, file string) (bool, error) {
	return r.InCase(ctx, instance, file)
}

func (r *room) InDraft(_ context.Context, owner, _, file string) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.drafts[file] == owner, nil
}

func (r *room) refer(to map[string]string, file, from string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	to[file] = from
}

func newRoom(t *testing.T) *room {
	t.Helper()
	return roomOn(t, mongotest.Backend(t))
}

func roomOn(t *testing.T, backend store.Backend) *room {
	t.Helper()
	contents, err := backend.(interface {
		Files(ctx context.Context) (store.Files, error)
	}).Files(t.Context())
	must(t, err)
	return roomWith(t, backend, contents)
}

func roomWith(t *testing.T, backend store.Backend, contents store.Files) *room {
	t.Helper()
	r := &room{t: t, clock: clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)), cases: map[string]string{}, drafts: map[string]string{}}
	record, err := audit.New(t.Context(), backend, r.clock, audit.Options{})
	must(t, err)
	keys, err := keyring.LoadOrCreate(filepath.Join(t.TempDir(), "master.key"))
	must(t, err)
	r.Service, err = files.New(files.Deps{Backend: backend, Files: contents, Keys: keys, Audit: record, Clock: r.clock, IDs: ids.Random(), Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	return r
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (r *room) receive(owner, content string, body io.Reader) (files.File, error) {
	return r.Receive(r.t.Context(), files.Arrival{
		Owner: owner, App: "app", Field: "proof", Name: "a.pdf", Accept: form.FileTypes(), Limit: 1 << 20, Length: int64(len(content)), Body: body,
	})
}

func (r *room) put(owner string) string {
	r.t.Helper()
	f, err := r.receive(owner, pdf, strings.NewReader(pdf))
	must(r.t, err)
	return f.ID
}

func (r *room) claim(id, instance string) error {
	return r.Claim(r.t.Context(), files.Use{Owner: "ann", App: "app", Field: "proof", File: id}, instance, r)
}

func (r *room) reap() {
	r.t.Helper()
	_, err := r.Reap(r.t.Context(), r)
	must(r.t, err)
}

func (r *room) stored() []string {
	r.t.Helper()
	all, err := r.Files.List(r.t.Context(), "", store.MaxFiles)
	must(r.t, err)
	var names []string
	for _, f := range all {
		names = append(names, f.Name)
	}
	return names
}

func TestWhatIsReadIsWhatWasSent(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	id := r.put("ann")
	f, err := r.Own(t.Context(), "ann", id, r)
	must(t, err)
	content, err := r.Open(t.Context(), f)
	must(t, err)
	got, err := io.ReadAll(content)
	must(t, errors.Join(err, content.Close()))
	if string(got) != pdf || f.Size != int64(len(pdf)) || f.Type != "application/pdf" || f.Name != "a.pdf" {
		t.Errorf("%+v %q", f, got)
	}
	for _, other := range []string{"bo", ""} {
		if _, err := r.Own(t.Context(), other, id, r); !errors.Is(err, files.ErrUnknown) {
			t.Errorf("%q reads it: %v", other, err)
		}
		if err := r.Discard(t.Context(), other, id, r); !errors.Is(err, files.ErrUnknown) {
			t.Errorf("%q removes it: %v", other, err)
		}
	}
	for _, name := range []string{"", "../../etc/passwd", strings.Repeat("a", 5000)} {
		if _, err := r.Own(t.Context(), "ann", name, r); !errors.Is(err, files.ErrUnknown) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

var errHungUp = errors.New("hung up")

type hangsUp struct{ after io.Reader }

func (h hangsUp) Read(p []byte) (int, error) {
	n, err := h.after.Read(p)
	if errors.Is(err, io.EOF) {
		err = errHungUp
	}
	return n, err
}

func TestWhatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	large := pdf + strings.Repeat("x", 20<<10)
	for what, body := range map[string]io.Reader{
		"less than announced": strings.NewReader(large[:10<<10]),
		"more than announced": strings.NewReader(large + "x"),
		"a sender that goes":  hangsUp{strings.NewReader(large[:9<<10])},
		"one that goes early": hangsUp{strings.NewReader("%PDF-")},
	} {
		if _, err := r.receive("ann", large, body); !errors.Is(err, files.ErrCutOff) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got := r.stored(); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
	// Nothing counts as under way any more.
	for range files.MaxPending {
		r.put("ann")
	}
	if _, err := r.receive("ann", pdf, strings.NewReader(pdf)); !errors.Is(err, files.ErrTooMany) {
		t.Errorf("one too many: %v", err)
	}
}

// stuck never ends, as a process that was killed in the middle of an upload.
type stuck struct {
	first   io.Reader
	reached chan struct{}
	once    sync.Once
	release chan struct{}
}

func (s *stuck) Read(p []byte) (int, error) {
	n, err := s.first.Read(p)
	if errors.Is(err, io.EOF) {
		s.once.Do(func() { close(s.reached) })
		<-s.release
		return n, errHungUp
	}
	return n, nil
}

func TestUploadsUnderWayCount(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	for range files.MaxPending - 1 {
		r.put("ann")
	}
	s := &stuck{first: strings.NewReader("%PDF-"), reached: make(chan struct{}), release: make(chan struct{})}
	done := make(chan error, 1)
	go func() { _, err := r.receive("ann", pdf, s); done <- err }()
	<-s.reached
	if _, err := r.receive("ann", pdf, strings.NewReader(pdf)); !errors.Is(err, files.ErrTooMany) {
		t.Errorf("one too many: %v", err)
	}
	close(s.release)
	if err := <-done; !errors.Is(err, files.ErrCutOff) {
		t.Errorf("the other: %v", err)
	}
	r.put("ann")
}

func TestAnUploadOfACaseStays(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	held, lost, drafted := r.put("ann"), r.put("ann"), r.put("ann")
	must(t, r.claim(held, "case1"))
	r.refer(r.cases, held, "case1")
	must(t, r.claim(lost, "case2")) // which is never stored
	r.refer(r.drafts, drafted, "ann")
	if _, err := r.Own(t.Context(), "ann", held, r); !errors.Is(err, files.ErrUnknown) {
		t.Errorf("read past its case: %v", err)
	}
	if _, err := r.Own(t.Context(), "ann", lost, r); err != nil {
		t.Errorf("its owner has no way to it: %v", err)
	}
	if err := r.Discard(t.Context(), "ann", held, r); !errors.Is(err, files.ErrInUse) {
		t.Errorf("removed from its case: %v", err)
	}
	if err := r.claim(held, "case3"); !errors.Is(err, files.ErrUnknown) {
		t.Errorf("taken from its case: %v", err)
	}
	must(t, r.claim(held, "case1")) // a repeat
	for range 3 {
		r.clock.Advance(25 * time.Hour)
		r.reap()
	}
	for id, want := range map[string]error{held: nil, drafted: nil, lost: files.ErrUnknown} {
		if _, err := r.Look(t.Context(), id); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", id, err, want)
		}
	}
	if got := r.stored(); len(got) != 2 {
		t.Errorf("%d contents", len(got))
	}
}

// TestReapingNeverTakesWhatIsReferredTo lets rounds run while people submit and
// save what they uploaded a day ago: who wins is open, but never is something
// referred to that is gone.
func TestReapingNeverTakesWhatIsReferredTo(t *testing.T) {
	t.Parallel()
	backend := mongotest.Backend(t)
	r, other := roomOn(t, backend), roomOn(t, backend) // two processes on one store
	const each = 12
	var all []string
	for i := range each {
		all = append(all, r.put([]string{"ann", "bo"}[i%2]))
	}
	r.clock.Advance(25 * time.Hour)
	other.clock.Advance(25 * time.Hour)
	var group sync.WaitGroup
	taken := make([]bool, each)
	for i, id := range all {
		group.Go(func() {
			if i%2 == 0 {
				if err := other.claim(id, "case"+id); err == nil {
					r.refer(r.cases, id, "case"+id)
					taken[i] = true
				} else if !errors.Is(err, files.ErrUnknown) {
					t.Error(err)
				}
				return
			}
			if err := other.Keep(t.Context(), "bo", id); err != nil {
				t.Error(err)
			}
			r.refer(r.drafts, id, "bo") // a draft is saved whether or not
		})
	}
	for range 3 {
		group.Go(func() {
			if _, err := r.Reap(t.Context(), r); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for i, id := range all {
		_, err := r.Look(t.Context(), id)
		if taken[i] && err != nil {
			t.Errorf("%s belongs to a case and is gone: %v", id, err)
		}
		if err == nil {
			content, err := r.Open(t.Context(), files.File{ID: id})
			if err != nil {
				t.Errorf("%s is known and has no content: %v", id, err)
				continue
			}
			must(t, content.Close())
		}
	}
	r.reap()
	known := 0
	for _, id := range all {
		if _, err := r.Look(t.Context(), id); err == nil {
			known++
		}
	}
	if got := len(r.stored()); got != known {
		t.Errorf("%d contents for %d uploads", got, known)
	}
}

// TestWhatAFaultLeavesGoes lets the store fail when the content is there and its
// document is about to be.
func TestWhatAFaultLeavesGoes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		what       string
		mode       storetest.Mode
		deletes    bool
		then, late int // contents at once, and after a day
	}{
		{"it was not stored", storetest.Fail, true, 0, 0},
		{"it was not stored, and nothing can be deleted", storetest.Fail, false, 1, 0},
		{"it was stored, and nobody heard of it", storetest.LoseAnswer, true, 1, 0},
	} {
		t.Run(tt.what, func(t *testing.T) {
			t.Parallel()
			backend := mongotest.Backend(t)
			r := roomOn(t, backend)
			faulty := storetest.NewFaulty(backend)
			faulty.Inject(storetest.Fault{Op: storetest.Insert, Collection: "uploads", Mode: tt.mode})
			other := roomWith(t, faulty, r.Files)
			if !tt.deletes {
				other.Files = keeps{r.Files}
			}
			if _, err := other.receive("ann", pdf, strings.NewReader(pdf)); !errors.Is(err, store.ErrUnavailable) {
				t.Fatal(err)
			}
			r.reap()
			if got := r.stored(); len(got) != tt.then {
				t.Errorf("%d contents at once", len(got))
			}
			for range 2 {
				r.clock.Advance(25 * time.Hour)
				r.reap()
			}
			if got := r.stored(); len(got) != tt.late {
				t.Errorf("%d contents after a day", len(got))
			}
		})
	}
}

// keeps is a store that deletes nothing.
type keeps struct{ store.Files }

func (keeps) Delete(context.Context, string) error { return store.ErrUnavailable }
