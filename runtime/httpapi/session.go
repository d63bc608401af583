package httpapi

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/workflow"
)

func (s *Server) sessionRoutes() []route {
	routes := []route{
		{method: http.MethodGet, path: "/api/session", anonymous: true, handle: s.readSession},
		{method: http.MethodPost, path: "/api/session", anonymous: true, handle: s.login},
		{method: http.MethodDelete, path: "/api/session", anonymous: true, handle: s.logout},
		{method: http.MethodPut, path: "/api/session/language", handle: s.setLanguage},
	}
	if len(s.Demo) > 0 {
		routes = append(routes,
			route{method: http.MethodGet, path: "/api/demo", anonymous: true, handle: s.demoPeople},
			route{method: http.MethodPost, path: "/api/demo/session", anonymous: true, handle: s.enterDemo},
		)
	}
	return routes
}

// permit asks the policy about an action that no use case stands behind.
func (s *Server) permit(k *call, action, kind string) error {
	d := s.Authz.Decide(k.ctx, authz.Request{
		Action: action, Subject: k.actor.Subject,
		Resource: authz.Resource{Kind: kind, Owner: k.actor.Subject.ID},
	})
	if !d.Allow {
		return &fault.Denied{Action: action, Reasons: d.Reasons}
	}
	return nil
}

// me is the person who is signed in.
type me struct {
	workflow.PersonView
	Login    string   `json:"login"`
	Roles    []string `json:"roles"`
	Language string   `json:"language"`
	// Entrances are the parts of the interface that the person may enter.
	Entrances []string `json:"entrances"`
	// Sections are the parts of the control room that the person may enter.
	Sections []string `json:"sections"`
}

// sessionView says who is signed in; User and CSRF are null when nobody is.
type sessionView struct {
	User    *me         `json:"user"`
	CSRF    *string     `json:"csrf"`
	Demo    bool        `json:"demo"`
	Company companyMark `json:"company"`
	// Setup says that nobody can sign in before somebody has set up the company.
	Setup bool `json:"setup"`
}

// sessionView says what is the same for everybody.
func (s *Server) sessionView() sessionView {
	return sessionView{Demo: len(s.Demo) > 0, Company: s.companyMark(), Setup: s.Company.Open()}
}

func (s *Server) readSession(k *call) error {
	if err := s.permit(k, authz.SessionRead, "session"); err != nil {
		return err
	}
	view := s.sessionView()
	if !k.actor.Subject.Anonymous {
		user, err := s.me(k, k.actor.Subject.ID)
		if err != nil {
			return err
		}
		view.User = user
	}
	if k.session != nil {
		view.CSRF = &k.session.CSRF
	}
	return k.answer(http.StatusOK, view)
}

func (s *Server) me(k *call, person string) (*me, error) {
	org := s.Identity.Organisation()
	p, ok := org.Person(person)
	subject, active := org.Subject(person)
	if !ok || !active {
		return nil, fault.ErrUnauthenticated
	}
	user := &me{
		PersonView: s.Workflow.PersonView(person), Login: p.Login,
		Roles: append([]string{}, p.Roles...), Language: p.Language, Entrances: []string{"work"}, Sections: []string{},
	}
	may := func(action, kind string) bool {
		return s.Authz.Decide(k.ctx, authz.Request{
			Action: action, Subject: workflow.SubjectOf(subject, identity.SchemeSession), Resource: authz.Resource{Kind: kind},
		}).Allow
	}
	if may(authz.StudioList, "studio") {
		user.Entrances = append(user.Entrances, "studio")
	}
	for _, section := range controlSections {
		if may(section.action, section.name) {
			user.Sections = append(user.Sections, section.name)
		}
	}
	if len(user.Sections) > 0 {
		user.Entrances = append(user.Entrances, "control")
	}
	return user, nil
}

// controlSections are the parts of the control room, each with the action that
// opens it.
var controlSections = []struct{ name, action string }{
	{"system", authz.SystemRead},
	{"directory", authz.DirectoryRead},
	{"lists", authz.ListsRead},
	{"company", authz.CompanyRead},
	{"audit", authz.AuditRead},
	{"failures", authz.FailuresList},
}

func (s *Server) login(k *call) error {
	var in struct {
		Login    string `json:"login"`
		Password string `json:"password"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permit(k, authz.SessionCreate, "session"); err != nil {
		return err
	}
	session, err := s.Identity.Login(k.ctx, identity.Credentials{
		Login: in.Login, Password: in.Password, Address: k.address, Previous: k.Cookies(cookieName),
	})
	if err != nil {
		return signInError(err)
	}
	return s.opened(k, session)
}

// signInError says no without saying whether the person exists.
func signInError(err error) error {
	var wait *identity.WaitError
	switch {
	case errors.As(err, &wait):
		return &fault.Backoff{Wait: wait.After}
	case errors.Is(err, identity.ErrCredentials):
		return fault.ErrWrongPassword
	case errors.Is(err, identity.ErrUnauthenticated):
		return fault.ErrUnauthenticated
	case errors.Is(err, identity.ErrBusy):
		return &fault.Unavailable{Code: "server.busy", Err: err}
	}
	return err
}

// opened hands a new session to the browser.
func (s *Server) opened(k *call, session *identity.Session) error {
	k.Cookie(&fiber.Cookie{
		Name: cookieName, Value: session.Token, Path: "/", MaxAge: int(session.EndsAt.Sub(s.Clock.Now()).Seconds()),
		HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode, Secure: s.secure(k),
	})
	user, err := s.me(k, session.Person)
	if err != nil {
		return err
	}
	view := s.sessionView()
	view.User, view.CSRF = user, &session.CSRF
	return k.answer(http.StatusOK, view)
}

func (s *Server) secure(k *call) bool {
	return strings.HasPrefix(s.PublicURL, "https://") || k.Scheme() == "https"
}

func (s *Server) logout(k *call) error {
	if err := s.permit(k, authz.SessionDelete, "session"); err != nil {
		return err
	}
	if cookie := k.Cookies(cookieName); cookie != "" {
		if err := s.Identity.Logout(k.ctx, cookie); err != nil {
			return err
		}
	}
	k.Cookie(&fiber.Cookie{
		Name: cookieName, Path: "/", Expires: s.Clock.Now().Add(-time.Hour),
		HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode, Secure: s.secure(k),
	})
	return k.SendStatus(http.StatusNoContent)
}

func (s *Server) setLanguage(k *call) error {
	var in struct {
		Language string `json:"language"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permit(k, authz.SessionRead, "session"); err != nil {
		return err
	}
	if _, err := s.Directory.SetLanguage(k.ctx, k.actor.Subject.ID, in.Language); err != nil {
		return err
	}
	user, err := s.me(k, k.actor.Subject.ID)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, user)
}

// demoEntry is one of the people a visitor of a demo can enter as.
type demoEntry struct {
	As     string              `json:"as"`
	Person workflow.PersonView `json:"person"`
}

func (s *Server) demoPeople(k *call) error {
	if err := s.permit(k, authz.DemoRead, "demo"); err != nil {
		return err
	}
	people := []demoEntry{}
	for _, d := range s.Demo {
		if p, ok := s.Identity.Organisation().ByLogin(d.Login); ok {
			people = append(people, demoEntry{As: d.As, Person: s.Workflow.PersonView(p.ID)})
		}
	}
	return k.answer(http.StatusOK, struct {
		People []demoEntry `json:"people"`
	}{people})
}

func (s *Server) enterDemo(k *call) error {
	var in struct {
		As string `json:"as"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permit(k, authz.DemoEnter, "demo"); err != nil {
		return err
	}
	i := slices.IndexFunc(s.Demo, func(d DemoPerson) bool { return d.As == in.As })
	if i < 0 {
		return &fault.NotFound{Thing: "person", ID: in.As}
	}
	p, ok := s.Identity.Organisation().ByLogin(s.Demo[i].Login)
	if !ok {
		return &fault.NotFound{Thing: "person", ID: in.As}
	}
	session, err := s.Identity.Enter(k.ctx, p.ID, k.Cookies(cookieName))
	if err != nil {
		return err
	}
	return s.opened(k, session)
}
