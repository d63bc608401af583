package httpapi_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/store/storetest"
	"github.com/banli-oa/banli/runtime/workflow"
)

// turns is a store at which players wait for their turn before whatever they do:
// so that many of them meet in every order there is.
type turns struct {
	store.Backend
	mu      sync.Mutex
	waiting []chan storetest.Mode
	moved   chan struct{}
}

type playerKey struct{}

// take waits for a turn, if it is a player who asks, carries the operation out or
// not, and says how it went.
func (b *turns) take(ctx context.Context, do func() error) error {
	if ctx.Value(playerKey{}) == nil {
		return do()
	}
	turn := make(chan storetest.Mode)
	b.mu.Lock()
	b.waiting = append(b.waiting, turn)
	b.mu.Unlock()
	b.moved <- struct{}{}
	lost := fmt.Errorf("%w: injected", store.ErrUnavailable)
	switch <-turn {
	case storetest.Fail:
		return lost
	case storetest.LoseAnswer:
		if err := do(); err != nil {
			return err
		}
		return lost
	}
	return do()
}

// play lets players go at the same time, one operation at a time, in an order and
// with faults that chance chooses.
func (b *turns) play(ctx context.Context, dice *rand.Rand, faults int, players ...func(context.Context)) {
	live := len(players)
	ended := make(chan struct{})
	for _, p := range players {
		go func() {
			p(context.WithValue(ctx, playerKey{}, true))
			ended <- struct{}{}
		}()
	}
	for live > 0 {
		b.mu.Lock()
		here := len(b.waiting)
		b.mu.Unlock()
		if here < live {
			select { // until all of them wait
			case <-b.moved:
			case <-ended:
				live--
			}
			continue
		}
		b.mu.Lock()
		n := dice.IntN(here)
		turn := b.waiting[n]
		b.waiting = append(b.waiting[:n], b.waiting[n+1:]...)
		b.mu.Unlock()
		mode := storetest.Pass
		if dice.IntN(100) < faults {
			mode = []storetest.Mode{storetest.Fail, storetest.LoseAnswer}[dice.IntN(2)]
		}
		turn <- mode
	}
}

func (b *turns) Collection(spec store.Spec) (store.RawCollection, error) {
	raw, err := b.Backend.Collection(spec)
	if spec.Name == "instances" || spec.Name == "uploads" || spec.Name == "drafts" {
		return &turnsCollection{raw, b}, err
	}
	return raw, err
}

type turnsCollection struct {
	store.RawCollection
	turns *turns
}

func (c *turnsCollection) Get(ctx context.Context, id string) (doc bson.Raw, err error) {
	err = c.turns.take(ctx, func() (err error) { doc, err = c.RawCollection.Get(ctx, id); return err })
	return doc, err
}

func (c *turnsCollection) Insert(ctx context.Context, d store.Document) error {
	return c.turns.take(ctx, func() error { return c.RawCollection.Insert(ctx, d) })
}

func (c *turnsCollection) Replace(ctx context.Context, rev int64, d store.Document) error {
	return c.turns.take(ctx, func() error { return c.RawCollection.Replace(ctx, rev, d) })
}

func (c *turnsCollection) Delete(ctx context.Context, id string, rev int64) error {
	return c.turns.take(ctx, func() error { return c.RawCollection.Delete(ctx, id, rev) })
}

// claims are cases that all want one upload of Bo's.
type claims struct {
	*world
	bo    workflow.Actor
	file  string
	cases []string
}

// race uploads a file and returns the players that want it: two submissions, a
// decision, its owner who takes it away, and a round that takes away what is due.
func (w *world) race(round int) (*claims, []func(context.Context)) {
	w.t.Helper()
	subject, _ := w.identity.Organisation().Subject(w.ids["bo"])
	c := &claims{world: w, bo: workflow.Actor{Subject: workflow.SubjectOf(subject, "token"), Lang: "en"}}
	sent, err := w.workflow.Submit(w.t.Context(), w.ann(), workflow.Submission{App: "papers"})
	must(w.t, err)
	c.file = w.put("bo", "photos", "a.png", aPNG)
	w.clock.Advance(25 * time.Hour)
	values := []byte(`{"photos":["` + c.file + `"]}`)
	submit := func(key string) func(context.Context) {
		c.cases = append(c.cases, workflow.InstanceID(w.ids["bo"], "papers", key))
		return func(ctx context.Context) {
			_, _ = w.workflow.Submit(ctx, c.bo, workflow.Submission{App: "papers", Form: values, Key: key})
		}
	}
	players := []func(context.Context){submit(fmt.Sprint("a", round)), submit(fmt.Sprint("b", round))}
	c.cases = append(c.cases, sent.ID)
	return c, append(players,
		func(ctx context.Context) {
			_, _ = w.workflow.Decide(ctx, c.bo, workflow.Decision{Task: sent.Tasks[0].ID, Action: "approve", Form: values})
		},
		func(ctx context.Context) { _, _ = w.files.Reap(ctx, w.workflow) },
		func(ctx context.Context) { _ = w.workflow.DiscardFile(ctx, c.bo, c.file) },
	)
}

func (w *world) ann() workflow.Actor {
	w.t.Helper()
	subject, _ := w.identity.Organisation().Subject(w.ids["ann"])
	return workflow.Actor{Subject: workflow.SubjectOf(subject, "token"), Lang: "en"}
}

// check says what is wrong once all is quiet: the file must be in one case at most,
// be there as long as it is in one, be its owner's as long as it is in none, and
// nobody's else.
func (c *claims) check() (in int, err error) {
	ctx := c.t.Context()
	for _, id := range c.cases {
		named, err := c.workflow.InCase(ctx, id, c.file)
		if err != nil {
			return 0, err
		}
		if !named {
			continue
		}
		in++
		f, err := c.workflow.CaseFile(ctx, c.bo, id, c.file)
		if err != nil {
			return 0, fmt.Errorf("in case %s: %w", id, err)
		}
		content, err := c.workflow.FileContent(ctx, f)
		if err != nil {
			return 0, fmt.Errorf("in case %s: %w", id, err)
		}
		_ = content.Close()
	}
	_, own := c.workflow.OwnFile(ctx, c.bo, c.file)
	_, there := c.files.Look(ctx, c.file)
	switch {
	case in > 1:
		return in, fmt.Errorf("%d cases have it", in)
	case in == 1 && own == nil:
		return in, errors.New("a case has it, and its owner gets at it past the case")
	case in == 0 && (own == nil) != (there == nil):
		return in, fmt.Errorf("no case has it; its owner is told %w, and it is there: %w", own, there)
	case there == nil && !c.contents()[c.file]:
		return in, errors.New("it is known, and its content is gone")
	}
	if _, err := c.workflow.OwnFile(ctx, c.ann(), c.file); err == nil {
		return in, errors.New("somebody else reads it")
	}
	return in, nil
}

// settle lets days pass, after which a file is in a case or gone.
func (c *claims) settle() {
	for range 3 {
		c.clock.Advance(25 * time.Hour)
		_, err := c.files.Reap(c.t.Context(), c.workflow)
		must(c.t, err)
	}
}

// TestNoOrderLosesAFile lets two submissions, a decision, their owner and a round
// of clearing away meet over one upload in random orders, with faults.
func TestNoOrderLosesAFile(t *testing.T) {
	t.Parallel()
	b := &turns{Backend: mongotest.Backend(t), moved: make(chan struct{}, 64)}
	w := worldOn(t, b, nil)
	w.installPapers(t)
	rounds := 120
	if mongotest.OnMongoDB() || testing.Short() {
		rounds = 20
	}
	seen := map[int]int{}
	for round := range rounds {
		dice := rand.New(rand.NewPCG(7, uint64(round)))
		c, players := w.race(round)
		dice.Shuffle(len(players), func(i, j int) { players[i], players[j] = players[j], players[i] })
		b.play(t.Context(), dice, []int{0, 4, 15}[round%3], players[:2+dice.IntN(4)]...)
		in, err := c.check()
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if in == 0 && round%2 == 0 { // whoever tries once more gets through, if it is there
			_, there := w.files.Look(t.Context(), c.file)
			again, err := w.workflow.Submit(t.Context(), c.bo, workflow.Submission{App: "papers", Form: []byte(`{"photos":["` + c.file + `"]}`)})
			if (err == nil) != (there == nil) {
				t.Fatalf("round %d: sent once more: %v, there: %v", round, err, there)
			}
			if err == nil {
				c.cases, in = append(c.cases, again.ID), 1
			}
		}
		c.settle()
		after, err := c.check()
		if err != nil || after != in {
			t.Fatalf("round %d: %d cases have it after some days, %d before: %v", round, after, in, err)
		}
		if w.contents()[c.file] != (after == 1) {
			t.Fatalf("round %d: %d cases have it, and it is there: %v", round, after, w.contents()[c.file])
		}
		seen[in]++
	}
	if seen[0] == 0 || seen[1] == 0 {
		t.Errorf("the rounds ended alike: %v", seen)
	}
}

// TestNoFaultLosesAFile fails every operation of a submission in turn, while
// another one comes before it, in its place or after it.
func TestNoFaultLosesAFile(t *testing.T) {
	t.Parallel()
	backend := mongotest.Backend(t)
	f := storetest.NewFaulty(backend)
	w := worldOn(t, f, nil)
	w.installPapers(t)
	for _, collection := range []string{"uploads", "instances"} {
		for _, mode := range []storetest.Mode{storetest.Fail, storetest.LoseAnswer} {
			for skip := range 12 {
				c, players := w.race(skip + 100*int(mode))
				c.cases = c.cases[:2]
				for i := range c.cases { // not those of another round
					key := fmt.Sprint(collection, mode, skip, i)
					c.cases[i] = workflow.InstanceID(w.ids["bo"], "papers", key)
					players[i] = func(ctx context.Context) {
						_, _ = w.workflow.Submit(ctx, c.bo, workflow.Submission{App: "papers", Form: []byte(`{"photos":["` + c.file + `"]}`), Key: key})
					}
				}
				// The other one comes at the moment of the fault.
				once := sync.OnceFunc(func() { players[1](t.Context()) })
				f.Inject(storetest.Fault{Collection: collection, Skip: skip, Mode: mode, Before: once})
				players[0](t.Context())
				f.Heal()
				in, err := c.check()
				if err != nil {
					t.Fatalf("%s, operation %d, mode %d: %v", collection, skip, mode, err)
				}
				c.settle()
				if after, err := c.check(); err != nil || after != in {
					t.Fatalf("%s, operation %d, mode %d: %d cases have it after some days, %d before: %v", collection, skip, mode, after, in, err)
				}
			}
		}
	}
}

// TestASlowSubmissionFindsItsFileTaken: what was claimed for a case that is still
// on its way is another's, and the first is told in words.
func TestASlowSubmissionFindsItsFileTaken(t *testing.T) {
	t.Parallel()
	w, f := faultyWorld(t)
	w.installPapers(t)
	c, players := w.race(0)
	f.Inject(storetest.Fault{Op: storetest.Insert, Collection: "instances", Mode: storetest.Pass, Before: func() { players[1](t.Context()) }})
	values := `{"photos":["` + c.file + `"]}`
	w.as("bo", http.MethodPost, "/api/apps/papers/instances", `{"form":`+values+`}`, "Idempotency-Key", "slow").problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if in, err := c.check(); err != nil || in != 1 {
		t.Fatalf("%d cases have it: %v", in, err)
	}
	// Its key is free again, and nobody sees what stands in its place.
	slow := workflow.InstanceID(w.ids["bo"], "papers", "slow")
	w.as("bo", http.MethodGet, "/api/instances/"+slow, "").problem(t, http.StatusNotFound, "instance.notFound")
	if list := w.as("eva", http.MethodGet, "/api/instances?scope=all", "").want(t, http.StatusOK); strings.Contains(list.body, slow) {
		t.Error(list.body)
	}
	_, err := w.workflow.Reindex(t.Context(), "another", nil)
	must(t, err)
	again := w.as("bo", http.MethodPost, "/api/apps/papers/instances", `{"form":{}}`, "Idempotency-Key", "slow").want(t, http.StatusCreated)
	if got := again.text(t, "id"); got != slow {
		t.Errorf("it is %s, not %s", got, slow)
	}
	w.as("bo", http.MethodGet, "/api/instances/"+slow, "").want(t, http.StatusOK)
}

// TestAClaimIsRepeatedBeforeItIsTakenOver: a submission that failed comes again
// while another one, which has fenced it off, is about to take its file over.
func TestAClaimIsRepeatedBeforeItIsTakenOver(t *testing.T) {
	t.Parallel()
	w, f := faultyWorld(t)
	w.installPapers(t)
	c, players := w.race(0)
	f.Inject(storetest.Fault{Op: storetest.Insert, Collection: "instances", Mode: storetest.Fail})
	players[0](t.Context())
	if in, err := c.check(); err != nil || in != 0 {
		t.Fatalf("%d cases have it: %v", in, err)
	}
	f.Inject(storetest.Fault{Op: storetest.Replace, Collection: "uploads", Mode: storetest.Pass, Before: func() { players[0](t.Context()) }})
	players[1](t.Context())
	if in, err := c.check(); err != nil || in != 1 {
		t.Fatalf("%d cases have it: %v", in, err)
	}
	if named, err := w.workflow.InCase(t.Context(), c.cases[0], c.file); err != nil || !named {
		t.Errorf("the one that came again does not have it: %v", err)
	}
}
