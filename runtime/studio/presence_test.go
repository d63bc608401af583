package studio

import (
	"slices"
	"strconv"
	"testing"
	"time"
)

func TestPresenceKnowsWhoHasAnAppOpen(t *testing.T) {
	t.Parallel()
	var p presence
	at := time.UnixMilli(0)
	if got := p.who("a", at); len(got) != 0 {
		t.Errorf("at first: %v", got)
	}
	p.here("a", "li", at)
	p.here("b", "max", at)
	if got := p.here("a", "eva", at.Add(20*time.Second)); !slices.Equal(got, []string{"eva", "li"}) {
		t.Errorf("two of them: %v", got)
	}
	if got := p.who("a", at.Add(openFor+time.Second)); !slices.Equal(got, []string{"eva"}) {
		t.Errorf("li was not heard of: %v", got)
	}
	if p.who("a", at.Add(time.Hour)); len(p.apps) != 1 {
		t.Errorf("an app that nobody has open is remembered: %v", p.apps)
	}
	for i := range 2 * maxOpen {
		p.here("c", strconv.Itoa(i), at)
	}
	if got := p.who("c", at); len(got) != maxOpen {
		t.Errorf("%d are remembered", len(got))
	}
}
