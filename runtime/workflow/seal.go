package workflow

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/keyring"
)

// What is filled into a sensitive field is sealed wherever it is kept: in the
// values of a case, in the events of its history, in drafts. In its place stands
//
//	{"$sealed": "base64"}
//
// which only the data key of the case opens, and only at the place for which it
// was sealed: the case, the field and, in a table, the row by its id. (Rows that were
// stored before they had ids are known by their numbers, as are rows of drafts.) The
// engine works on plain values; they are sealed on their way into a document
// (record, SaveDraft) and opened on their way out of it (open, openDraft), and
// nowhere else.
//
// A value that stays keeps the text that it was sealed to, in the values and in
// the events alike. So a history can be replayed as it is stored, without a key,
// and leads to the values as they are stored: that is what the audit chain vouches
// for.
const sealedMark = "$sealed"

// sealedKey is the mark as it stands in JSON text, where it can be no part of what
// somebody wrote: quotes in that are escaped. It begins with what is rare in such a
// text, so that looking for it costs next to nothing.
const sealedKey = sealedMark + `":`

var errNoKeys = errors.New("workflow: sensitive values without a keyring")

// box holds the data key of one case or draft. It is not safe for concurrent use.
type box struct {
	key     *keyring.DataKey
	wrapped []byte
	// at is what the key is for; it begins the place of whatever is sealed.
	at string
	// kept is what each value was sealed to, by its place and its JSON text.
	kept map[string]string
}

// newBox makes a data key.
func newBox(keys *keyring.Keyring, at string) (*box, error) {
	if keys == nil {
		return nil, errNoKeys
	}
	key, wrapped, err := keys.NewDataKey(at)
	if err != nil {
		return nil, err
	}
	return &box{key: key, wrapped: wrapped, at: at, kept: map[string]string{}}, nil
}

// openBox opens the data key that was stored.
func openBox(keys *keyring.Keyring, wrapped []byte, at string) (*box, error) {
	if keys == nil {
		return nil, errNoKeys
	}
	key, err := keys.DataKey(wrapped, at)
	if err != nil {
		return nil, err
	}
	return &box{key: key, wrapped: wrapped, at: at, kept: map[string]string{}}, nil
}

// seal seals one value. The same value at the same place is sealed once.
func (b *box) seal(v any, path string) (any, error) {
	plain, err := form.Canonical(map[string]any{"v": v})
	if err != nil {
		return nil, fmt.Errorf("workflow: sealing %s: %w", path, err)
	}
	known := path + "\n" + string(plain)
	text, ok := b.kept[known]
	if !ok {
		text = base64.RawStdEncoding.EncodeToString(b.key.Seal(plain, b.at+"/"+path))
		b.kept[known] = text
	}
	return map[string]any{sealedMark: text}, nil
}

// open opens one value, if it is sealed.
func (b *box) open(v any, path string) (any, error) {
	text, ok := sealedText(v)
	if !ok {
		return v, nil
	}
	sealed, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, keyring.ErrDamaged)
	}
	plain, err := b.key.Open(sealed, b.at+"/"+path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	values, err := form.DecodeKept(plain)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	b.kept[path+"\n"+string(plain)] = text
	return values["v"], nil
}

// sealedText is what a value was sealed to.
func sealedText(v any) (string, bool) {
	m, ok := v.(map[string]any)
	if !ok || len(m) != 1 {
		return "", false
	}
	text, ok := m[sealedMark].(string)
	return text, ok
}

// sealValues returns values with those of the sensitive fields sealed. What only
// looks as if it were sealed is sealed too, so that nobody can send what is taken
// for a sealed value later. A field that has no value has nothing to seal.
func (b *box) sealValues(f *form.Form, values map[string]any) (map[string]any, error) {
	if values == nil {
		return nil, nil
	}
	columns := map[string][]string{}
	whole := map[string]bool{}
	for _, path := range f.Sensitive() {
		if table, column, ok := strings.Cut(path, "."); ok {
			columns[table] = append(columns[table], column)
			continue
		}
		whole[path] = true
	}
	out := make(map[string]any, len(values))
	for id, v := range values {
		sealed, err := v, error(nil)
		odd := marked(v)
		switch _, list := v.([]any); {
		case v == nil:
		case whole[id] || odd && !list:
			sealed, err = b.seal(v, id)
		case columns[id] != nil || odd:
			sealed, err = b.sealRows(v, id, columns[id])
		}
		if err != nil {
			return nil, err
		}
		out[id] = sealed
	}
	return out, nil
}

// sealRows seals columns of a table, and what in its rows looks sealed, cell by
// cell: what names files must stay readable. In a draft there may be something else
// than a table, or than a row: it is sealed as a whole.
func (b *box) sealRows(v any, id string, columns []string) (any, error) {
	rows, ok := v.([]any)
	if !ok {
		return b.seal(v, id)
	}
	out := make([]any, len(rows))
	for i, row := range rows {
		at := id + "/" + itoa(i)
		cells, ok := row.(map[string]any)
		if _, odd := cells[sealedMark]; !ok && (columns != nil || marked(row)) || odd {
			sealed, err := b.seal(row, at)
			if err != nil {
				return nil, err
			}
			out[i] = sealed
			continue
		}
		if !ok {
			out[i] = row
			continue
		}
		at = rowPlace(id, i, cells)
		kept := maps.Clone(cells)
		for column, cell := range cells {
			if cell == nil || !slices.Contains(columns, column) && !marked(cell) {
				continue
			}
			sealed, err := b.seal(cell, at+"/"+column)
			if err != nil {
				return nil, err
			}
			kept[column] = sealed
		}
		out[i] = kept
	}
	return out, nil
}

// rowPlace names a row of a table: by its id, or by its number where it has none.
func rowPlace(table string, n int, cells map[string]any) string {
	if id, ok := cells[form.RowID].(string); ok && ids.Valid(id) {
		return table + "/" + id
	}
	return table + "/" + itoa(n)
}

// marked reports whether a value holds, however deep, what looks sealed.
func marked(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for key, item := range v {
			if key == sealedMark || marked(item) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, marked)
	}
	return false
}

// openValues opens what is sealed at the places where sealValues seals.
func (b *box) openValues(values map[string]any) (map[string]any, error) {
	out := make(map[string]any, len(values))
	for id, v := range values {
		plain, err := b.open(v, id)
		if err != nil {
			return nil, err
		}
		if _, sealed := sealedText(v); !sealed {
			if plain, err = b.openRows(v, id); err != nil {
				return nil, err
			}
		}
		out[id] = plain
	}
	return out, nil
}

func (b *box) openRows(v any, id string) (any, error) {
	rows, ok := v.([]any)
	if !ok || !marked(v) {
		return v, nil
	}
	out := make([]any, len(rows))
	for i, row := range rows {
		at := id + "/" + itoa(i)
		plain, err := b.open(row, at)
		if err != nil {
			return nil, err
		}
		if cells, isRow := row.(map[string]any); isRow && cells[sealedMark] == nil {
			at = rowPlace(id, i, cells)
			opened := make(map[string]any, len(cells))
			for column, cell := range cells {
				if opened[column], err = b.open(cell, at+"/"+column); err != nil {
					return nil, err
				}
			}
			plain = opened
		}
		out[i] = plain
	}
	return out, nil
}

// unsealed returns stored values without those that are sealed.
func unsealed(values map[string]any) map[string]any {
	out := make(map[string]any, len(values))
	for id, v := range values {
		if _, sealed := sealedText(v); sealed {
			continue
		}
		if rows, ok := v.([]any); ok && marked(v) {
			kept := make([]any, len(rows))
			for i, row := range rows {
				if cells, ok := row.(map[string]any); ok {
					kept[i] = unsealed(cells)
				}
			}
			v = kept
		}
		out[id] = v
	}
	return out
}

// sealEvents returns events with the values in them sealed.
func (b *box) sealEvents(f *form.Form, events []engine.Recorded) ([]engine.Recorded, error) {
	out := slices.Clone(events)
	for i, rec := range out {
		var err error
		switch e := rec.Event.(type) {
		case engine.InstanceSubmitted:
			e.Values, err = b.sealValues(f, e.Values)
			out[i].Event = e
		case engine.FieldsEdited:
			if e.Edits, err = b.sealValues(f, e.Edits); err == nil {
				e.Computed, err = b.sealValues(f, e.Computed)
			}
			out[i].Event = e
		case engine.FieldsSet:
			e.Values, err = b.sealValues(f, e.Values)
			out[i].Event = e
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// hash returns, of the digest of something that somebody sent, one that gives
// nothing away: without a key, what was sealed could be guessed and compared. A
// nil box leaves a digest as it is.
func (b *box) hash(digest string) string {
	if b == nil || digest == "" {
		return digest
	}
	return hex.EncodeToString(b.key.MAC([]byte(digest)))
}

// needsSealing reports whether anything in a document must be sealed: a form has
// sensitive fields, or a text holds what looks sealed.
func needsSealing(f *form.Form, texts ...[]byte) bool {
	return len(f.Sensitive()) > 0 || slices.ContainsFunc(texts, func(t []byte) bool { return bytes.Contains(t, []byte(sealedKey)) })
}
