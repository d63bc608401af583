package identity

// Try is one try at a secret that is no password, such as the token of a link.
// It counts as failed unless it says otherwise.
type Try struct{ t *try }

// Try counts a try at the secret called what, coming from an IP address. Tries
// are slowed down as failed sign-ins are, each address for itself, so that
// nobody's guesses keep others out; a *WaitError says how long.
func (i *Identity) Try(what, address string) (*Try, error) {
	place := addressKey(address)
	t, wait := i.backoff.count(what+"@"+place, place)
	if wait > 0 {
		return nil, &WaitError{After: wait}
	}
	return &Try{t}, nil
}

// Void takes the try back: the secret was right, or was not looked at.
func (t *Try) Void() { t.t.void() }
