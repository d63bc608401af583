package files

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/banli-oa/banli/runtime/keyring"
)

// The file of a sensitive field is sealed on its way into the store, so that its
// content is never written as it came: with a data key of its own, for its id and
// the field that it was uploaded for. So are its name and its type.

// sealed is what a document keeps of a sealed file.
type sealed struct {
	// Key is the data key, wrapped.
	Key []byte `bson:"key"`
	// About is the sealed JSON of an about.
	About []byte `bson:"about"`
}

// about is what is not to be read of a sealed file besides its content.
type about struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// fileKey opens a sealed file.
type fileKey struct {
	data *keyring.DataKey
	at   string // the place of what is sealed: the file, for its field
}

func keyPlace(id string) string { return "file/" + id }

// newKey makes the key of a file.
func (s *Service) newKey(id, field string) (*fileKey, []byte, error) {
	data, wrapped, err := s.Keys.NewDataKey(keyPlace(id))
	if err != nil {
		return nil, nil, fmt.Errorf("files: sealing an upload: %w", err)
	}
	return &fileKey{data, keyPlace(id) + "/" + field}, wrapped, nil
}

// stream seals and opens the content.
func (k *fileKey) stream() (*keyring.Stream, error) { return k.data.Stream(k.at + "/content") }

func (k *fileKey) sealAbout(a about) ([]byte, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("files: sealing an upload: %w", err)
	}
	return k.data.Seal(text, k.at+"/about"), nil
}

// file says what is known of an upload. It returns keyring.ErrUnknownKey or
// keyring.ErrDamaged for a sealed one that does not open.
func (s *Service) file(d *document) (File, error) {
	f := File{ID: d.ID, Name: d.Name, Type: d.Type, Size: d.Size, Digest: d.Digest}
	if d.Sealed == nil {
		return f, nil
	}
	data, err := s.Keys.DataKey(d.Sealed.Key, keyPlace(d.ID))
	if err != nil {
		return File{}, fmt.Errorf("files: upload %s: %w", d.ID, err)
	}
	f.key = &fileKey{data, keyPlace(d.ID) + "/" + d.Field}
	text, err := data.Open(d.Sealed.About, f.key.at+"/about")
	if err != nil {
		return File{}, fmt.Errorf("files: upload %s: %w", d.ID, err)
	}
	var a about
	if err := json.Unmarshal(text, &a); err != nil {
		return File{}, fmt.Errorf("files: upload %s: %w: %w", d.ID, keyring.ErrDamaged, err)
	}
	f.Name, f.Type = a.Name, a.Type
	return f, nil
}

// opened reads a sealed content and closes what it lies in.
type opened struct {
	io.Reader
	io.Closer
}

// sized counts what is read of a content.
type sized struct {
	r io.Reader
	n int64
}

func (s *sized) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.n += int64(n)
	return n, err
}
