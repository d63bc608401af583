package engine

import (
	"slices"
)

// CopyTo tells people of a running case at somebody's wish (抄送).
type CopyTo struct {
	Actor string
	// People are person ids.
	People  []string
	Comment string
	At      int64
}

// Remark says something about a running case. Whoever it mentions is told.
type Remark struct {
	Actor string
	Text  string
	// Mentions are person ids.
	Mentions []string
	At       int64
}

var (
	_ Command = CopyTo{}
	_ Command = Remark{}
)

func (c CopyTo) by() (string, int64) { return c.Actor, c.At }
func (c Remark) by() (string, int64) { return c.Actor, c.At }

func (c CopyTo) run(r *run) error {
	if err := r.underWay(); err != nil {
		return err
	}
	people, err := users(c.People)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return ErrPeople
	}
	if err := r.emit(PeopleCopied{To: people, Comment: c.Comment}); err != nil {
		return err
	}
	r.notify(Notice{Kind: NoticeCopySent, To: people})
	return nil
}

func (c Remark) run(r *run) error {
	if err := r.underWay(); err != nil {
		return err
	}
	people, err := users(c.Mentions)
	if err != nil {
		return err
	}
	if c.Text == "" {
		return ErrSameCase
	}
	if err := r.emit(CommentAdded{Text: c.Text, Mentions: people}); err != nil {
		return err
	}
	if len(people) > 0 {
		r.notify(Notice{Kind: NoticeMentioned, To: people})
	}
	return nil
}

// underWay refuses a case that has not begun or has ended; a suspended one can
// still be talked about.
func (r *run) underWay() error {
	if r.in.Status == Suspended {
		return nil
	}
	return r.active()
}

// users makes principals of person ids, each once.
func users(ids []string) ([]string, error) {
	var people []string
	for _, id := range ids {
		if id == "" {
			return nil, ErrPeople
		}
		if p := UserPrefix + id; !slices.Contains(people, p) {
			people = append(people, p)
		}
	}
	return people, nil
}
