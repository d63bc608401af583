package httpapi

import (
	"errors"
	"net/http"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/company"
	"github.com/banli-oa/banli/runtime/identity"
)

func (s *Server) setupRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/setup", anonymous: true, handle: s.readSetup},
		{method: http.MethodPost, path: "/api/setup", anonymous: true, handle: s.setUp},
	}
}

// setupView says whether the company waits for its first admin, and nothing
// else: whoever asks is a stranger.
type setupView struct {
	Open bool `json:"open"`
}

func (s *Server) readSetup(k *call) error {
	if err := s.permit(k, authz.SetupRead, "setup"); err != nil {
		return err
	}
	return k.answer(http.StatusOK, setupView{Open: s.Company.Open()})
}

// setUp makes the company and its first admin, and signs the admin in.
func (s *Server) setUp(k *call) error {
	var in company.SetUpInput
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permit(k, authz.SetupWrite, "setup"); err != nil {
		return err
	}
	if err := s.Company.SetUp(k.ctx, in, k.address, k.actor.Lang); err != nil {
		return signInError(err)
	}
	session, err := s.Identity.Login(k.ctx, identity.Credentials{
		Login: in.Admin.Login, Password: in.Admin.Password, Address: k.address, Previous: k.Cookies(cookieName),
	})
	if errors.Is(err, identity.ErrCredentials) {
		// A set-up that was cut off has been finished with the password that was
		// chosen first.
		return company.ErrSetUp
	}
	if err != nil {
		return signInError(err)
	}
	return s.opened(k, session)
}
