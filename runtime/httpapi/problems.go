package httpapi

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/httpapi/openapi"
	"github.com/banli-oa/banli/runtime/store"
)

// Problem is an RFC 9457 problem document. Code is stable: programs may rely
// on it. Title and Detail are in the reader's language.
type Problem struct {
	Type   string          `json:"type"`
	Title  string          `json:"title"`
	Status int             `json:"status"`
	Code   string          `json:"code"`
	Detail string          `json:"detail"`
	Errors []fault.Problem `json:"errors,omitempty"`
	// Rev is the current revision where a change came too late.
	Rev int64 `json:"rev,omitempty"`
	// Reasons are the policy's reason codes where it refused.
	Reasons []string `json:"reasons,omitempty"`
	// Params are the facts that Detail is made of.
	Params map[string]string `json:"params,omitempty"`

	retryAfter int
}

// problem makes the document for code in lang; an unregistered code becomes
// server.internal, which a test forbids.
func problem(code, lang string, params map[string]string) *Problem {
	e, ok := openapi.Lookup(code)
	if !ok {
		e, _ = openapi.Lookup("server.internal")
	}
	detail := e.Detail.In(lang, words.English)
	for k, v := range params {
		detail = strings.ReplaceAll(detail, "{"+k+"}", v)
	}
	return &Problem{
		Type: "/docs/errors#" + e.Code, Title: e.Title.In(lang, words.English),
		Status: e.Status, Code: e.Code, Detail: detail, Params: params,
	}
}

// Words says a problem's code in lang, as its document would.
func Words(code, lang string, params map[string]string) string {
	return problem(code, lang, params).Detail
}

// waiting is a problem that goes away after wait.
func waiting(code, lang string, wait time.Duration) *Problem {
	seconds := int(wait.Seconds()) + 1
	p := problem(code, lang, map[string]string{"seconds": strconv.Itoa(seconds)})
	p.retryAfter = seconds
	return p
}

// problemOf turns what a use case answered into a problem document.
func problemOf(err error, lang, request string) *Problem {
	var (
		notFound    *fault.NotFound
		denied      *fault.Denied
		invalid     *fault.Invalid
		malformed   *fault.Malformed
		stale       *fault.Stale
		conflict    *fault.Conflict
		failed      *fault.Failed
		reused      *fault.KeyReused
		unavailable *fault.Unavailable
		backoff     *fault.Backoff
		tooMany     *fault.TooMany
	)
	err = asFault(err, lang)
	switch {
	case errors.As(err, &tooMany):
		return waiting("request.tooMany", lang, tooMany.Wait)
	case errors.As(err, &notFound):
		return problem(notFound.Thing+".notFound", lang, nil)
	case errors.As(err, &denied) && slices.Equal(denied.Reasons, []string{authz.ReasonTimeout}):
		// The policy had no time to answer. That denies, and yet nobody decided
		// that this person may not.
		p := problem("server.busy", lang, nil)
		p.retryAfter = 1
		return p
	case errors.As(err, &denied):
		p := problem("permission.denied", lang, map[string]string{"action": denied.Action, "reasons": strings.Join(denied.Reasons, ", ")})
		p.Reasons = denied.Reasons
		return p
	case errors.As(err, &invalid):
		p := problem(invalid.Code, lang, nil)
		p.Errors = invalid.Problems
		return p
	case errors.As(err, &malformed):
		return problem(malformed.Code, lang, map[string]string{"at": malformed.At, "detail": malformed.Detail})
	case errors.As(err, &stale):
		p := problem(staleCode(stale.Thing), lang, nil)
		p.Rev = stale.Rev
		return p
	case errors.As(err, &conflict):
		return problem(conflict.Code, lang, conflict.Params)
	case errors.As(err, &failed):
		return problem(failed.Code, lang, failed.Params)
	case errors.As(err, &reused):
		return problem("instance.keyReused", lang, nil)
	case errors.As(err, &backoff):
		return waiting("session.backoff", lang, backoff.Wait)
	case errors.As(err, &unavailable):
		p := problem(unavailable.Code, lang, nil)
		p.retryAfter = 1
		return p
	case errors.Is(err, store.ErrFull):
		p := problem("server.full", lang, nil)
		p.retryAfter = 30 // somebody has to make room
		return p
	case errors.Is(err, store.ErrUnavailable), errors.Is(err, store.ErrClosed):
		p := problem("server.store", lang, nil)
		p.retryAfter = 1
		return p
	case errors.Is(err, fault.ErrUnauthenticated):
		return problem("request.unauthenticated", lang, nil)
	case errors.Is(err, fault.ErrWrongPassword):
		return problem("session.wrong", lang, nil)
	}
	return problem("server.internal", lang, map[string]string{"request": request})
}

// staleCode is the problem of a change that came too late for a thing.
func staleCode(thing string) string {
	switch thing {
	case "company":
		return "company.stale"
	case "list":
		return "list.stale"
	case "person", "department":
		return "directory.stale"
	}
	return "draft.stale"
}
