package identity

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// findable is a person with the lower-case words they are found by.
type findable struct {
	person *Person
	words  []string
}

func newFinder(people []*Person) []findable {
	all := make([]findable, 0, len(people))
	for _, p := range people {
		f := findable{person: p, words: []string{p.Login}}
		for _, lang := range slices.Sorted(maps.Keys(p.Name)) {
			f.words = append(f.words, strings.ToLower(p.Name[lang]))
		}
		if p.Email != "" {
			f.words = append(f.words, strings.ToLower(p.Email))
		}
		all = append(all, f)
	}
	return all
}

// maxQuery bounds the work of one search; no name is longer.
const maxQuery = 100

// Search lists up to limit people who work here whose login, e-mail address or
// name in any language holds every word of q; those where it stands at the
// beginning come first, then by login. An empty q finds everyone.
func (o *Organisation) Search(q string, limit int) []*Person {
	if limit <= 0 || len(q) > maxQuery {
		return nil
	}
	terms := strings.Fields(strings.ToLower(q))
	type hit struct {
		person *Person
		rank   int
	}
	var hits []hit
	for _, f := range o.finder {
		if f.person.Status != Active {
			continue
		}
		rank, ok := f.match(terms)
		if ok {
			hits = append(hits, hit{f.person, rank})
		}
	}
	// The finder is in login order, and a stable sort keeps it.
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.rank, b.rank) })
	if len(hits) > limit {
		hits = hits[:limit]
	}
	found := make([]*Person, len(hits))
	for i, h := range hits {
		found[i] = h.person
	}
	return found
}

// Filter narrows down a list of people. Its zero value takes everyone.
type Filter struct {
	Text   string // each of its words stands in login, e-mail address or a name
	Dept   string // in this department or one below it
	Status Status
	After  string // only logins behind this one
}

// Filter lists up to limit people that a filter takes, by login name, and
// whether there are more.
func (o *Organisation) Filter(f Filter, limit int) (people []*Person, more bool) {
	if len(f.Text) > maxQuery {
		return nil, false
	}
	terms := strings.Fields(strings.ToLower(f.Text))
	for _, each := range o.finder {
		p := each.person
		if f.After != "" && p.Login <= f.After || f.Status != "" && p.Status != f.Status {
			continue
		}
		if f.Dept != "" && !slices.Contains(o.paths[p.Dept], f.Dept) {
			continue
		}
		if _, ok := each.match(terms); !ok {
			continue
		}
		if len(people) == limit {
			return people, true
		}
		people = append(people, p)
	}
	return people, false
}

// match reports whether every term is found, and how badly (0 is best).
func (f findable) match(terms []string) (int, bool) {
	worst := 0
	for _, t := range terms {
		best := -1
		for _, w := range f.words {
			i := strings.Index(w, t)
			if i < 0 {
				continue
			}
			rank := 1
			if i == 0 || w[i-1] == ' ' {
				rank = 0
			}
			if best < 0 || rank < best {
				best = rank
			}
		}
		if best < 0 {
			return 0, false
		}
		worst = max(worst, best)
	}
	return worst, true
}
