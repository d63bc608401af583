package keyring

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// heading is written above a key that was made here.
const heading = "# Banli's master key: 32 bytes in base64. Without it, sealed data such as the mail\n" +
	"# password is lost; keep a copy apart from the backups of the store. To rotate it, add\n" +
	"# a new line at the end on every node, restart them, then move that line to the top.\n" +
	"# Keep the older lines: the sensitive fields of older cases open with them.\n"

// Load reads a key file: one key a line, 32 bytes in base64; # begins a
// comment. The first key seals, the others only open. A file that everybody on
// the machine can read is refused. All errors but the file system's wrap
// ErrKeyFile, and none holds anything of a key.
func Load(path string) (*Keyring, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("keyring: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o007 != 0 {
		return nil, fmt.Errorf("%w: everybody on this machine may open %s; take that away with chmod 600", ErrKeyFile, path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("keyring: %w", err)
	}
	keys, err := parse(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrKeyFile, path, err)
	}
	k, err := newKeyring(keys)
	if err != nil {
		return nil, err
	}
	k.file = path
	return k, nil
}

func parse(text []byte) ([][]byte, error) {
	var keys [][]byte
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(key) != keySize {
			return nil, fmt.Errorf("line %d is not %d bytes in base64; make a key with: head -c %d /dev/urandom | base64", n, keySize, keySize)
		}
		keys = append(keys, key)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("it holds no key; make one with: head -c %d /dev/urandom | base64", keySize)
	}
	return keys, nil
}

// LoadOrCreate reads a key file, and makes one with a new key, readable by its
// owner alone, where there is none.
func LoadOrCreate(path string) (*Keyring, error) {
	k, err := Load(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if err := create(path); err != nil {
		return nil, fmt.Errorf("keyring: making a key: %w", err)
	}
	return Load(path)
}

// create makes the file whole or not at all: half a key would be worse than
// none. A file that came to be there meanwhile stays.
func create(path string) (err error) {
	var key [keySize]byte
	_, _ = rand.Read(key[:])                              // never fails: it ends the process instead (crypto/rand)
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // with mode 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	if _, err = f.WriteString(heading + base64.StdEncoding.EncodeToString(key[:]) + "\n"); err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a new name survive a power cut.
func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
