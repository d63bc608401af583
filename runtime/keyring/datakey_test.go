package keyring_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/banli-oa/banli/runtime/keyring"
)

func TestDataKeys(t *testing.T) {
	t.Parallel()
	master := load(t, key(1))
	data, wrapped, err := master.NewDataKey("case/a")
	if err != nil {
		t.Fatal(err)
	}
	sealed := data.Seal([]byte("6222 0000"), "a/iban")

	again, err := master.DataKey(wrapped, "case/a")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open(sealed, "a/iban"); err != nil || string(got) != "6222 0000" {
		t.Errorf("%q %v", got, err)
	}
	if !bytes.Equal(again.MAC([]byte("x")), data.MAC([]byte("x"))) || bytes.Equal(data.MAC([]byte("x")), data.MAC([]byte("y"))) {
		t.Error("the digest does not stand for the text")
	}
	for name, open := range map[string]func() error{
		"another field": func() error { _, err := again.Open(sealed, "a/name"); return err },
		"another case":  func() error { _, err := master.DataKey(wrapped, "case/b"); return err },
		"cut short":     func() error { _, err := master.DataKey(wrapped[:20], "case/a"); return err },
		"not a key":     func() error { _, err := master.DataKey(master.Seal([]byte("short"), "case/a"), "case/a"); return err },
	} {
		if err := open(); !errors.Is(err, keyring.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}

	other, _, err := master.NewDataKey("case/a")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open(sealed, "a/iban"); !errors.Is(err, keyring.ErrUnknownKey) {
		t.Errorf("another data key: %v", err)
	}
	if bytes.Equal(other.MAC([]byte("x")), data.MAC([]byte("x"))) {
		t.Error("two keys give the same digest")
	}
	if _, err := load(t, key(2)).DataKey(wrapped, "case/a"); !errors.Is(err, keyring.ErrUnknownKey) {
		t.Errorf("another master key: %v", err)
	}
	// A new master key opens what the one before it wrapped, and knows it.
	both := load(t, key(2)+key(1))
	if _, err := both.DataKey(wrapped, "case/a"); err != nil || !both.Stale(wrapped) {
		t.Errorf("after the key was replaced: %v", err)
	}
}
