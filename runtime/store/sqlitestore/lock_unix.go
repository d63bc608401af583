//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package sqlitestore

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/banli-oa/banli/runtime/store"
)

// lockFolder takes the data folder for this process. The lock lives in the
// kernel: it ends with the process, however that ends, so a crash never leaves
// a stale one. The file's content only helps whoever is refused.
func lockFolder(file string) (unlock func() error, err error) {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer func() { _ = f.Close() }()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%w: cannot lock %s: %w", store.ErrUnavailable, file, err)
		}
		holder, _ := io.ReadAll(io.LimitReader(f, 32))
		if pid := strings.TrimSpace(string(holder)); pid != "" {
			return nil, fmt.Errorf("%w: process %s holds %s", store.ErrInUse, pid, file)
		}
		return nil, fmt.Errorf("%w: %s is held", store.ErrInUse, file)
	}
	// Not being able to name ourselves is no reason not to work.
	if f.Truncate(0) == nil {
		_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	return func() error {
		// Closing alone would not do while a child process that is just being
		// started still has its copy of the file.
		return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close())
	}, nil
}
