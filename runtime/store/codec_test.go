package store

import (
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
)

type caseLike struct {
	Head       `bson:",inline"`
	App        string   `bson:"app"`
	Status     string   `bson:"status"`
	CreatedAt  int64    `bson:"createdAt"`
	Principals []string `bson:"principals"`
	Readers    []string `bson:"readers"`
	Form       string   `bson:"form"`
	Events     []struct {
		Type, By string
		Seq, At  int64
	} `bson:"events"`
}

func newCaseLike() *caseLike {
	c := &caseLike{
		Head: Head{ID: "abcdefghijklmnopqrstuvwxyz", Rev: 1}, App: "leave", Status: "running", CreatedAt: 1_700_000_000_000,
		Principals: []string{"user:a"}, Readers: []string{"user:a", "dept:b", "role:hr", "app:leave"}, Form: strings.Repeat("x", 2000),
	}
	c.Events = make([]struct {
		Type, By string
		Seq, At  int64
	}, 8)
	for i := range c.Events {
		c.Events[i].Type, c.Events[i].By, c.Events[i].Seq = "task.approved", "user:abcdefghijklmnop", int64(i)
	}
	return c
}

var caseLikeLayout = Spec{Name: "cases", Indexes: []Index{
	{Name: "app", Paths: []string{"app", "createdAt"}},
	{Name: "status", Paths: []string{"status", "createdAt"}},
	{Name: "inbox", Paths: []string{"principals", "createdAt"}, Multi: true},
	{Name: "readers", Paths: []string{"readers", "createdAt"}, Multi: true},
}}

// TestScratchIsReused encodes documents of different sizes through one piece
// of memory, with a refused one between them.
func TestScratchIsReused(t *testing.T) {
	t.Parallel()
	l, err := NewLayout(caseLikeLayout)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := scratches.New().(*scratch)
	for _, size := range []int{10, 5000, 0, 100_000, 1} {
		d := newCaseLike()
		d.Form = strings.Repeat("y", size)
		raw, err := s.encode(l, d)
		if err != nil {
			t.Fatal(err)
		}
		want, err := bson.Marshal(d)
		if err != nil || string(raw) != string(want) {
			t.Fatalf("%d: the encoding differs from bson.Marshal, %v", size, err)
		}
		if id, rev, ok := headOf(raw); !ok || id != d.ID || rev != d.Rev {
			t.Fatalf("head %q, %d, %v", id, rev, ok)
		}
		back, err := decode[caseLike](raw)
		if err != nil || back.Form != d.Form || len(back.Events) != len(d.Events) {
			t.Fatalf("%d: %+v, %v", size, back, err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	l, err := NewLayout(caseLikeLayout)
	if err != nil {
		b.Fatal(err)
	}
	d := newCaseLike()
	b.ReportAllocs()
	for b.Loop() {
		s, _ := scratches.Get().(*scratch)
		if _, err := s.encode(l, d); err != nil {
			b.Fatal(err)
		}
		s.release()
	}
}

func BenchmarkDecode(b *testing.B) {
	raw, err := bson.Marshal(newCaseLike())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decode[caseLike](raw); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlan(b *testing.B) {
	l, err := NewLayout(caseLikeLayout)
	if err != nil {
		b.Fatal(err)
	}
	q := Query{Where: []Cond{{Path: "principals", Value: "user:a"}}, Order: "createdAt", Desc: true}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := l.Plan(q); err != nil {
			b.Fatal(err)
		}
	}
}
