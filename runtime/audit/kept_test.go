package audit_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// cases stands for instances: objects that hold their whole record.
type cases map[string]*audit.Chain

func (c cases) Kind() string { return audit.KindInstance }

func (c cases) Each(_ context.Context, f func(audit.Chain) error) error {
	for _, one := range c {
		if err := f(*one); err != nil {
			return err
		}
	}
	return nil
}

func (c cases) Get(_ context.Context, object string) (audit.Chain, bool, error) {
	if one, ok := c[object]; ok {
		return *one, true, nil
	}
	return audit.Chain{}, false, nil
}

func (c cases) extend(r *audit.Recorder, object, content string) {
	one := c[object]
	if one == nil {
		one = &audit.Chain{Object: object}
		c[object] = one
	}
	e, head := r.Sealer().Seal(object, one.Tail.Seq+1, one.Tail.Head, []byte(content))
	one.Tail = audit.Tail{Seq: one.Tail.Seq + 1, Head: head}
	one.Own = append(one.Own, audit.Record{Entry: e, Content: []byte(content)})
	r.Note(object, one.Tail.Seq, head)
}

// kept is a site with a little history: things a and b of three entries each,
// c of one, gone of two (it has ended), a policy of three, a case of two.
type kept struct {
	*site
	cases cases
}

func newKept(t *testing.T) *kept {
	t.Helper()
	k := &kept{newSite(t), cases{}}
	ctx := audit.With(t.Context(), audit.Who{Person: "eva", Scheme: "session"})
	for _, id := range []string{"a", "b"} {
		_, err := k.add(ctx, id, "red")
		must(t, err)
		must(t, k.paint(ctx, id, "blue"))
		must(t, k.record.Flush(ctx))
		must(t, k.paint(ctx, id, "green"))
	}
	_, err := k.add(ctx, "c", "white")
	must(t, err)
	gone, err := k.add(ctx, "gone", "red")
	must(t, err)
	must(t, audit.Finish(ctx, k.record, k.things, gone, func(d *thing) (string, int64) { return d.ID, d.Rev },
		audit.Event{Object: object("gone"), Action: "thing.removed"}))
	for range 3 {
		must(t, k.record.Record(ctx, audit.Event{Object: audit.ObjectPolicy, Action: "policy.activated"}))
	}
	k.cases.extend(k.record, "instance:1", "submitted")
	must(t, k.record.Flush(ctx))
	k.cases.extend(k.record, "instance:1", "approved")
	must(t, k.record.Flush(ctx))
	return k
}

func (k *kept) sources() []audit.Source {
	return []audit.Source{k.cases, audit.SourceOf("thing", k.things, func(d *thing) string { return d.ID }, func(d *thing) audit.Changes {
		c := audit.Changes{}
		c.Add("color", "", d.Color)
		return c
	})}
}

// verify returns the findings as "object seq code", sorted.
func (k *kept) verify(expect string) (found []string, digest string) {
	k.t.Helper()
	report, err := k.open(vault{1}).Verify(k.t.Context(), k.sources(), expect)
	must(k.t, err)
	for _, f := range report.Findings {
		if f.Detail == "" || !strings.Contains(f.String(), f.Object) {
			k.t.Errorf("a finding without words: %+v", f)
		}
		text, err := json.Marshal([]any{f.Object, f.Seq, f.Code})
		must(k.t, err)
		found = append(found, strings.NewReplacer(`"`, "", ",", " ", "[", "", "]", "").Replace(string(text)))
	}
	return found, report.Digest
}

func (k *kept) entry(name string) map[string]any {
	k.t.Helper()
	raw, err := k.raw(spec(k.t, "audit")).Get(k.t.Context(), name)
	must(k.t, err)
	var doc map[string]any
	must(k.t, bson.Unmarshal(raw, &doc))
	return doc
}

// put overwrites, or brings back, a document as somebody with the database can.
func (k *kept) put(collection store.Spec, doc map[string]any) {
	k.t.Helper()
	ctx, c := k.t.Context(), k.raw(collection)
	id, _ := doc["_id"].(string)
	rev := int64(0)
	if old, err := c.Get(ctx, id); err == nil {
		rev = old.Lookup("rev").AsInt64()
		must(k.t, c.Delete(ctx, id, rev))
	}
	doc["rev"] = int64(1)
	raw, err := bson.Marshal(ordered(doc))
	must(k.t, err)
	layout, err := store.NewLayout(collection)
	must(k.t, err)
	keys := new(store.Keys)
	must(k.t, layout.Extract(raw, keys))
	must(k.t, c.Insert(ctx, store.Document{ID: id, Rev: 1, Raw: raw, Keys: keys}))
}

func ordered(doc map[string]any) bson.D {
	d := bson.D{{Key: "_id", Value: doc["_id"]}, {Key: "rev", Value: doc["rev"]}}
	for k, v := range doc {
		if k != "_id" && k != "rev" {
			d = append(d, bson.E{Key: k, Value: v})
		}
	}
	return d
}

func (k *kept) remove(collection store.Spec, id string) {
	k.t.Helper()
	c := k.raw(collection)
	raw, err := c.Get(k.t.Context(), id)
	must(k.t, err)
	must(k.t, c.Delete(k.t.Context(), id, raw.Lookup("rev").AsInt64()))
}

func (k *kept) read(collection store.Spec, id string) map[string]any {
	k.t.Helper()
	raw, err := k.raw(collection).Get(k.t.Context(), id)
	must(k.t, err)
	var doc map[string]any
	must(k.t, bson.Unmarshal(raw, &doc))
	return doc
}

var things = store.Spec{Name: "things"}

// reseal makes an entry fit its own digest again, without the key.
func reseal(doc map[string]any, content string) {
	e, _ := audit.Sealer{}.Seal("", 1, nil, []byte(content))
	doc["content"], doc["salt"], doc["digest"] = content, e.Salt, e.Digest
}

func swapBodies(a, b map[string]any) {
	for _, key := range []string{"content", "salt", "digest", "at", "action", "people"} {
		a[key], b[key] = b[key], a[key]
	}
}
