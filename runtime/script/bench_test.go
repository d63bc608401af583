package script_test

import (
	"testing"

	"github.com/banli-oa/banli/runtime/script"
)

// BenchmarkWarm is one round trip of a leave form's check through one worker.
func BenchmarkWarm(b *testing.B) {
	p := newPool(b, nil)
	src := script.NewSource(leaveCheck)
	if _, err := p.Validate(b.Context(), src, goodForm, someone); err != nil {
		b.Fatal(err)
	}
	before := p.Usage().CPU
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		if _, err := p.Validate(b.Context(), src, goodForm, someone); err != nil {
			b.Fatal(err)
		}
	}
	u := p.Usage()
	b.ReportMetric(float64((u.CPU-before).Nanoseconds())/float64(b.N), "worker-cpu-ns/op")
	b.ReportMetric(float64(u.RSS)/float64(u.Workers)/(1<<20), "MB/worker")
}

// BenchmarkParallel is the same from several callers at once.
func BenchmarkParallel(b *testing.B) {
	p := newPool(b, nil)
	src := script.NewSource(leaveCheck)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := p.Validate(b.Context(), src, goodForm, someone); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
