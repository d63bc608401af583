package bundle

import (
	"archive/tar"
	"bytes"
	"errors"
	"io/fs"
	"testing"
)

// FuzzUnpack: whatever the bytes, unpacking keeps to its caps, gives paths that stay
// inside, or refuses with an *Error.
func FuzzUnpack(f *testing.F) {
	f.Add(pack(f, entry{name: "/a.rego", text: allowAll}, entry{name: "/.manifest", text: "{}"}))
	f.Add(pack(f, entry{name: "../a.rego", text: allowAll}))
	f.Add(pack(f, entry{name: "a.rego", link: "/etc/passwd", kind: tar.TypeSymlink}))
	f.Add([]byte{0x1f, 0x8b})
	limits := Limits{Total: 1 << 20, File: 1 << 19, Files: 20}.orDefaults()
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := unpack(bytes.NewReader(data), int64(len(data)), limits)
		if err != nil {
			var refused *Error
			if !errors.As(err, &refused) {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		if s.total() > limits.Total || len(s.files) > limits.Files {
			t.Fatal("over the caps")
		}
		for _, file := range s.files {
			if !fs.ValidPath(file.path) || !counts(file.path) {
				t.Fatalf("took %q", file.path)
			}
		}
	})
}
