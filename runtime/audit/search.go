package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/runtime/store"
)

// Filter says which entries are wanted. What is empty does not matter.
type Filter struct {
	Person string // who did it, or whom it concerns
	Object string
	Action string
	From   int64 // UTC milliseconds, inclusive
	To     int64 // UTC milliseconds, exclusive; 0 leaves it open
}

// Page is a part of what a search found, newest first.
type Page struct {
	Items []Content
	// Next continues behind the last item; empty when there is nothing more.
	Next string
}

// maxScanned bounds how many entries one page looks at where the filter leaves
// out most of them; the page is then short, or empty, and goes on at Next.
const maxScanned = 2000

// Search returns up to limit entries of what f wants, newest first. It returns
// ErrCursor for a cursor of another search. The first page shows what waited
// to be written, too, where that can be written.
func (r *Recorder) Search(ctx context.Context, f Filter, cursor string, limit int) (Page, error) {
	question, err := json.Marshal(f)
	if err != nil {
		return Page{}, fmt.Errorf("audit: naming a search: %w", err)
	}
	after, err := r.cursors.verify(string(question), cursor)
	if err != nil {
		return Page{}, err
	}
	if cursor == "" {
		if err := r.Flush(ctx); err != nil { // a store without room can still be read
			r.log.Warn("the newest of the record is written later", "error", err)
		}
	}
	q := f.query()
	q.After = after
	page := Page{Items: []Content{}}
	for scanned := 0; ; {
		q.Limit = limit - len(page.Items)
		found, err := r.entries.Find(ctx, q)
		if err != nil {
			return Page{}, fmt.Errorf("audit: searching the record: %w", err)
		}
		for _, doc := range found.Items {
			c, err := doc.read()
			if err != nil {
				return Page{}, err
			}
			if f.wants(doc.At, doc.Object, doc.Action, doc.People) {
				page.Items = append(page.Items, *c)
			}
		}
		q.After = found.Next
		scanned += len(found.Items)
		if q.After == "" || len(page.Items) >= limit || scanned >= maxScanned {
			break
		}
	}
	page.Next = r.cursors.sign(string(question), q.After)
	return page, nil
}

// query asks the index that leaves out most; wants leaves out the rest.
func (f Filter) query() store.Query {
	q := store.Query{Order: "at", Desc: true}
	if f.From > 0 {
		q.From = f.From
	}
	if f.To > 0 {
		q.To = f.To
	}
	switch {
	case f.Object != "":
		q = store.Query{Where: []store.Cond{{Path: "object", Value: f.Object}}, Order: "seq", Desc: true}
	case f.Person != "":
		q.Where = []store.Cond{{Path: "people", Value: f.Person}}
	case f.Action != "":
		q.Where = []store.Cond{{Path: "action", Value: f.Action}}
	}
	return q
}

// Wants reports whether an entry is among those that the filter asks for.
func (f Filter) Wants(c *Content) bool { return f.wants(c.At, c.Object, c.Action, c.people()) }

func (f Filter) wants(at int64, object, action string, people []string) bool {
	return (f.Person == "" || slices.Contains(people, f.Person)) &&
		(f.Object == "" || object == f.Object) && (f.Action == "" || action == f.Action) &&
		at >= f.From && (f.To == 0 || at < f.To)
}

// read returns what the entry says. Erased content leaves what the entry is
// found by.
func (d *entryDocument) read() (*Content, error) {
	if d.Content == "" {
		return &Content{V: d.V, Object: d.Object, Seq: d.Seq, At: d.At, Action: d.Action, Facts: map[string]any{"erased": true}}, nil
	}
	return readContent(d.Content)
}
