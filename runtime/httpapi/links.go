package httpapi

import (
	"errors"
	"net/http"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
)

// A link's token travels in bodies only: addresses are written into logs.
func (s *Server) linkRoutes() []route {
	return []route{
		{method: http.MethodPost, path: "/api/links", anonymous: true, handle: s.openLink},
		{method: http.MethodPost, path: "/api/links/password", anonymous: true, handle: s.useLink},
	}
}

// openedLink is what a link's page shows to whoever holds it.
type openedLink struct {
	Kind        string     `json:"kind"`
	Name        words.Text `json:"name"`
	Login       string     `json:"login"`
	ExpiresAt   int64      `json:"expiresAt"`
	MinPassword int        `json:"minPassword"`
}

// linkError tells how a link failed, without telling why it is not valid.
func linkError(err error) error {
	if errors.Is(err, identity.ErrLink) {
		return &fault.Conflict{Code: "link.ended"}
	}
	return signInError(err)
}

func (s *Server) openLink(k *call) error {
	var in struct {
		Token string `json:"token"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permit(k, authz.LinkUse, "link"); err != nil {
		return err
	}
	p, err := s.Identity.Linked(k.ctx, in.Token, k.address)
	if err != nil {
		return linkError(err)
	}
	return k.answer(http.StatusOK, openedLink{
		Kind: string(p.Link.Kind), Name: p.Name, Login: p.Login, ExpiresAt: p.Link.ExpiresAt, MinPassword: identity.MinPassword,
	})
}

// useLink sets the password and signs its person in.
func (s *Server) useLink(k *call) error {
	var in struct {
		Token    string `json:"token"`
		Password string `json:"password"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permit(k, authz.LinkUse, "link"); err != nil {
		return err
	}
	p, err := s.Directory.UseLink(k.ctx, in.Token, k.address, in.Password)
	if err != nil {
		return linkError(err)
	}
	session, err := s.Identity.SignIn(k.ctx, p.ID, k.Cookies(cookieName))
	if err != nil {
		return err
	}
	return s.opened(k, session)
}
