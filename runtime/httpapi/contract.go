package httpapi

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/gofiber/fiber/v3"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/lint"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/company"
	"github.com/banli-oa/banli/runtime/httpapi/openapi"
	"github.com/banli-oa/banli/runtime/lists"
)

// contract is what the server says of itself. It never changes while the
// server runs, so readers are told so by an ETag.
type contract struct {
	document, errors tagged
}

// tagged is a JSON text with its ETag.
type tagged struct {
	text []byte
	etag string
}

func (s *Server) contractRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/openapi.json", anonymous: true, handle: s.readContract},
		{method: http.MethodGet, path: "/api/errors", anonymous: true, handle: s.listErrors},
	}
}

// errorList is every code that a problem document, or an entry of its errors,
// can have.
type errorList struct {
	Problems []openapi.Problem `json:"problems"`
	Details  []detailEntry     `json:"details"`
}

type detailEntry struct {
	Code    string     `json:"code"`
	Message words.Text `json:"message"`
}

func newContract() (*contract, error) {
	document, err := openapi.Load()
	if err != nil {
		return nil, err
	}
	list := errorList{}
	if list.Problems, err = openapi.Problems(); err != nil {
		return nil, err
	}
	all, err := details()
	if err != nil {
		return nil, err
	}
	list.Details = make([]detailEntry, 0, len(all))
	for _, code := range slices.Sorted(maps.Keys(all)) {
		list.Details = append(list.Details, detailEntry{Code: code, Message: all[code]})
	}
	text, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("httpapi: the list of errors: %w", err)
	}
	return &contract{document: tag(document), errors: tag(text)}, nil
}

func tag(text []byte) tagged {
	sum := sha256.Sum256(text)
	return tagged{text: text, etag: `"` + hex.EncodeToString(sum[:16]) + `"`}
}

// details gathers the codes of a problem's errors, and the like, from the rooms
// that say them.
func details() (map[string]words.Text, error) {
	all, err := openapi.Details()
	if err != nil {
		return nil, err
	}
	for _, room := range []map[string]words.Text{form.Messages(), rule.Messages(), lint.Messages(), company.Codes(), directoryWords, lists.Messages()} {
		maps.Copy(all, room)
	}
	return all, nil
}

func (s *Server) readContract(k *call) error { return s.answerTagged(k, s.contract.document) }

func (s *Server) listErrors(k *call) error { return s.answerTagged(k, s.contract.errors) }

func (s *Server) answerTagged(k *call, t tagged) error {
	if err := s.permit(k, authz.OpenAPIRead, "openapi"); err != nil {
		return err
	}
	k.Set(fiber.HeaderETag, t.etag)
	k.Set(fiber.HeaderCacheControl, "no-cache")
	if k.Get(fiber.HeaderIfNoneMatch) == t.etag {
		return k.Status(http.StatusNotModified).Send(nil)
	}
	k.Set(fiber.HeaderContentType, "application/json; charset=utf-8")
	return k.Status(http.StatusOK).Send(t.text)
}
