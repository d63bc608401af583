package store

import (
	"bytes"
	"fmt"
	"sync"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// scratch is the memory that one write needs: the encoded document and its
// keys. It is reused, because every decision on every case passes here.
type scratch struct {
	buf     bytes.Buffer
	encoder *bson.Encoder
	keys    Keys
}

// maxScratch keeps one large document from staying in memory for ever.
const maxScratch = 256 << 10

var scratches = sync.Pool{New: func() any {
	s := new(scratch)
	s.encoder = bson.NewEncoder(bson.NewDocumentWriter(&s.buf))
	return s
}}

// encode writes doc into the scratch and finds its keys. After an error the
// scratch must be dropped: its encoder may be stuck in the middle.
func (s *scratch) encode(layout *Layout, doc any) (bson.Raw, error) {
	s.buf.Reset()
	if err := s.encoder.Encode(doc); err != nil {
		return nil, fmt.Errorf("%w: it cannot be written as BSON: %w", ErrKey, err)
	}
	raw := bson.Raw(s.buf.Bytes())
	if len(raw) > MaxDocument {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, len(raw), MaxDocument)
	}
	return raw, layout.Extract(raw, &s.keys)
}

// release gives the scratch back for reuse.
func (s *scratch) release() {
	if s.buf.Cap() <= maxScratch {
		scratches.Put(s)
	}
}

// decode reads a stored document.
func decode[T any](raw bson.Raw) (*T, error) {
	doc := new(T)
	if err := bson.Unmarshal(raw, doc); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return doc, nil
}

// headOf reads the id and the revision at the top of an encoded document.
func headOf(raw bson.Raw) (id string, rev int64, ok bool) {
	fields, ok := openDocument(raw)
	if !ok {
		return "", 0, false
	}
	var haveID, haveRev bool
	for {
		el, more, ok := fields.next()
		if !ok || !more {
			return id, rev, ok && haveID && haveRev
		}
		switch string(el.name) {
		case IDPath:
			id, haveID = el.text()
			haveID = haveID && el.typ == bson.TypeString
		case "rev":
			v, _ := el.scalar()
			rev, haveRev = v.Int(), v.Kind() == Int
		}
	}
}
