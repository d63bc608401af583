package mongotest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// The parts of MongoDB's wire protocol that a driver of today uses
// (https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/).
const (
	headerSize = 16
	maxMessage = 48_000_000
	opMessage  = 2013

	flagChecksum   = 1 << 0
	flagMoreToCome = 1 << 1
)

// message is one message of the protocol, header included.
type message []byte

func readMessage(r io.Reader) (message, error) {
	var header [headerSize]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(header[:])
	if size < headerSize || size > maxMessage {
		return nil, fmt.Errorf("a message of %d bytes", size)
	}
	m := make(message, size)
	copy(m, header[:])
	_, err := io.ReadFull(r, m[headerSize:])
	return m, err
}

func (m message) id() uint32     { return binary.LittleEndian.Uint32(m[4:]) }
func (m message) opcode() uint32 { return binary.LittleEndian.Uint32(m[12:]) }

// flags are those of an opMessage.
func (m message) flags() uint32 {
	if m.opcode() != opMessage || len(m) < headerSize+4 {
		return 0
	}
	return binary.LittleEndian.Uint32(m[headerSize:])
}

var errWire = errors.New("not a message of MongoDB's protocol")

// command returns the document of an opMessage, with the sequences that travel
// beside it put in as arrays, which means the same.
func (m message) command() (bson.Raw, error) {
	end := len(m)
	if m.flags()&flagChecksum != 0 {
		end -= 4
	}
	if m.opcode() != opMessage || end < headerSize+5 {
		return nil, errWire
	}
	rest := m[headerSize+4 : end]
	var (
		body      bson.Raw
		sequences []byte
	)
	for len(rest) > 0 {
		kind := rest[0]
		length, _, ok := bsoncore.ReadLength(rest[1:])
		if !ok || length < 4 || int(length) > len(rest)-1 {
			return nil, errWire
		}
		section := rest[1 : 1+length]
		rest = rest[1+length:]
		if kind == 0 {
			body = bson.Raw(section)
			continue
		}
		name, docs, ok := readSequence(section[4:])
		if !ok {
			return nil, errWire
		}
		array := bsoncore.NewArrayBuilder()
		for _, d := range docs {
			array.AppendDocument(d)
		}
		sequences = bsoncore.AppendArrayElement(sequences, name, array.Build())
	}
	if body == nil {
		return nil, errWire
	}
	if sequences == nil {
		return body, nil
	}
	out := append([]byte{}, body[:len(body)-1]...)
	out = append(append(out, sequences...), 0)
	return bson.Raw(bsoncore.UpdateLength(out, 0, int32(len(out)))), nil
}

func readSequence(b []byte) (name string, docs []bsoncore.Document, ok bool) {
	for i, c := range b {
		if c == 0 {
			name, b, ok = string(b[:i]), b[i+1:], true
			break
		}
	}
	for ok && len(b) > 0 {
		var d bsoncore.Document
		if d, b, ok = bsoncore.ReadDocument(b); ok {
			docs = append(docs, d)
		}
	}
	return name, docs, ok
}

// newMessage makes an opMessage of one document.
func newMessage(id, answers uint32, body bson.Raw) message {
	m := make(message, headerSize+5, headerSize+5+len(body))
	m = append(m, body...)
	binary.LittleEndian.PutUint32(m, uint32(len(m)))
	binary.LittleEndian.PutUint32(m[4:], id)
	binary.LittleEndian.PutUint32(m[8:], answers)
	binary.LittleEndian.PutUint32(m[12:], opMessage)
	return m
}
