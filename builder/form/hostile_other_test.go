//go:build !linux

package form_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

var testsStarted = time.Now()

// threadTime is the time that has passed: only Linux tells a thread's own.
func threadTime() time.Duration { return time.Since(testsStarted) }

// watchedFile is a file that must not be read; only Linux can tell.
func watchedFile(t *testing.T) (path string, unread func() bool) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "watched.json")
	if err := os.WriteFile(path, []byte(`{"type":"string"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, func() bool { return true }
}
