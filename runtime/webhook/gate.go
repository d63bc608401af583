package webhook

import (
	"errors"
	"fmt"
	"net/netip"
	"syscall"
)

// ErrAddress means that an address is not one that webhooks may call. Its text
// names the address.
var ErrAddress = errors.New("webhooks may not call this address")

// Gate decides which addresses may be called: all that are open to the whole
// internet, and besides them those in the networks that were allowed.
type Gate struct{ allowed []netip.Prefix }

// NewGate makes a gate that lets calls into the allowed networks too.
func NewGate(allowed []netip.Prefix) Gate { return Gate{allowed: allowed} }

// closed are the networks that no webhook goes to unless it was allowed: those
// that the IANA registries of special-purpose addresses (RFC 6890 and its
// updates) do not count as globally reachable, multicast, and those ways of
// writing an IPv4 address as an IPv6 one that lead through a relay.
var closed = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
	"fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)

// nat64 is how a network without IPv4 writes the addresses of the one with it
// (RFC 6052): the last four bytes are the address that is meant.
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

func prefixes(list ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(list))
	for i, text := range list {
		all[i] = netip.MustParsePrefix(text)
	}
	return all
}

// Check returns an error that wraps ErrAddress where an address may not be
// called.
func (g Gate) Check(ip netip.Addr) error {
	ip = ip.Unmap().WithZone("")
	if within(g.allowed, ip) {
		return nil
	}
	meant := ip
	if nat64.Contains(ip) {
		b := ip.As16()
		meant = netip.AddrFrom4([4]byte(b[12:]))
	}
	if !meant.IsValid() || within(closed, meant) {
		return fmt.Errorf("%w: %s", ErrAddress, ip)
	}
	return nil
}

// control is a net.Dialer's: it sees the address as it is about to be
// connected to, whatever name it was found by.
func (g Gate) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", ErrAddress, address)
	}
	return g.Check(to.Addr())
}

func within(networks []netip.Prefix, ip netip.Addr) bool {
	for _, p := range networks {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}
