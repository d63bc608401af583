package form_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// threadTime is the processor time that this thread has used: what others on
// the machine do is not in it.
func threadTime() time.Duration {
	const thread = 1 // RUSAGE_THREAD
	var used syscall.Rusage
	if err := syscall.Getrusage(thread, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// watchedFile is a file that tells whether it has been read: a pipe that holds
// a schema as long as nobody takes it out.
func watchedFile(t *testing.T) (path string, unread func() bool) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "watched.json")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	pipe, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pipe.Close() })
	const schema = `{"type":"string"}`
	if _, err := pipe.WriteString(schema); err != nil {
		t.Fatal(err)
	}
	return path, func() bool {
		if err := pipe.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		held := make([]byte, 100)
		n, err := pipe.Read(held)
		return err == nil && string(held[:n]) == schema
	}
}
