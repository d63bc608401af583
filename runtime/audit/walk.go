package audit

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Finding is something that does not fit.
type Finding struct {
	Object string `json:"object"`
	// Seq is the entry in question; 0 where the whole chain is.
	Seq  int64  `json:"seq"`
	Code string `json:"code"`
	// Detail says in words what is wrong.
	Detail string `json:"detail"`
}

// String says it in one line.
func (f Finding) String() string {
	if f.Seq == 0 {
		return fmt.Sprintf("%s: %s (%s)", f.Object, f.Detail, f.Code)
	}
	return fmt.Sprintf("%s, entry %d: %s (%s)", f.Object, f.Seq, f.Detail, f.Code)
}

// The codes of findings.
const (
	FoundAltered    = "altered"    // content and digest do not fit together
	FoundMoved      = "moved"      // the entry stands at another place than it was written for
	FoundUnlinked   = "unlinked"   // the entry does not follow the one before it
	FoundMissing    = "missing"    // an entry is not there
	FoundEmptied    = "emptied"    // content is gone and nobody recorded its erasure
	FoundSetBack    = "setBack"    // the object is at an earlier state than its record
	FoundDeleted    = "deleted"    // the object, or its whole chain, is not there
	FoundUnrecorded = "unrecorded" // the object has no record, or is not what was recorded last
	FoundJournal    = "journal"    // the journal knows another entry at this place
	FoundCut        = "cut"        // the journal ends before an earlier run's digest
)

// maxNamed is how many missing entries of one gap are named one by one.
const maxNamed = 20

// mark is a head that the journal holds.
type mark struct {
	seq  int64
	head string
}

// walk follows one chain, entry by entry.
type walk struct {
	sealer Sealer
	object string
	marks  []mark // by seq
	erased map[string]bool

	seq      int64  // of the last entry seen
	head     []byte // after it
	last     *Content
	digest   []byte // of the last entry
	state    map[string]Change
	entries  int
	blanks   int
	uncopied bool // the last entry is in the object's document alone
	findings []Finding
}

func (w *walk) found(seq int64, code, format string, args ...any) {
	w.findings = append(w.findings, Finding{Object: w.object, Seq: seq, Code: code, Detail: fmt.Sprintf(format, args...)})
}

// step takes the next entry as it is stored.
func (w *walk) step(d *entryDocument) {
	w.entries++
	if d.Seq > w.seq+1 {
		w.missing(w.seq+1, d.Seq-1)
	} else if head := w.sealer.link(w.object, d.Seq, w.head, d.Entry); !bytes.Equal(head, d.Chain) {
		w.found(d.Seq, FoundUnlinked, "it does not follow the entry before it: one of the two was altered, replaced or moved")
	}
	w.last = w.content(d)
	w.meet(d.Seq, d.Chain)
	// What follows is judged against what is there, so that one change is one
	// finding.
	w.seq, w.head, w.digest = d.Seq, d.Chain, d.Digest
}

// content checks what an entry says; nil where it says nothing.
func (w *walk) content(d *entryDocument) *Content {
	if d.ID != entryID(w.object, d.Seq) || d.Object != w.object {
		w.found(d.Seq, FoundMoved, "it is stored under the name of another entry")
	}
	if d.Content == "" {
		w.blank(d.Seq)
		return nil
	}
	if !bytes.Equal(digest(d.Salt, []byte(d.Content)), d.Digest) {
		w.found(d.Seq, FoundAltered, "its content was altered")
	}
	c, err := readContent(d.Content)
	if err != nil {
		w.found(d.Seq, FoundAltered, "its content cannot be read")
		return nil
	}
	switch {
	case c.Object != w.object || c.Seq != d.Seq:
		w.found(d.Seq, FoundMoved, "it was written as entry %d of %s", c.Seq, c.Object)
	case c.At != d.At || c.Action != d.Action || w.object != journalObject && !slices.Equal(c.people(), d.People):
		w.found(d.Seq, FoundAltered, "what it is found by is not what it says")
	}
	w.take(c)
	return c
}

func (w *walk) blank(seq int64) {
	w.blanks++
	if !w.erased[entryID(w.object, seq)] {
		w.found(seq, FoundEmptied, "its content is gone, and no erasure was recorded")
	}
}

// take brings the recorded state of the object up to date.
func (w *walk) take(c *Content) {
	if w.state == nil {
		w.state = map[string]Change{}
	}
	for _, change := range c.Changes {
		w.state[change.Field] = change
	}
}

func (w *walk) missing(from, to int64) {
	for seq := from; seq <= to && seq < from+maxNamed; seq++ {
		w.found(seq, FoundMissing, "it is missing")
	}
	if to >= from+maxNamed {
		w.found(to, FoundMissing, "it is missing, and so are all since entry %d", from)
	}
}

// meet holds an entry's head against what the journal wrote down of it.
func (w *walk) meet(seq int64, head []byte) {
	for len(w.marks) > 0 && w.marks[0].seq <= seq {
		m := w.marks[0]
		w.marks = w.marks[1:]
		if m.seq == seq && m.head != short16(head) {
			w.found(seq, FoundJournal, "the journal wrote down another entry at this place")
		}
	}
}

// short16 is a head as the journal's lines hold it.
func short16(head []byte) string {
	if len(head) < 16 {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(head[:16])
}

// finish holds the end of the chain against its object; nil where there is no
// such object.
func (w *walk) finish(object *Chain) {
	switch {
	case object == nil:
		if w.last == nil || !w.last.Ends {
			w.found(0, FoundDeleted, "it is not there, and its record does not say that it ended")
		}
	case object.Tail.Seq == 0 && w.seq == 0:
		w.found(0, FoundUnrecorded, "it has no record")
	case object.Tail.Seq < w.seq:
		w.found(object.Tail.Seq+1, FoundSetBack, "the object was set back to what it was before this entry")
	default:
		w.end(&object.Tail)
		if object.State != nil {
			w.compare(object.State)
		}
		w.differs(object)
	}
	w.unmet()
}

// unmet names what the journal knows beyond the chain's end.
func (w *walk) unmet() {
	for _, m := range w.marks {
		w.found(m.seq, FoundMissing, "the journal wrote it down, and it is not there")
	}
}

// end checks the entry that the object's document holds.
func (w *walk) end(t *Tail) {
	if t.Last == nil || !bytes.Equal(digest(t.Last.Salt, []byte(t.Last.Content)), t.Last.Digest) {
		w.found(t.Seq, FoundAltered, "the last entry, as the object's document holds it, was altered")
		return
	}
	if t.Seq == w.seq {
		if !bytes.Equal(t.Head, w.head) || !bytes.Equal(t.Last.Digest, w.digest) {
			w.found(t.Seq, FoundUnlinked, "the object's document holds another entry at this place")
		}
		return
	}
	// The object's document holds one entry more than was copied: so a crash
	// leaves it.
	if t.Seq > w.seq+1 {
		w.missing(w.seq+1, t.Seq-1)
	} else if !bytes.Equal(w.sealer.link(w.object, t.Seq, w.head, t.Last.Entry), t.Head) {
		w.found(t.Seq, FoundUnlinked, "it does not follow the entry before it: one of the two was altered, replaced or moved")
	}
	w.entries++
	w.uncopied = true
	w.seq, w.head, w.last = t.Seq, t.Head, t.Content()
	switch {
	case w.last == nil:
		w.found(t.Seq, FoundAltered, "its content cannot be read")
	case w.last.Object != w.object || w.last.Seq != t.Seq:
		w.found(t.Seq, FoundMoved, "it was written as entry %d of %s", w.last.Seq, w.last.Object)
	default:
		w.take(w.last)
	}
	w.meet(t.Seq, t.Head)
}

// compare holds the object's fields against what was recorded of them last.
func (w *walk) compare(now Changes) {
	fields := map[string]bool{}
	current := map[string]Change{}
	for _, c := range now {
		current[c.Field], fields[c.Field] = c, true
	}
	for field := range w.state {
		fields[field] = true
	}
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		if !sameValue(w.state[field], current[field]) {
			w.found(0, FoundUnrecorded, "its field %q is not what was recorded of it last", field)
		}
	}
}

// sameValue reports whether what was recorded of a field is its value now.
func sameValue(recorded, now Change) bool {
	if !recorded.Secret {
		return bytes.Equal(recorded.After, now.After)
	}
	if len(recorded.After) == 0 || len(now.After) == 0 {
		return len(recorded.After) == len(now.After)
	}
	var text string
	if json.Unmarshal(recorded.After, &text) != nil {
		return false
	}
	salt, err := saltOf(text)
	return err == nil && string(veilWith(salt, now.plain)) == string(recorded.After)
}

// differs names what the object's source found by itself.
func (w *walk) differs(c *Chain) {
	for _, what := range c.Differs {
		w.found(0, FoundUnrecorded, "its %s is not what its record makes of it", what)
	}
}

// own follows a chain whose document holds all its entries.
func (w *walk) own(c *Chain) {
	for i, r := range c.Own {
		seq := int64(i + 1)
		w.entries++
		if r.Content == nil {
			w.blank(seq)
		} else if !bytes.Equal(digest(r.Entry.Salt, r.Content), r.Entry.Digest) {
			w.found(seq, FoundAltered, "its content was altered")
		}
		w.head = w.sealer.link(w.object, seq, w.head, r.Entry)
		w.seq = seq
		w.meet(seq, w.head)
	}
	if !bytes.Equal(w.head, c.Tail.Head) {
		w.found(0, FoundUnlinked, "its entries do not lead to its head: one was altered, removed, added or moved")
	}
	w.unmet()
	w.differs(c)
}
