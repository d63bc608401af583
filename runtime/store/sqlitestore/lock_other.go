//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package sqlitestore

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/banli-oa/banli/runtime/store"
)

// lockFolder refuses: without a lock that ends with its process, two servers
// could open one folder, and the embedded store would rather not start.
func lockFolder(string) (unlock func() error, err error) {
	return nil, fmt.Errorf("%w: on %s: %w", store.ErrUnavailable, runtime.GOOS, errors.ErrUnsupported)
}
