package workflow

import (
	"slices"
	"sync"
	"testing"

	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
)

// Two processes on one store never give a number twice, however their calls mix.
func TestNumbersOfTwoProcesses(t *testing.T) {
	t.Parallel()
	backend := mongotest.Backend(t)
	const each = 2*blockSize + 5
	got := make([][]int64, 4)
	var wg sync.WaitGroup
	for i := range got {
		if i%2 == 0 {
			n, err := newNumbers(backend)
			if err != nil {
				t.Fatal(err)
			}
			for _, slot := range []int{i, i + 1} { // two at once in each process
				wg.Go(func() {
					for range each {
						no, err := n.draw(t.Context(), "serial/app/no/#")
						if err != nil {
							t.Error(err)
							return
						}
						got[slot] = append(got[slot], no)
					}
				})
			}
		}
	}
	wg.Wait()
	all := slices.Sorted(slices.Values(slices.Concat(got...)))
	if len(all) != 4*each || all[0] != 1 {
		t.Fatalf("%d numbers from %d on", len(all), all[0])
	}
	for i := 1; i < len(all); i++ {
		if all[i] == all[i-1] {
			t.Fatalf("%d was given twice", all[i])
		}
	}
	n, err := newNumbers(backend)
	if err != nil {
		t.Fatal(err)
	}
	if no, err := n.draw(t.Context(), "serial/app/other/#"); err != nil || no != 1 {
		t.Errorf("another series begins at %d, %v", no, err)
	}
}
