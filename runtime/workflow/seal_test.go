package workflow

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

func sealedForm(t testing.TB) *form.Form {
	t.Helper()
	f, err := form.Compile(form.Definition{Schema: []byte(`{"type":"object","properties":{
		"name":{"type":"string"},"iban":{"type":"string","sensitive":true},"pay":{"type":"number","sensitive":true},"other":{"type":"string","sensitive":true},"free":{},
		"rows":{"type":"array","items":{"type":"object","properties":{"day":{"type":"string"},"card":{"type":"string","sensitive":true}}}}}}`)})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func newKeys(t testing.TB) *keyring.Keyring {
	t.Helper()
	keys, err := keyring.LoadOrCreate(filepath.Join(t.TempDir(), "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func values(t testing.TB, text string) form.Values {
	t.Helper()
	v, err := form.DecodeKept([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// sealedCase is a service with one case that holds sensitive values.
func sealedCase(t *testing.T, keys *keyring.Keyring, id, text string) (*Service, *Document) {
	t.Helper()
	backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	people, err := identity.New(t.Context(), backend, clock.NewManual(time.UnixMilli(1_700_000_000_000)), identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &Service{Deps: Deps{Identity: people, Keys: keys}}
	doc := &Document{Head: store.Head{ID: id}, Initiator: "ann"}
	happen(t, s, doc, engine.InstanceSubmitted{Instance: id, App: "pay", Revision: 1, Initiator: "ann", Values: values(t, text)})
	return s, doc
}

// happen records an event.
func happen(t *testing.T, s *Service, doc *Document, e engine.Event) {
	t.Helper()
	rec := engine.Recorded{Seq: doc.Case.Seq + 1, V: 1, At: 5, Actor: "ann", Event: e}
	in, err := engine.Apply(doc.Case, rec)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.record(t.Context(), sealedForm(t), doc, engine.Outcome{Instance: in, Events: []engine.Recorded{rec}}, 5); err != nil {
		t.Fatal(err)
	}
}

// stored is a case as it comes out of the store.
func stored(d *Document) *Document {
	return &Document{Head: d.Head, V: d.V, Case: d.Case, Values: d.Values, SealKey: d.SealKey, Initiator: d.Initiator, History: d.History, Chain: d.Chain}
}

const sealedValues = `{"free":{"a":[{"$sealed":"odd"}]},"iban":"DE1","name":"Ann","other":"DE1","pay":12.5,"rows":[{"card":"4","day":"Mon"},{"card":"4","day":"Tue"}]}`

// TestWhatOnlyLooksSealedIsSealedToo, where it stands and no further.
func TestWhatOnlyLooksSealedIsSealedToo(t *testing.T) {
	t.Parallel()
	keys := newKeys(t)
	for _, odd := range []string{
		`{"free":{"$sealed":"odd"}}`, `{"free":[{"$sealed":"odd"}]}`, `{"free":[["plain",{"$sealed":"odd"}],"plain",1,null]}`,
		`{"rows":[{"day":"plain","x":{"$sealed":"odd"}},{"day":"plain"}]}`, `{"rows":[{"$sealed":"odd","day":"Mon"}]}`, `{"rows":[{"x":[{"y":{"$sealed":"odd"}}]}]}`,
		`{"rows":{"$sealed":"odd"}}`, `{"iban":{"$sealed":"odd"},"rows":[{"card":{"$sealed":"odd"}}]}`, `{"name":"$sealed"}`,
	} {
		s, doc := sealedCase(t, keys, "case", odd)
		if strings.Contains(doc.Values, "odd") || strings.Contains(odd, `"day":"plain"`) && !strings.Contains(doc.Values, `"day":"plain"`) {
			t.Errorf("%s is kept as %s", odd, doc.Values)
		}
		again := stored(doc)
		if err := s.open(again); err != nil {
			t.Errorf("%s: %v", odd, err)
			continue
		}
		if got, err := form.Canonical(again.Case.Values); err != nil || string(got) != odd {
			t.Errorf("%s came back as %s: %v", odd, got, err)
		}
		if got := stored(doc).chain().Differs; got != nil {
			t.Errorf("%s: the history leads elsewhere: %v", odd, got)
		}
		if err := s.show(again); err != nil {
			t.Error(err)
		}
	}
}

func TestSealedValuesComeBack(t *testing.T) {
	t.Parallel()
	keys := newKeys(t)
	s, doc := sealedCase(t, keys, "case", sealedValues)
	for _, plain := range []string{"DE1", "12.5", `"4"`, "odd"} {
		if strings.Contains(doc.Values, plain) || strings.Contains(doc.History[0].Events, plain) {
			t.Errorf("%s can be read in %s", plain, doc.Values)
		}
	}
	again := stored(doc)
	if err := s.open(again); err != nil {
		t.Fatal(err)
	}
	if got, err := form.Canonical(again.Case.Values); err != nil || string(got) != sealedValues {
		t.Errorf("%s %v", got, err)
	}
	// What stays keeps its text; what comes back to what it was may have another.
	before := values(t, doc.Values)
	happen(t, s, again, engine.NodeEntered{Token: 1, Node: "calc"})
	happen(t, s, again, engine.FieldsSet{Token: 1, Node: "calc", Values: map[string]any{"pay": json.Number("13"), "rows": []any{map[string]any{"card": "4", "day": "Wed"}}, "iban": nil}})
	after := values(t, again.Values)
	if !reflect.DeepEqual(before["other"], after["other"]) || !reflect.DeepEqual(before["rows"].([]any)[0].(map[string]any)["card"], after["rows"].([]any)[0].(map[string]any)["card"]) {
		t.Error("a value that stayed was sealed again")
	}
	if reflect.DeepEqual(before["pay"], after["pay"]) || after["iban"] != nil {
		t.Errorf("it is kept as %s", again.Values)
	}
	// Without a key, the history leads to what is stored.
	if got := stored(again).chain().Differs; got != nil {
		t.Errorf("the history leads elsewhere: %v", got)
	}
	twice := before["rows"].([]any)
	if reflect.DeepEqual(twice[0].(map[string]any)["card"], twice[1].(map[string]any)["card"]) || reflect.DeepEqual(before["iban"], before["other"]) {
		t.Error("equal values can be told from their sealed texts")
	}
}

// TestASealedValueOpensAtItsPlaceOnly moves sealed texts about, as only somebody
// with the database in their hands can.
func TestASealedValueOpensAtItsPlaceOnly(t *testing.T) {
	t.Parallel()
	keys := newKeys(t)
	s, doc := sealedCase(t, keys, "case", sealedValues)
	_, other := sealedCase(t, keys, "other", sealedValues)
	for name, move := range map[string]func(v, theirs form.Values, d *Document){
		"to another field": func(v, _ form.Values, _ *Document) { v["iban"] = v["other"] },
		"to another row": func(v, _ form.Values, _ *Document) {
			v["rows"].([]any)[0].(map[string]any)["card"] = v["rows"].([]any)[1].(map[string]any)["card"]
		},
		"rows changed places": func(v, _ form.Values, _ *Document) {
			rows := v["rows"].([]any)
			rows[0], rows[1] = rows[1], rows[0]
		},
		"out of a table":    func(v, _ form.Values, _ *Document) { v["iban"] = v["rows"].([]any)[1].(map[string]any)["card"] },
		"from another case": func(v, theirs form.Values, _ *Document) { v["iban"] = theirs["iban"] },
		"from another case with its key": func(v, theirs form.Values, d *Document) {
			v["iban"], d.SealKey = theirs["iban"], other.SealKey
		},
		"altered": func(v, _ form.Values, _ *Document) { v["iban"] = map[string]any{sealedMark: "AAAA"} },
		"no text": func(v, _ form.Values, _ *Document) { v["iban"] = map[string]any{sealedMark: "?"} },
	} {
		moved := stored(doc)
		v := values(t, doc.Values)
		move(v, values(t, other.Values), moved)
		text, err := form.Canonical(v)
		if err != nil {
			t.Fatal(err)
		}
		moved.Values = string(text)
		var shut *fault.Unavailable
		if err := s.open(moved); !errors.As(err, &shut) || shut.Code != "server.sealed" {
			t.Errorf("%s: %v", name, err)
		}
		if got := moved.chain().Differs; len(got) != 1 || got[0] != "form" {
			t.Errorf("%s: the record says that %v is not as it was", name, got)
		}
	}
}

const (
	rowA = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
	rowB = "bbbbbbbbbbbbbbbbbbbbbbbbbb"
	// namedValues are those of a case whose rows have ids.
	namedValues = `{"rows":[{"$id":"` + rowA + `","card":"4","day":"Mon"},{"$id":"` + rowB + `","card":"4","day":"Tue"}]}`
)

// TestASealedCellBelongsToItsRow: it moves with its row, and opens in no other.
func TestASealedCellBelongsToItsRow(t *testing.T) {
	t.Parallel()
	s, doc := sealedCase(t, newKeys(t), "case", namedValues)
	if strings.Contains(doc.Values, `"4"`) {
		t.Fatalf("a card can be read in %s", doc.Values)
	}
	cards := func(d *Document) (a, b any) {
		for _, row := range values(t, d.Values)["rows"].([]any) {
			if cells := row.(map[string]any); cells["$id"] == rowA {
				a = cells["card"]
			} else {
				b = cells["card"]
			}
		}
		return a, b
	}
	a, b := cards(doc)
	if reflect.DeepEqual(a, b) {
		t.Error("equal cards can be told from their sealed texts")
	}
	moved := stored(doc)
	if err := s.open(moved); err != nil {
		t.Fatal(err)
	}
	rows := moved.Case.Values["rows"].([]any)
	happen(t, s, moved, engine.NodeEntered{Token: 1, Node: "calc"})
	happen(t, s, moved, engine.FieldsSet{Token: 1, Node: "calc", Values: map[string]any{"rows": []any{rows[1], rows[0]}}})
	if a2, b2 := cards(moved); !reflect.DeepEqual(a, a2) || !reflect.DeepEqual(b, b2) {
		t.Error("a cell was sealed again because its row has moved")
	}
	again := stored(moved)
	if err := s.open(again); err != nil {
		t.Fatal(err)
	}
	if got, err := form.Canonical(again.Case.Values["rows"].([]any)[0]); err != nil || string(got) != `{"$id":"`+rowB+`","card":"4","day":"Tue"}` {
		t.Errorf("%s %v", got, err)
	}
	if got := stored(moved).chain().Differs; got != nil {
		t.Errorf("the history leads elsewhere: %v", got)
	}
	for name, tamper := range map[string]func(a, b map[string]any){
		"cells changed places": func(a, b map[string]any) { a["card"], b["card"] = b["card"], a["card"] },
		"copied":               func(a, b map[string]any) { a["card"] = b["card"] },
		"ids changed places":   func(a, b map[string]any) { a["$id"], b["$id"] = b["$id"], a["$id"] },
		"the id taken away":    func(a, _ map[string]any) { delete(a, "$id") },
		"an id that is none":   func(a, _ map[string]any) { a["$id"] = "0" },
	} {
		v := values(t, doc.Values)
		rows := v["rows"].([]any)
		tamper(rows[0].(map[string]any), rows[1].(map[string]any))
		text, err := form.Canonical(v)
		if err != nil {
			t.Fatal(err)
		}
		wrong := stored(doc)
		wrong.Values = string(text)
		var shut *fault.Unavailable
		if err := s.open(wrong); !errors.As(err, &shut) || shut.Code != "server.sealed" {
			t.Errorf("%s: %v", name, err)
		}
		if got := wrong.chain().Differs; len(got) != 1 || got[0] != "form" {
			t.Errorf("%s: the record says that %v is not as it was", name, got)
		}
	}
}

// TestRowsOfBeforeGetIDs: a case that was stored before rows had ids opens, is read
// with the same ids every time, and is stored as it was until its table changes.
func TestRowsOfBeforeGetIDs(t *testing.T) {
	t.Parallel()
	s, doc := sealedCase(t, newKeys(t), "case", sealedValues)
	read := func() *Document {
		d := stored(doc)
		if err := s.open(d); err != nil {
			t.Fatal(err)
		}
		d.nameOld(sealedForm(t))
		return d
	}
	first, second := read(), read()
	rows := first.Case.Values["rows"].([]any)
	if a, b := rowID(rows[0]), rowID(rows[1]); !ids.Valid(a) || !ids.Valid(b) || a == b || !reflect.DeepEqual(rows, second.Case.Values["rows"]) {
		t.Fatalf("the rows are %v and then %v", rows, second.Case.Values["rows"])
	}
	happen(t, s, first, engine.NodeEntered{Token: 1, Node: "calc"})
	happen(t, s, first, engine.FieldsSet{Token: 1, Node: "calc", Values: map[string]any{"name": "Bo"}})
	if strings.Contains(first.Values, form.RowID) || stored(first).chain().Differs != nil {
		t.Errorf("a table that stayed is kept as %s, the history differs in %v", first.Values, stored(first).chain().Differs)
	}
	happen(t, s, first, engine.FieldsSet{Token: 1, Node: "calc", Values: map[string]any{"rows": []any{rows[1]}}})
	if !strings.Contains(first.Values, rowID(rows[1])) || stored(first).chain().Differs != nil {
		t.Errorf("a table that changed is kept as %s, the history differs in %v", first.Values, stored(first).chain().Differs)
	}
	doc = first
	if now := read().Case.Values["rows"].([]any); len(now) != 1 || !reflect.DeepEqual(now[0], rows[1]) {
		t.Errorf("the rows are now %v", now)
	}
}

// TestAnotherMasterKeyOpensNothing: the error names the file, a list goes on
// without what is sealed, and nothing is written.
func TestAnotherMasterKeyOpensNothing(t *testing.T) {
	t.Parallel()
	s, doc := sealedCase(t, newKeys(t), "case", sealedValues)
	path := filepath.Join(t.TempDir(), "wrong.key")
	wrong, err := keyring.LoadOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	s.Keys = wrong
	shut := stored(doc)
	if err := s.open(shut); !errors.Is(err, keyring.ErrUnknownKey) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "case") {
		t.Errorf("%v", err)
	}
	if err := s.show(shut); err != nil {
		t.Fatal(err)
	}
	if got, err := form.Canonical(shut.Case.Values); err != nil || string(got) != `{"name":"Ann","rows":[{"day":"Mon"},{"day":"Tue"}]}` {
		t.Errorf("a list shows %s %v", got, err)
	}
	if shut.Values != doc.Values {
		t.Error("what is stored was changed")
	}
	s.Keys = nil
	if err := s.open(stored(doc)); !errors.Is(err, errNoKeys) {
		t.Errorf("without any key: %v", err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func BenchmarkRecord(b *testing.B) {
	plain, err := form.Compile(form.Definition{Schema: []byte(`{"type":"object","properties":{"name":{"type":"string"},"iban":{"type":"string"},"pay":{"type":"number"}}}`)})
	if err != nil {
		b.Fatal(err)
	}
	for name, f := range map[string]*form.Form{"plain": plain, "sealed": sealedForm(b)} {
		b.Run(name, func(b *testing.B) {
			s := &Service{Deps: Deps{Keys: newKeys(b)}}
			v := values(b, `{"iban":"DE89370400440532013000","name":"Ann","pay":12.5}`)
			events := []engine.Recorded{{Seq: 1, V: 1, Actor: "ann", Event: engine.InstanceSubmitted{Instance: "case", Values: v}}}
			b.ReportAllocs()
			for b.Loop() {
				doc := &Document{Head: store.Head{ID: "case"}}
				if _, err := s.write(f, doc, engine.Outcome{Instance: engine.Instance{ID: "case", Values: v}, Events: events}); err != nil {
					b.Fatal(err)
				}
				if err := s.open(&Document{Head: doc.Head, Values: doc.Values, SealKey: doc.SealKey}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
