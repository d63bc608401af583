package script_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/script"
)

// BenchmarkFlood measures what a normal script waits while more endless ones are
// called than there are workers: a proved one (calls with a pause of a
// millisecond) and ones that run for the first time (one after the other). What
// the server lets one person run at one time is three; twenty people may call
// one script, or a script each.
func BenchmarkFlood(b *testing.B) {
	for _, c := range []struct {
		name             string
		callers, scripts int
	}{
		{"quiet", 0, 1}, {"one-person", 3, 1}, {"twenty-people", 20, 1}, {"twenty-scripts", 20, 20},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := newPool(b, func(o *script.Options) { o.Wall, o.Wait = 250*time.Millisecond, 2*time.Second })
			proved := script.NewSource(leaveCheck)
			call := func(source script.Source) time.Duration {
				began := time.Now()
				if _, err := p.Validate(b.Context(), source, goodForm, someone); err != nil {
					b.Fatal(err)
				}
				return time.Since(began)
			}
			for range 500 {
				call(proved)
			}
			stop := make(chan struct{})
			var all sync.WaitGroup
			for i := range c.callers {
				source := script.NewSource(fmt.Sprintf("function validate() { for (;;); } // %d", i%c.scripts))
				all.Go(func() {
					for {
						select {
						case <-stop:
							return
						default:
							_, _ = p.Validate(b.Context(), source, goodForm, someone) // stopped or refused, both are right
						}
					}
				})
			}
			<-time.After(4 * time.Second) // the queue fills, and each has run once
			var quick, first []time.Duration
			for b.Loop() {
				end := time.After(5 * time.Second)
				for running := true; running; {
					select {
					case <-end:
						running = false
					default:
						<-time.After(time.Millisecond)
						quick = append(quick, call(proved))
					}
				}
				for i := range 20 {
					first = append(first, call(script.NewSource(fmt.Sprintf("%s // %d %d", leaveCheck, len(first), i))))
				}
			}
			close(stop)
			all.Wait()
			for name, took := range map[string][]time.Duration{"proved": quick, "first-run": first} {
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)/2].Microseconds()), name+"-p50-µs")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), name+"-p99-µs")
				b.ReportMetric(float64(took[len(took)-1].Microseconds()), name+"-max-µs")
			}
		})
	}
}
