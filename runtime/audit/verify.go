package audit

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/banli-oa/banli/runtime/store"
)

// Report is what a verification found.
type Report struct {
	Objects   int `json:"objects"`   // chains, those of instances included
	Instances int `json:"instances"` // of them
	Entries   int `json:"entries"`
	Erased    int `json:"erased"` // entries whose content was erased by law
	// Restored names the entries that only their objects' documents still held,
	// and that were copied again. A crash leaves that; so does somebody who
	// deletes an object's newest entry.
	Restored []string `json:"restored"`
	// Findings are what does not fit; empty for a record that is whole.
	Findings []Finding `json:"findings"`
	// Digest stands for the whole record: the journal's length and head, as
	// "12:9f…". A later verification that is given it proves that everything
	// up to it is still there.
	Digest string `json:"digest"`
}

// maxFindings bounds what one report names.
const maxFindings = 1000

// maxLooks is how often something that does not fit is looked at again: beside
// a running server it may be read between two writes of one change.
const maxLooks = 3

// verification is one run of Verify.
type verification struct {
	r       *Recorder
	sources map[string]Source
	marks   map[string][]mark
	erased  map[string]bool
	objects map[string]*Chain // with their tails, but for instances
	seen    map[string]bool   // objects of the journal that were found
	report  *Report
}

// Verify reads the whole record and holds it against itself, the journal and
// the objects. expect is the digest of an earlier run, or empty. What the
// journal lacks of a record that is whole is written to it. It returns
// ErrDigest for a malformed expect.
func (r *Recorder) Verify(ctx context.Context, sources []Source, expect string) (*Report, error) {
	expected, err := parseDigest(expect)
	if err != nil {
		return nil, err
	}
	if err := r.Flush(ctx); err != nil {
		return nil, err
	}
	v := &verification{
		r: r, sources: map[string]Source{}, marks: map[string][]mark{}, erased: map[string]bool{},
		objects: map[string]*Chain{}, seen: map[string]bool{}, report: &Report{Findings: []Finding{}, Restored: []string{}},
	}
	for _, s := range sources {
		v.sources[s.Kind()] = s
	}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return v.journal(ctx, expected) },
		v.erasures, v.tails, v.chains, v.instances, v.vanished,
	} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(v.report.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Object, b.Object), cmp.Compare(a.Seq, b.Seq))
	})
	if len(v.report.Findings) > maxFindings {
		v.report.Findings = v.report.Findings[:maxFindings]
	}
	if len(v.report.Findings) == 0 {
		if err := r.Flush(ctx); err != nil {
			return nil, err
		}
	}
	n, head, err := r.JournalHead(ctx)
	if err != nil {
		return nil, err
	}
	v.report.Digest = digestText(n, head)
	return v.report, nil
}

func (v *verification) walk(object string) *walk {
	v.seen[object] = true
	// Of several servers, each writes down what it has seen, in its own time.
	slices.SortFunc(v.marks[object], func(a, b mark) int { return cmp.Compare(a.seq, b.seq) })
	return &walk{sealer: v.r.sealer, object: object, marks: v.marks[object], erased: v.erased}
}

func (v *verification) close(w *walk) {
	v.report.Objects++
	v.report.Entries += w.entries
	v.report.Erased += w.blanks
	v.report.Findings = append(v.report.Findings, w.findings...)
}

// journal checks the journal itself and keeps its lines.
func (v *verification) journal(ctx context.Context, expected *expectation) error {
	var w *walk
	for range maxLooks {
		w = v.walk(journalObject)
		clear(v.marks)
		tail, err := v.r.tailChain(ctx, journalObject)
		if err != nil {
			return err
		}
		found := false
		check := func(seq int64, head []byte) {
			if expected != nil && seq == expected.seq {
				if found = hex.EncodeToString(head) == expected.head; !found {
					w.found(seq, FoundCut, "the record up to here is not the one of the earlier digest")
				}
			}
		}
		if err := Scan(ctx, v.r.journal, func(d *entryDocument) error {
			if tail != nil && d.Seq > tail.Tail.Seq && v.growing(ctx, tail) {
				return nil // written since
			}
			w.step(d)
			check(d.Seq, d.Chain)
			v.lines(w.last)
			return nil
		}); err != nil {
			return err
		}
		if tail != nil {
			before := w.seq
			w.finish(tail)
			if w.seq > before {
				check(w.seq, w.head)
				v.lines(w.last)
			}
		} else if w.seq > 0 {
			w.found(0, FoundDeleted, "its tail is not there")
		}
		if expected != nil && expected.seq > w.seq {
			w.found(expected.seq, FoundCut, "the record ends before the earlier digest")
		}
		if len(w.findings) == 0 {
			break
		}
	}
	v.report.Entries, v.report.Objects = v.report.Entries+w.entries, v.report.Objects+1
	v.report.Findings = append(v.report.Findings, w.findings...)
	return nil
}

// growing brings the journal's tail up to date, and reports whether it had not
// been: another process writes it.
func (v *verification) growing(ctx context.Context, tail *Chain) bool {
	now, err := v.r.tailChain(ctx, journalObject)
	return err == nil && now != nil && now.Tail.Seq > tail.Tail.Seq
}

func (v *verification) lines(c *Content) {
	if c == nil {
		return
	}
	for _, line := range c.Heads {
		if object, seq, head, ok := parseLine(line); ok {
			v.marks[object] = append(v.marks[object], mark{seq, head})
		}
	}
}

// tailChain reads the tail of an object without a document of its own, nil
// where there is none.
func (r *Recorder) tailChain(ctx context.Context, object string) (*Chain, error) {
	doc, err := r.tails.Get(ctx, object)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("audit: reading the tail of %s: %w", object, err)
	}
	return &Chain{Object: object, Tail: doc.Audit}, nil
}

// erasures reads which contents were erased by law.
func (v *verification) erasures(ctx context.Context) error {
	return v.r.entriesOf(ctx, ObjectRecord, func(d *entryDocument) {
		c, err := readContent(d.Content)
		if err != nil || c.Action != actionErased {
			return
		}
		if name, ok := c.Facts["entry"].(string); ok {
			v.erased[name] = true
		}
	})
}

// entriesOf reads an object's entries in their order.
func (r *Recorder) entriesOf(ctx context.Context, object string, f func(*entryDocument)) error {
	q := store.Query{Where: []store.Cond{{Path: "object", Value: object}}, Order: "seq", Limit: store.MaxLimit}
	for {
		page, err := r.entries.Find(ctx, q)
		if err != nil {
			return fmt.Errorf("audit: reading the record of %s: %w", object, err)
		}
		for _, d := range page.Items {
			f(d)
		}
		if q.After = page.Next; q.After == "" {
			return nil
		}
	}
}

// tails reads what the objects say of their records.
func (v *verification) tails(ctx context.Context) error {
	for _, s := range v.sources {
		if s.Kind() == KindInstance {
			continue
		}
		if err := s.Each(ctx, func(c Chain) error {
			v.objects[c.Object] = &c
			return nil
		}); err != nil {
			return err
		}
	}
	return Scan(ctx, v.r.tails, func(d *tailDocument) error {
		if d.ID != journalObject {
			v.objects[d.ID] = &Chain{Object: d.ID, Tail: d.Audit}
		}
		return nil
	})
}

// chains walks all entries, and then the objects that have none.
func (v *verification) chains(ctx context.Context) error {
	var w *walk
	done := func() error {
		if w == nil {
			return nil
		}
		object := v.objects[w.object]
		delete(v.objects, w.object)
		return v.settle(ctx, w, object)
	}
	q := store.Query{Order: "object", Limit: store.MaxLimit}
	for {
		page, err := v.r.entries.Find(ctx, q)
		if err != nil {
			return fmt.Errorf("audit: reading the record: %w", err)
		}
		for _, d := range page.Items {
			if w == nil || w.object != d.Object {
				if err := done(); err != nil {
					return err
				}
				w = v.walk(d.Object)
			}
			w.step(d)
		}
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	if err := done(); err != nil {
		return err
	}
	for object, c := range v.objects {
		if err := v.settle(ctx, v.walk(object), c); err != nil {
			return err
		}
	}
	return nil
}

// settle finishes a walk. What does not fit is looked at again, from fresh
// reads.
func (v *verification) settle(ctx context.Context, w *walk, object *Chain) error {
	w.finish(object)
	for look := 0; look < maxLooks && len(w.findings) > 0; look++ {
		again := v.walk(w.object)
		fresh, err := v.fresh(ctx, w.object)
		if err != nil {
			return err
		}
		if err := v.r.entriesOf(ctx, w.object, again.step); err != nil {
			return err
		}
		again.finish(fresh)
		w, object = again, fresh
	}
	v.close(w)
	if object == nil || len(w.findings) > 0 {
		return nil
	}
	if w.uncopied {
		v.report.Restored = append(v.report.Restored, entryID(w.object, w.seq))
		if err := v.r.copy(ctx, object.Tail); err != nil {
			return err
		}
	}
	v.r.noteUnmarked(v.marks[w.object], w)
	return nil
}

// fresh reads an object again, nil where it is not there.
func (v *verification) fresh(ctx context.Context, object string) (*Chain, error) {
	kind, _, named := strings.Cut(object, ":")
	if s, ok := v.sources[kind]; ok && named {
		c, there, err := s.Get(ctx, object)
		if err != nil || !there {
			return nil, err
		}
		return &c, nil
	}
	return v.r.tailChain(ctx, object)
}

// noteUnmarked tells the journal a head that it lacks.
func (r *Recorder) noteUnmarked(marks []mark, w *walk) {
	if len(w.findings) == 0 && w.seq > 0 && (len(marks) == 0 || marks[len(marks)-1].seq < w.seq) {
		r.Note(w.object, w.seq, w.head)
	}
}

// instances checks the chains that are kept whole in their documents.
func (v *verification) instances(ctx context.Context) error {
	s, ok := v.sources[KindInstance]
	if !ok {
		return nil
	}
	return s.Each(ctx, func(c Chain) error {
		w := v.walk(c.Object)
		w.own(&c)
		v.report.Instances++
		v.close(w)
		v.r.noteUnmarked(v.marks[c.Object], w)
		return nil
	})
}

// vanished names what the journal knows and nothing else does.
func (v *verification) vanished(ctx context.Context) error {
	for object, marks := range v.marks {
		if v.seen[object] {
			continue
		}
		c, err := v.fresh(ctx, object)
		if err != nil {
			return err
		}
		if c != nil {
			continue // it was made while this ran
		}
		v.report.Findings = append(v.report.Findings, Finding{
			Object: object, Code: FoundDeleted,
			Detail: fmt.Sprintf("it is not there and neither is its record, of which the journal knows %d entries", marks[len(marks)-1].seq),
		})
	}
	return nil
}
