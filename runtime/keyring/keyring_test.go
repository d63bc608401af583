package keyring_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/banli-oa/banli/runtime/keyring"
)

func write(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "master.key")
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func key(b byte) string {
	return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{b}, 32)) + "\n"
}

func load(t *testing.T, text string) *keyring.Keyring {
	t.Helper()
	k, err := keyring.Load(write(t, text, 0o600))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSealAndOpen(t *testing.T) {
	t.Parallel()
	k := load(t, key(1))
	plain := []byte("a password 密码")
	sealed := k.Seal(plain, "here")
	if bytes.Contains(sealed, []byte("password")) {
		t.Fatal("the sealed bytes can be read")
	}
	if again := k.Seal(plain, "here"); bytes.Equal(again, sealed) {
		t.Fatal("sealing twice gives the same bytes")
	}
	got, err := k.Open(sealed, "here")
	if err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("%q %v", got, err)
	}
	if _, err := k.Open(sealed, "there"); !errors.Is(err, keyring.ErrDamaged) {
		t.Errorf("opened at another place: %v", err)
	}
	for i := range sealed {
		bad := bytes.Clone(sealed)
		bad[i] ^= 1
		if _, err := k.Open(bad, "here"); err == nil {
			t.Errorf("a changed byte %d was not noticed", i)
		}
	}
	for n := range sealed {
		if _, err := k.Open(sealed[:n], "here"); err == nil {
			t.Errorf("%d of the bytes were enough", n)
		}
	}
	if empty := k.Seal(nil, "here"); k.Stale(empty) {
		t.Error("what was just sealed is stale")
	}
}

func TestKeysAreRotated(t *testing.T) {
	t.Parallel()
	old := load(t, key(1))
	sealed := old.Seal([]byte("secret"), "here")

	both := load(t, "# the new one first\n\n"+key(2)+key(1))
	got, err := both.Open(sealed, "here")
	if err != nil || string(got) != "secret" {
		t.Fatalf("%q %v", got, err)
	}
	if !both.Stale(sealed) || old.Stale(sealed) {
		t.Error("only under the new key is it stale")
	}
	fresh := both.Seal(got, "here")

	if _, err := old.Open(fresh, "here"); !errors.Is(err, keyring.ErrUnknownKey) {
		t.Errorf("the old ring opened what the new key sealed: %v", err)
	}
	last := load(t, key(2))
	if got, err := last.Open(fresh, "here"); err != nil || string(got) != "secret" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := last.Open(sealed, "here"); !errors.Is(err, keyring.ErrUnknownKey) {
		t.Errorf("without the old key: %v", err)
	}
}

func TestAKeyFileIsMadeOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "master.key")
	if _, err := keyring.Load(path); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("a missing file: %v", err)
	}
	// Of many at once, all must go on with the same key.
	rings := make([]*keyring.Keyring, 8)
	var all sync.WaitGroup
	for i := range rings {
		all.Go(func() {
			k, err := keyring.LoadOrCreate(path)
			if err != nil {
				t.Error(err)
			}
			rings[i] = k
		})
	}
	all.Wait()
	if t.Failed() {
		return
	}
	sealed := rings[0].Seal([]byte("secret"), "here")
	for _, k := range rings {
		if _, err := k.Open(sealed, "here"); err != nil {
			t.Error(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestBadKeyFilesAreRefused(t *testing.T) {
	t.Parallel()
	short := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{1}, 16))
	for _, tt := range []struct {
		name, text string
		mode       os.FileMode
		says       string
	}{
		{"empty", "", 0o600, "no key"},
		{"comments only", "# nothing\n", 0o600, "no key"},
		{"not base64", key(1) + "??\n", 0o600, "line 2"},
		{"a short key", short + "\n", 0o600, "line 1"},
		{"readable by everybody", key(1), 0o604, "chmod 600"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := keyring.Load(write(t, tt.text, tt.mode))
			if !errors.Is(err, keyring.ErrKeyFile) || !strings.Contains(err.Error(), tt.says) {
				t.Fatalf("%v", err)
			}
			if strings.Contains(err.Error(), short) {
				t.Error("the error shows a key")
			}
		})
	}
}
