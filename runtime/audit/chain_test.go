package audit_test

import (
	"errors"
	"testing"

	"github.com/banli-oa/banli/runtime/audit"
)

func chain(object string, contents ...string) ([]audit.Record, []byte) {
	var head []byte
	var records []audit.Record
	for i, c := range contents {
		var e audit.Entry
		e, head = audit.Sealer{}.Seal(object, int64(i+1), head, []byte(c))
		records = append(records, audit.Record{Entry: e, Content: []byte(c)})
	}
	return records, head
}

func TestVerify(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		tamper func(r []audit.Record) []audit.Record
		broken bool
	}{
		{"untouched", func(r []audit.Record) []audit.Record { return r }, false},
		{"content erased", func(r []audit.Record) []audit.Record { r[1].Content = nil; return r }, false},
		{"content altered", func(r []audit.Record) []audit.Record { r[1].Content = []byte("refused"); return r }, true},
		{"last deleted", func(r []audit.Record) []audit.Record { return r[:2] }, true},
		{"first deleted", func(r []audit.Record) []audit.Record { return r[1:] }, true},
		{"reordered", func(r []audit.Record) []audit.Record { r[0], r[1] = r[1], r[0]; return r }, true},
		{"added", func(r []audit.Record) []audit.Record { return append(r, r[0]) }, true},
		{"digest and content replaced together", func(r []audit.Record) []audit.Record {
			forged, _ := chain("case-1", "forged")
			r[2] = forged[0]
			return r
		}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			records, head := chain("case-1", "submitted", "approved", "ended")
			err := audit.Sealer{}.Verify("case-1", tt.tamper(records), head)
			if got := errors.Is(err, audit.ErrBroken); got != tt.broken {
				t.Fatalf("broken = %v (%v), want %v", got, err, tt.broken)
			}
		})
	}
}

func TestVerifyOfAnotherObject(t *testing.T) {
	t.Parallel()
	records, head := chain("case-1", "submitted")
	if err := (audit.Sealer{}).Verify("case-2", records, head); !errors.Is(err, audit.ErrBroken) {
		t.Fatalf("a chain moved to another object verifies: %v", err)
	}
}

func TestAKeyedChainNeedsItsKey(t *testing.T) {
	t.Parallel()
	keyed := audit.NewSealer([]byte("the site's key"))
	e, head := keyed.Seal("case-1", 1, nil, []byte("submitted"))
	records := []audit.Record{{Entry: e, Content: []byte("submitted")}}
	if err := keyed.Verify("case-1", records, head); err != nil {
		t.Fatal(err)
	}
	for _, other := range []audit.Sealer{{}, audit.NewSealer([]byte("another"))} {
		if err := other.Verify("case-1", records, head); !errors.Is(err, audit.ErrBroken) {
			t.Errorf("a chain fits without its key: %v", err)
		}
	}
}
