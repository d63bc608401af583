package audit

import (
	"encoding/hex"
	"errors"
	"regexp"
	"strconv"
	"strings"
)

// ErrDigest says that a text is not a digest of an earlier verification.
var ErrDigest = errors.New("audit: not a digest of an earlier verification, such as 12:9f86d0…")

func digestText(n int64, head []byte) string {
	return strconv.FormatInt(n, 10) + ":" + hex.EncodeToString(head)
}

var digestPattern = regexp.MustCompile(`\b([0-9]{1,15}):([0-9a-f]{64})\b`)

// expectation is the journal's head at an earlier time.
type expectation struct {
	seq  int64
	head string
}

// parseDigest finds the last digest in a text: one alone, or the output of an
// earlier run.
func parseDigest(text string) (*expectation, error) {
	if text = strings.TrimSpace(text); text == "" || text == "0:" {
		return nil, nil
	}
	all := digestPattern.FindAllStringSubmatch(text, -1)
	if len(all) == 0 {
		return nil, ErrDigest
	}
	last := all[len(all)-1]
	n, err := strconv.ParseInt(last[1], 10, 64)
	if err != nil {
		return nil, ErrDigest
	}
	return &expectation{seq: n, head: last[2]}, nil
}
