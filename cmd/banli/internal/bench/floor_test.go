package bench

import (
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
)

func TestWritesOfKeepsTheAverage(t *testing.T) {
	t.Parallel()
	for _, average := range []float64{1, 2.5, 3.333, 5} {
		var sum int
		for n := int64(1); n <= 1000; n++ {
			w := writesOf(n, average)
			if w < int(average) || w > int(average)+1 {
				t.Errorf("case %d of %v writes a case is written %d times", n, average, w)
			}
			sum += w
		}
		if want := int(1000 * average); sum != want {
			t.Errorf("%v writes a case: %d in 1000 cases, want %d", average, sum, want)
		}
	}
}

func TestFloorDocumentsHaveTheSizeAskedFor(t *testing.T) {
	t.Parallel()
	templates, err := newTemplates(3072)
	if err != nil {
		t.Fatal(err)
	}
	doc := templates.following(templates.first(strings.Repeat("b", 26), 1), true, 2)
	raw, err := bson.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	if len(raw) != 3072 {
		t.Errorf("an ended case takes %d bytes", len(raw))
	}
	if _, err := newTemplates(100); err == nil {
		t.Error("a size that no case fits into was accepted")
	}
}
