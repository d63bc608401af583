package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v3"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/workflow"
)

const (
	cookieName = "banli_session"
	csrfHeader = "X-CSRF-Token"
	// bearer begins an Authorization header that holds an API token.
	bearer = "Bearer "
)

// call is one request on its way through a handler.
type call struct {
	fiber.Ctx
	ctx     context.Context
	id      string
	address string // where the request comes from
	actor   workflow.Actor
	session *identity.Actor // nil without a session cookie
}

// guard wraps a handler with what every route needs: who asks and in which
// language, the checks against forged requests, the rule that an answer must
// have been authorised, and the rendering of errors.
func (s *Server) guard(r route) fiber.Handler {
	return func(c fiber.Ctx) error {
		started := s.Clock.Now()
		k := &call{Ctx: c, id: s.IDs.New(), address: s.address(c)}
		c.Set("X-Request-Id", k.id)
		c.Set("Cache-Control", "no-store")
		c.Set("X-Content-Type-Options", "nosniff")
		err := s.run(r, k)
		if err != nil {
			err = s.fail(k, r, err)
		}
		s.Telemetry.observe(r, c.Response().StatusCode(), s.Clock.Now().Sub(started))
		return err
	}
}

func (s *Server) run(r route, k *call) error {
	leave, err := s.turnstile.enter(k.Context())
	if err != nil {
		k.actor.Lang = languageOf(k.Ctx, "")
		return err
	}
	turn := sync.OnceFunc(leave)
	defer turn()
	if err := s.recognise(k); err != nil {
		return errors.Join(s.addresses.take(crowdKey(k.address), s.Clock.Now()), err)
	}
	if err := s.admit(k); err != nil {
		return err
	}
	if err := s.checkForgery(k); err != nil {
		return err
	}
	if k.actor.Subject.Anonymous && !r.anonymous {
		return fault.ErrUnauthenticated
	}
	ctx, trail := authz.WithTrail(k.Context())
	k.ctx = audit.With(ctx, audit.Who{
		Person: k.actor.Subject.ID, Scheme: k.actor.Subject.Scheme, Address: k.address, Request: k.id,
	})
	if r.slow {
		turn()
	}
	if err := r.handle(k); err != nil {
		s.recordRefusal(k, trail, err)
		return err
	}
	// Whatever the handler wrote is thrown away unless the policy was asked
	// and allowed something: a forgotten check must not leak an answer.
	if !trail.Allowed() {
		k.Response().ResetBody()
		s.Log.Error("an answer was not authorised", "request", k.id, "method", r.method, "route", r.path)
		return errUnasked
	}
	return nil
}

// admit counts a request of a person or, where nobody is signed in, of an
// address, and refuses what is too much.
func (s *Server) admit(k *call) error {
	if k.actor.Subject.Anonymous {
		return s.addresses.take(crowdKey(k.address), s.Clock.Now())
	}
	return s.persons.take(k.actor.Subject.ID, s.Clock.Now())
}

var errUnasked = errors.New("httpapi: nobody authorised this answer")

// fail renders err as a problem document and records what only IT can mend.
func (s *Server) fail(k *call, r route, err error) error {
	k.Response().ResetBody()
	lang := languageOf(k.Ctx, k.actor.Lang)
	if errors.Is(err, errUnasked) {
		return s.send(k.Ctx, problem("server.unasked", lang, map[string]string{"request": k.id}))
	}
	p := problemOf(err, lang, k.id)
	// A flood is counted by the meters; a line for each of it would be one more.
	if p.Status >= http.StatusInternalServerError && !errors.Is(err, errCrowded) {
		s.Log.Error("request failed", "request", k.id, "method", r.method, "route", r.path, "error", err)
	}
	return s.send(k.Ctx, p)
}

// send writes a problem document.
func (s *Server) send(c fiber.Ctx, p *Problem) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if p.retryAfter > 0 {
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(p.retryAfter))
	}
	c.Set(fiber.HeaderContentType, "application/problem+json; charset=utf-8")
	return c.Status(p.Status).Send(body)
}

// recognise finds out who asks: a bearer token wins over a cookie, and a token
// that is not valid is refused rather than ignored.
func (s *Server) recognise(k *call) error {
	k.actor = workflow.Actor{Subject: authz.Subject{Anonymous: true, Scheme: "none"}, Lang: languageOf(k.Ctx, s.Company.Language())}
	var (
		who *identity.Actor
		err error
	)
	switch header, cookie := k.Get(fiber.HeaderAuthorization), k.Cookies(cookieName); {
	case header != "":
		token, ok := strings.CutPrefix(header, bearer)
		if !ok {
			return fault.ErrUnauthenticated
		}
		if who, err = s.Identity.Token(k.Context(), token); err != nil {
			return signInError(err)
		}
	case cookie != "":
		who, err = s.Identity.Session(k.Context(), cookie)
		if errors.Is(err, identity.ErrUnauthenticated) {
			return nil // an ended session is the same as none
		}
		if err != nil {
			return err
		}
		k.session = who
	default:
		return nil
	}
	k.actor = workflow.ActorOf(who)
	k.actor.Lang = languageOf(k.Ctx, who.Person.Language)
	return nil
}

// checkForgery refuses a change that another site may have caused: the Origin
// must be ours wherever a browser sends one, and a change made by cookie must
// carry the session's own token.
func (s *Server) checkForgery(k *call) error {
	switch k.Method() {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	if origin := k.Get(fiber.HeaderOrigin); origin != "" && !s.ownOrigin(k, origin) {
		return &fault.Malformed{Code: "request.origin"}
	}
	if k.session != nil && !k.session.CSRFMatches(k.Get(csrfHeader)) {
		return &fault.Malformed{Code: "request.csrf"}
	}
	return nil
}

func (s *Server) ownOrigin(k *call, origin string) bool {
	if s.PublicURL != "" {
		return origin == strings.TrimSuffix(s.PublicURL, "/")
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && u.Host == k.Host()
}

// languageOf is the language of the answer: what the client asks for, else
// the person's own, or the company's for a stranger.
func languageOf(c fiber.Ctx, own string) string {
	for part := range strings.SplitSeq(c.Get(fiber.HeaderAcceptLanguage), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		switch {
		case strings.HasPrefix(strings.ToLower(tag), "zh"):
			return words.Chinese
		case strings.HasPrefix(strings.ToLower(tag), "en"):
			return words.English
		}
	}
	return own
}

// limit reads ?limit=, which is between 1 and 200 and 50 by default.
func (k *call) limit() (int, error) {
	text := k.Query("limit")
	if text == "" {
		return 50, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 200 {
		return 0, &fault.Malformed{Code: "request.parameter", At: "limit", Detail: "1 – 200"}
	}
	return n, nil
}

func (k *call) answer(status int, body any) error {
	return k.Status(status).JSON(body)
}
