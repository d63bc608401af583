package httpapi

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"
)

// address is where a request comes from. Behind proxies that are trusted it is
// the last entry of X-Forwarded-For that is none of them: what stands before
// it was written by the client, who may write anything.
func (s *Server) address(c fiber.Ctx) string {
	peer, ok := netip.AddrFromSlice(c.RequestCtx().RemoteIP())
	if !ok {
		return ""
	}
	peer = peer.Unmap()
	if !s.trusts(peer) {
		return peer.String()
	}
	hops := strings.Split(c.Get(fiber.HeaderXForwardedFor), ",")
	for _, hop := range slices.Backward(hops) {
		ip, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break // nothing further to the left can be believed
		}
		if peer = ip.Unmap(); !s.trusts(peer) {
			break
		}
	}
	return peer.String()
}

func (s *Server) trusts(ip netip.Addr) bool {
	return slices.ContainsFunc(s.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// proxyList is the trusted proxies as fiber wants them, for the headers that
// tell the scheme and the host.
func (d Deps) proxyList() []string {
	var list []string
	for _, p := range d.TrustedProxies {
		list = append(list, p.String())
	}
	return list
}
