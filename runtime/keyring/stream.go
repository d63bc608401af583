package keyring

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A content that is too large to be sealed at once is sealed in chunks, after the
// STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-
// Encryption and its Nonce-Reuse Misuse-Resistance, CRYPTO 2015): the nonce counts
// the chunks and says which is the last, so that none can be left out, moved or
// added, and the place is associated data of each.
const (
	// StreamChunk is how much of a content is sealed at a time, in bytes. Only the
	// last chunk is shorter.
	StreamChunk = 64 << 10
	streamTag   = 16
	sealedChunk = StreamChunk + streamTag
	lastChunk   = 11 // the byte of the nonce that marks the last chunk
)

// Stream seals and opens one content.
type Stream struct {
	gcm        cipher.AEAD
	associated []byte
}

// Stream returns what seals a content for a place. The nonces are those of one
// content: a data key must not seal a second one, at whatever place.
func (d *DataKey) Stream(place string) (*Stream, error) {
	block, err := aes.NewCipher(d.stream)
	if err != nil {
		return nil, fmt.Errorf("keyring: a stream: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("keyring: a stream: %w", err)
	}
	return &Stream{gcm: gcm, associated: associated([]byte{version}, place)}, nil
}

func nonce(chunk int64, last bool) []byte {
	n := make([]byte, lastChunk+1)
	binary.BigEndian.PutUint64(n[lastChunk-8:], uint64(chunk))
	if last {
		n[lastChunk] = 1
	}
	return n
}

// chunksOf is how many chunks a content of a size has; an empty one has one.
func chunksOf(size int64) int64 { return max(1, (size+StreamChunk-1)/StreamChunk) }

// SealedSize is how many bytes a content of a size is sealed to.
func SealedSize(size int64) int64 { return size + chunksOf(size)*streamTag }

// Seal returns the sealed bytes of a content. Its errors are those of r.
func (s *Stream) Seal(r io.Reader) io.Reader {
	return &chunked{r: r, room: make([]byte, 0, sealedChunk+1), size: StreamChunk, turn: func(chunk int64, last bool, plain []byte) ([]byte, error) {
		return s.gcm.Seal(nil, nonce(chunk, last), plain, s.associated), nil
	}}
}

// Open returns the content of sealed bytes. What is not all of what was sealed, in
// its order and for this place, ends with ErrDamaged; what was read before that is
// as it was sealed.
func (s *Stream) Open(r io.Reader) io.Reader { return s.openFrom(r, 0, -1) }

// openFrom opens chunks from one on; after is the number behind the last of them
// where that is not the last of the content, or negative.
func (s *Stream) openFrom(r io.Reader, first, after int64) io.Reader {
	return &chunked{r: r, room: make([]byte, 0, sealedChunk+1), size: sealedChunk, chunk: first, turn: func(chunk int64, last bool, sealed []byte) ([]byte, error) {
		if last && chunk+1 == after {
			last = false
		}
		plain, err := s.gcm.Open(nil, nonce(chunk, last), sealed, s.associated)
		// A content ends with an empty chunk only where it is that alone.
		if err != nil || len(plain) == 0 && chunk > 0 {
			return nil, ErrDamaged
		}
		return plain, nil
	}}
}

// Span is a part of sealed bytes.
type Span struct{ From, Bytes int64 }

// OpenPart returns n bytes from an offset of a content whose size is known. read
// returns a part of its sealed bytes, of which it is asked for whole chunks.
func (s *Stream) OpenPart(from, n, size int64, read func(Span) (io.ReadCloser, error)) (io.ReadCloser, error) {
	from = max(0, min(from, size))
	n = max(0, min(n, size-from))
	first, all := from/StreamChunk, chunksOf(size)
	first = min(first, all-1)
	after := max(first+1, (from+n+StreamChunk-1)/StreamChunk)
	sealed, err := read(Span{From: first * sealedChunk, Bytes: min(after*sealedChunk, SealedSize(size)) - first*sealedChunk})
	if err != nil {
		return nil, err
	}
	if after == all {
		after = -1
	}
	plain := s.openFrom(sealed, first, after)
	if _, err := io.CopyN(io.Discard, plain, from-first*StreamChunk); err != nil {
		if errors.Is(err, io.EOF) {
			err = ErrDamaged
		}
		return nil, errors.Join(err, sealed.Close())
	}
	return &streamPart{plain, sealed, n}, nil
}

// streamPart reads n bytes and is damaged where there are less.
type streamPart struct {
	plain io.Reader
	io.Closer
	left int64
}

func (p *streamPart) Read(b []byte) (int, error) {
	if p.left <= 0 {
		return 0, io.EOF
	}
	n, err := p.plain.Read(b[:min(int64(len(b)), p.left)])
	p.left -= int64(n)
	if errors.Is(err, io.EOF) {
		err = nil
		if p.left > 0 {
			err = ErrDamaged
		}
	}
	return n, err
}

// chunked reads chunks of a size, the last of which may be shorter, and turns each
// into something else.
type chunked struct {
	r     io.Reader
	size  int
	turn  func(chunk int64, last bool, in []byte) ([]byte, error)
	room  []byte // what was read and not turned yet: one byte more tells that a chunk is not the last
	chunk int64
	out   []byte
	err   error
}

func (c *chunked) Read(p []byte) (int, error) {
	for len(c.out) == 0 {
		if c.err != nil {
			return 0, c.err
		}
		c.out, c.err = c.next()
	}
	n := copy(p, c.out)
	c.out = c.out[n:]
	return n, nil
}

// next turns the next chunk; with the last comes io.EOF.
func (c *chunked) next() ([]byte, error) {
	last := false
	for len(c.room) <= c.size && !last {
		n, err := c.r.Read(c.room[len(c.room) : c.size+1])
		c.room = c.room[:len(c.room)+n]
		// Bare, as readers return it: a content that was cut off may wrap one.
		if last = err == io.EOF; err != nil && !last {
			return nil, err
		}
	}
	in := c.room[:min(len(c.room), c.size)]
	out, err := c.turn(c.chunk, last, in)
	if err != nil {
		return nil, err
	}
	c.chunk++
	if last {
		return out, io.EOF
	}
	c.room = append(c.room[:0], c.room[c.size])
	return out, nil
}
