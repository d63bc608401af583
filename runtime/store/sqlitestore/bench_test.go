//go:build unix

package sqlitestore_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

// benchCase has the shape of a running case: a body of 3 KB and eight rows in
// indexes (three scalar, and five elements of arrays).
type benchCase struct {
	store.Head `bson:",inline"`
	App        string   `bson:"app"`
	Status     string   `bson:"status"`
	Initiator  string   `bson:"initiator"`
	CreatedAt  int64    `bson:"createdAt"`
	ArrivedAt  int64    `bson:"arrivedAt"`
	Principals []string `bson:"principals,omitempty"`
	Readers    []string `bson:"readers"`
	Form       string   `bson:"form"`
	Events     []string `bson:"events"`
}

var benchSpec = store.Spec{Name: "cases", Indexes: []store.Index{
	{Name: "app", Paths: []string{"app", "createdAt"}},
	{Name: "status", Paths: []string{"status", "createdAt"}},
	{Name: "initiator", Paths: []string{"initiator", "createdAt"}},
	{Name: "inbox", Paths: []string{"principals", "arrivedAt"}, Multi: true},
	{Name: "readers", Paths: []string{"readers", "createdAt"}, Multi: true},
}}

func openBench(b *testing.B) (*sqlitestore.Store, *store.Collection[benchCase]) {
	b.Helper()
	s, err := sqlitestore.Open(b.Context(), b.TempDir(), sqlitestore.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	c, err := store.Open[benchCase](s, benchSpec)
	if err != nil {
		b.Fatal(err)
	}
	return s, c
}

func newBenchCase(n int64) *benchCase {
	user := fmt.Sprint("user:", n%200)
	return &benchCase{
		Head: store.Head{ID: ids.Random().New()}, App: fmt.Sprint("app", n%3), Status: "running",
		Initiator: user, CreatedAt: n, ArrivedAt: n,
		Principals: []string{fmt.Sprint("user:", n%37)},
		Readers:    []string{user, fmt.Sprint("dept:", n%6), "role:hr", fmt.Sprint("app:", n%3)},
		Form:       strings.Repeat("x", 1500), Events: []string{strings.Repeat("e", 1300)},
	}
}

// cpuTime is what this process has used so far.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// BenchmarkCase is the floor under a case: three durable writes of one
// document (submit and two decisions) by 8 clients at once.
func BenchmarkCase(b *testing.B) {
	for _, clients := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) { benchmarkCase(b, clients) })
	}
}

func benchmarkCase(b *testing.B, clients int) {
	s, c := openBench(b)
	var next atomic.Int64
	times := make([][]time.Duration, clients)
	write := func(client int, do func() error) {
		begin := time.Now()
		if err := do(); err != nil {
			b.Error(err)
		}
		times[client] = append(times[client], time.Since(begin))
	}
	b.ReportAllocs()
	b.ResetTimer()
	used := cpuTime()
	var wg sync.WaitGroup
	for client := range clients {
		wg.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				d := newBenchCase(n)
				write(client, func() error { return c.Insert(b.Context(), d) })
				d.Principals, d.ArrivedAt = []string{fmt.Sprint("user:", n%11)}, n+1
				write(client, func() error { return c.Replace(b.Context(), d) })
				d.Principals, d.Status = nil, "approved"
				write(client, func() error { return c.Replace(b.Context(), d) })
			}
		})
	}
	wg.Wait()
	used = cpuTime() - used
	b.StopTimer()
	all := slices.Concat(times...)
	slices.Sort(all)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
	b.ReportMetric(float64(used.Microseconds())/float64(b.N), "cpu-µs/case")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms/write")
	stats := s.Stats()
	b.ReportMetric(float64(stats.Writes)/float64(stats.Commits), "writes/commit")
}

// BenchmarkRead measures the reads of a case's page and of an inbox, on a
// store that holds some cases.
func BenchmarkRead(b *testing.B) {
	_, c := openBench(b)
	var known []string
	for n := range int64(2000) {
		d := newBenchCase(n)
		if err := c.Insert(b.Context(), d); err != nil {
			b.Fatal(err)
		}
		known = append(known, d.ID)
	}
	b.Run("get", func(b *testing.B) {
		b.ReportAllocs()
		var next atomic.Int64
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := c.Get(b.Context(), known[int(next.Add(1))%len(known)]); err != nil {
					b.Error(err)
				}
			}
		})
	})
	b.Run("inbox", func(b *testing.B) {
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				q := store.Query{Where: []store.Cond{{Path: "principals", Value: "user:7"}}, Order: "arrivedAt", Desc: true, Limit: 20}
				if page, err := c.Find(b.Context(), q); err != nil || len(page.Items) != 20 {
					b.Error(len(page.Items), err)
				}
			}
		})
	})
}
