package webhook

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"
)

func TestOnlyTheInternetAndWhatWasAllowedIsCalled(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		address string
		open    bool
	}{
		{"93.184.215.14", true}, {"8.8.8.8", true}, {"2606:4700:4700::1111", true}, {"100.63.255.255", true}, {"100.128.0.0", true},
		{"172.15.0.1", true}, {"172.32.0.1", true}, {"192.169.0.1", true},
		{"::ffff:8.8.8.8", true},   // IPv4, written as IPv6
		{"64:ff9b::808:808", true}, // the same behind NAT64
		{"0.0.0.0", false}, {"0.1.2.3", false}, {"127.0.0.1", false}, {"127.255.255.254", false}, {"10.0.0.1", false}, {"10.255.255.255", false},
		{"172.16.0.1", false}, {"172.31.255.255", false}, {"192.168.1.1", false}, {"169.254.169.254", false}, {"100.64.0.1", false}, {"100.127.255.255", false},
		{"192.0.0.1", false}, {"192.0.2.1", false}, {"198.18.0.1", false}, {"198.51.100.1", false}, {"203.0.113.1", false},
		{"224.0.0.1", false}, {"239.255.255.255", false}, {"240.0.0.1", false}, {"255.255.255.255", false},
		{"::", false}, {"::1", false}, {"::7f00:1", false}, {"::ffff:127.0.0.1", false}, {"::ffff:10.0.0.1", false}, {"::ffff:169.254.169.254", false},
		{"64:ff9b::7f00:1", false}, {"64:ff9b::a00:1", false}, {"64:ff9b::a9fe:a9fe", false}, {"64:ff9b:1::1", false},
		{"2002:7f00:1::", false}, {"2001::1", false}, {"2001:db8::1", false}, {"100::1", false}, {"3fff::1", false}, {"5f00::1", false},
		{"fc00::1", false}, {"fd12:3456::1", false}, {"fe80::1", false}, {"fe80::1%lo", false}, {"fec0::1", false}, {"ff02::1", false},
	} {
		err := NewGate(nil).Check(netip.MustParseAddr(tt.address))
		if (err == nil) != tt.open || err != nil && !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", tt.address, err)
		}
	}
	g := NewGate([]netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00::/8")})
	for address, open := range map[string]bool{
		"10.1.2.3": true, "::ffff:10.1.2.3": true, "fd12::1": true, "10.2.0.1": false, "127.0.0.1": false, "8.8.8.8": true,
		"64:ff9b::a01:203": false, // it was not allowed under that name
	} {
		if err := g.Check(netip.MustParseAddr(address)); (err == nil) != open {
			t.Errorf("with a network allowed, %s: %v", address, err)
		}
	}
	if err := g.Check(netip.Addr{}); err == nil {
		t.Error("no address at all is open")
	}
}

// A name may lead elsewhere than when somebody looked: what counts is where the
// connection goes.
func TestTheGateStandsWhereItIsDialled(t *testing.T) {
	t.Parallel()
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	resolver := &net.Resolver{} // "localhost" is in every machine's hosts
	for _, g := range []struct {
		gate Gate
		open bool
	}{{NewGate(nil), false}, {NewGate([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}), true}} {
		c, err := (&net.Dialer{Control: g.gate.control, Resolver: resolver}).DialContext(context.Background(), "tcp", net.JoinHostPort("localhost", port))
		if (err == nil) != g.open || !g.open && !errors.Is(err, ErrAddress) {
			t.Errorf("dialling: %v", err)
		}
		if c != nil {
			_ = c.Close()
		}
	}
}
