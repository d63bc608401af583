package mongostore_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
)

// While the server is away, operations say so within seconds; when it comes
// back, the same store works on.
func TestTheServerGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p := mongotest.NewProxy(t)
	uri, _ := mongotest.DatabaseOn(t, p)
	s := mongotest.OpenURI(t, uri)
	closeStore(t, s)
	c := openItems(t, s, itemSpec)
	must(t, c.Insert(ctx, &item{Head: store.Head{ID: "a"}}))

	p.Cut()
	began := time.Now()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := c.Get(ctx, "a"); !errors.Is(err, store.ErrUnavailable) {
				t.Errorf("get: %v, want ErrUnavailable", err)
			}
		})
		wg.Go(func() {
			if err := c.Insert(ctx, &item{Head: store.Head{ID: "b"}}); !errors.Is(err, store.ErrUnavailable) {
				t.Errorf("insert: %v, want ErrUnavailable", err)
			}
		})
	}
	wg.Wait()
	if took := time.Since(began); took > startLimit {
		t.Errorf("it took %s to notice", took)
	}

	p.Mend()
	for try := 0; ; try++ {
		if _, err := c.Get(ctx, "a"); err == nil {
			break
		} else if try == 20 {
			t.Fatalf("after the line was mended: %v", err)
		}
	}
	must(t, c.Insert(ctx, &item{Head: store.Head{ID: "c"}}))
}

// A write that has begun is finished although its caller has gone, and a read
// is not waited for.
func TestCallersThatGo(t *testing.T) {
	t.Parallel()
	p := mongotest.NewProxy(t)
	uri, _ := mongotest.DatabaseOn(t, p)
	s := mongotest.OpenURI(t, uri)
	closeStore(t, s)
	c := openItems(t, s, itemSpec)

	arrived, goOn := make(chan struct{}, 4), make(chan struct{})
	p.Intercept(func(c mongotest.Command) (bson.D, error) {
		if c.Name == "insert" || c.Name == "find" {
			arrived <- struct{}{}
			<-goOn
		}
		return nil, nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	wrote := make(chan error, 1)
	go func() { wrote <- c.Insert(ctx, &item{Head: store.Head{ID: "a"}}) }()
	<-arrived
	cancel()
	goOn <- struct{}{}
	if err := <-wrote; err != nil {
		t.Fatalf("the insert that was begun: %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	read := make(chan error, 1)
	go func() {
		_, err := c.Get(ctx, "a")
		read <- err
	}()
	<-arrived
	cancel()
	if err := <-read; !errors.Is(err, context.Canceled) {
		t.Fatalf("the read: %v, want context.Canceled", err)
	}
	goOn <- struct{}{}
	p.Intercept(nil)
	if _, err := c.Get(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
}

// When more wait than the server can take, the ones behind are told so.
func TestACrowdBeforeASlowServer(t *testing.T) {
	t.Parallel()
	p := mongotest.NewProxy(t)
	uri, _ := mongotest.DatabaseOn(t, p)
	s := mongotest.OpenURI(t, uri+"&maxPoolSize=3")
	closeStore(t, s)
	c := openItems(t, s, itemSpec)
	goOn := make(chan struct{})
	p.Intercept(func(c mongotest.Command) (bson.D, error) {
		if c.Name == "find" {
			<-goOn
		}
		return nil, nil
	})
	const crowd = 10
	errs := make(chan error, crowd)
	for range crowd {
		go func() {
			_, err := c.Get(t.Context(), "a")
			errs <- err
		}()
	}
	for range crowd - 3 {
		if err := <-errs; !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), "wait for MongoDB") {
			t.Errorf("one that waits: %v", err)
		}
	}
	close(goOn)
	for range 3 {
		if err := <-errs; !errors.Is(err, store.ErrNotFound) {
			t.Errorf("one that was let in: %v", err)
		}
	}
}
