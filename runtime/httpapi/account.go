package httpapi

import (
	"errors"
	"net/http"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
)

// A person's own account: nobody reads or changes another's here.
func (s *Server) accountRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/account", handle: s.readAccount},
		{method: http.MethodPut, path: "/api/account/password", handle: s.changePassword},
		{method: http.MethodDelete, path: "/api/account/sessions", handle: s.endOtherSessions},
		{method: http.MethodDelete, path: "/api/account/sessions/:id", handle: s.endSession},
		{method: http.MethodDelete, path: "/api/account/tokens/:id", handle: s.revokeToken},
	}
}

type (
	accountView struct {
		HasPassword bool            `json:"hasPassword"`
		MinPassword int             `json:"minPassword"`
		Sessions    []sessionRecord `json:"sessions"`
		Tokens      []tokenRecord   `json:"tokens"`
	}
	sessionRecord struct {
		ID string `json:"id"`
		// Current is set for the session that asks.
		Current   bool   `json:"current"`
		Scheme    string `json:"scheme"`
		CreatedAt int64  `json:"createdAt"`
		SeenAt    int64  `json:"seenAt"`
		EndsAt    int64  `json:"endsAt"`
	}
	tokenRecord struct {
		ID        string `json:"id"`
		Name      string `json:"name"`
		CreatedAt int64  `json:"createdAt"`
	}
)

func (s *Server) readAccount(k *call) error {
	if err := s.permit(k, authz.AccountRead, "account"); err != nil {
		return err
	}
	return s.answerAccount(k)
}

func (s *Server) answerAccount(k *call) error {
	me := k.actor.Subject.ID
	sessions, err := s.Identity.Sessions(k.ctx, me)
	if err != nil {
		return err
	}
	tokens, err := s.Identity.Tokens(k.ctx, me)
	if err != nil {
		return err
	}
	view := accountView{MinPassword: identity.MinPassword, Sessions: []sessionRecord{}, Tokens: []tokenRecord{}}
	if p, ok := s.Identity.Organisation().Person(me); ok {
		view.HasPassword = p.PasswordHash != ""
	}
	for _, each := range sessions {
		view.Sessions = append(view.Sessions, sessionRecord{
			ID: each.ID, Current: k.session != nil && each.ID == identity.SessionID(k.Cookies(cookieName)), Scheme: string(each.Scheme),
			CreatedAt: each.CreatedAt.UnixMilli(), SeenAt: each.SeenAt.UnixMilli(), EndsAt: each.EndsAt.UnixMilli(),
		})
	}
	for _, t := range tokens {
		view.Tokens = append(view.Tokens, tokenRecord{ID: t.ID, Name: t.Name, CreatedAt: t.CreatedAt.UnixMilli()})
	}
	return k.answer(http.StatusOK, view)
}

// changePassword ends every session of the person and opens a new one here.
func (s *Server) changePassword(k *call) error {
	var in struct {
		Old string `json:"old"`
		New string `json:"new"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permit(k, authz.AccountWrite, "account"); err != nil {
		return err
	}
	me := k.actor.Subject.ID
	err := s.Identity.CheckPassword(k.ctx, me, in.Old, k.address)
	if errors.Is(err, identity.ErrCredentials) {
		return &fault.Conflict{Code: "account.wrongPassword"}
	}
	if err != nil {
		return signInError(err)
	}
	if err := s.Directory.SetPassword(k.ctx, me, in.New); err != nil {
		return err
	}
	session, err := s.Identity.SignIn(k.ctx, me, "")
	if err != nil {
		return err
	}
	return s.opened(k, session)
}

// endOtherSessions ends all but the session that asks.
func (s *Server) endOtherSessions(k *call) error {
	if err := s.permit(k, authz.AccountWrite, "account"); err != nil {
		return err
	}
	kept := ""
	if k.session != nil {
		kept = k.Cookies(cookieName)
	}
	if err := s.Identity.EndOtherSessions(k.ctx, k.actor.Subject.ID, kept); err != nil {
		return err
	}
	return s.answerAccount(k)
}

func (s *Server) endSession(k *call) error {
	if err := s.permit(k, authz.AccountWrite, "account"); err != nil {
		return err
	}
	if err := s.Identity.EndSession(k.ctx, k.actor.Subject.ID, k.Params("id")); err != nil {
		return err
	}
	return s.answerAccount(k)
}

func (s *Server) revokeToken(k *call) error {
	if err := s.permit(k, authz.AccountWrite, "account"); err != nil {
		return err
	}
	if err := s.Identity.RevokeOwnToken(k.ctx, k.actor.Subject.ID, k.Params("id")); err != nil {
		return err
	}
	return s.answerAccount(k)
}
