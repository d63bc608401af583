package bench

import (
	"os"
	"testing"
	"time"
)

func TestParseStat(t *testing.T) {
	t.Parallel()
	const tail = " S 7 1 1 0 -1 4194560 5 6 7 8 100 20 3 4 20 0 9 0 1 2 3"
	for name, test := range map[string]struct {
		line string
		want process
		ok   bool
	}{
		"plain":              {"42 (banli)" + tail, process{pid: 42, parent: 7, cpu: 1270 * time.Millisecond}, true},
		"brackets and blank": {"42 (a ) (b)" + tail, process{pid: 42, parent: 7, cpu: 1270 * time.Millisecond}, true},
		"no name":            {"42 banli" + tail, process{}, false},
		"cut":                {"42 (banli) S 7 1", process{}, false},
		"no number":          {"42 (banli) S x 1 1 0 -1 4194560 5 6 7 8 100 20 3 4 20", process{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := parseStat(test.line)
			if (err == nil) != test.ok || got != test.want {
				t.Errorf("got %+v, %v; want %+v, ok %v", got, err, test.want, test.ok)
			}
		})
	}
}

func TestMeasureTreeOfThisProcess(t *testing.T) {
	t.Parallel()
	got, err := measureTree(os.Getpid(), true)
	if err != nil {
		t.Fatal(err)
	}
	if got.rss <= 0 || got.count < 1 {
		t.Errorf("got %+v", got)
	}
	if _, err := measureTree(1<<30, false); err == nil {
		t.Error("a process that does not exist was measured")
	}
}
