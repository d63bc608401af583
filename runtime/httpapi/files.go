package httpapi

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v3"

	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/files"
	"github.com/banli-oa/banli/runtime/workflow"
)

func (s *Server) fileRoutes() []route {
	return []route{
		{method: http.MethodPost, path: "/api/apps/:app/files", handle: s.upload, slow: true},
		{method: http.MethodGet, path: "/api/files/:id", handle: s.readFile},
		{method: http.MethodDelete, path: "/api/files/:id", handle: s.deleteFile},
		{method: http.MethodGet, path: "/api/instances/:id/files/:file", handle: s.readCaseFile},
	}
}

// upload takes a file in: the body is its content.
func (s *Server) upload(k *call) error {
	leave, err := s.uploads.enter(k.actor.Subject.ID)
	if err != nil {
		return err
	}
	defer leave()
	revision := 0
	if text := k.Query("revision"); text != "" {
		if revision, err = strconv.Atoi(text); err != nil || revision < 1 {
			return &fault.Malformed{Code: "request.parameter", At: "revision", Detail: "1 …"}
		}
	}
	// A body in chunks that was cut off cannot be told from a whole one.
	length := k.RequestCtx().Request.Header.ContentLength()
	if length < 0 {
		k.RequestCtx().SetConnectionClose()
		return &fault.Malformed{Code: "request.parameter", At: fiber.HeaderContentLength, Detail: "say how many bytes follow"}
	}
	name, err := fileName(k)
	if err != nil {
		return err
	}
	in := workflow.Upload{
		App: k.Params("app"), Field: k.Query("field"), Name: name, Revision: revision,
		Length: int64(length), Body: bytes.NewReader(nil),
	}
	// Not by way of Body, which reads all of a stream into memory.
	if body, ok := k.Locals(uploadKey{}).(*upstream); ok {
		in.Body = body
	}
	f, err := s.Workflow.Upload(k.ctx, k.actor, in)
	if err != nil {
		return err
	}
	return k.answer(http.StatusCreated, f)
}

// headerFileName carries what a file is called, percent-encoded. A name may say as
// much as the file, and addresses are written down by whatever stands between.
const headerFileName = "X-File-Name"

// fileName is what an upload is called: by its header, or by its address.
func fileName(k *call) (string, error) {
	text := k.Get(headerFileName)
	if text == "" {
		return k.Query("name"), nil
	}
	name, err := url.PathUnescape(text)
	if err != nil {
		return "", &fault.Malformed{Code: "request.parameter", At: headerFileName, Detail: "a name, percent-encoded"}
	}
	return name, nil
}

func (s *Server) readFile(k *call) error {
	f, err := s.Workflow.OwnFile(k.ctx, k.actor, k.Params("id"))
	if err != nil {
		return err
	}
	return s.sendFile(k, f)
}

func (s *Server) readCaseFile(k *call) error {
	f, err := s.Workflow.CaseFile(k.ctx, k.actor, k.Params("id"), k.Params("file"))
	if err != nil {
		return err
	}
	return s.sendFile(k, f)
}

func (s *Server) deleteFile(k *call) error {
	if err := s.Workflow.DiscardFile(k.ctx, k.actor, k.Params("id")); err != nil {
		return err
	}
	return k.SendStatus(http.StatusNoContent)
}

// sendFile answers with a file, or with the part of it that is asked for. It is
// there to be saved; only a picture is shown in place, and in a sandbox, where
// ?show=true asks for that.
func (s *Server) sendFile(k *call, f files.File) error {
	way := "attachment"
	if k.Query("show") == "true" && files.Shown(f.Type) {
		way = "inline"
	}
	tag := `"` + f.Digest + `"`
	k.Set(fiber.HeaderETag, tag)
	if !f.Sealed() { // such a one is not to lie open in a browser's folder either: it is kept nowhere
		k.Set(fiber.HeaderCacheControl, "private, no-cache")
	}
	k.Set(fiber.HeaderAcceptRanges, "bytes")
	k.Set(fiber.HeaderContentType, f.Type)
	k.Set(fiber.HeaderContentDisposition, disposition(way, f.Name))
	k.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	k.Set("Cross-Origin-Resource-Policy", "same-origin")
	if k.Get(fiber.HeaderIfNoneMatch) == tag {
		return k.SendStatus(http.StatusNotModified)
	}
	whole := span{0, f.Size}
	part := whole
	if condition := k.Get(fiber.HeaderIfRange); condition == "" || condition == tag {
		var ok bool
		if part, ok = spanOf(k.Get(fiber.HeaderRange), f.Size); !ok {
			k.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes */%d", f.Size))
			return &fault.Malformed{Code: "file.range"}
		}
	}
	if part == whole {
		content, err := s.Workflow.FileContent(k.ctx, f)
		if err != nil {
			return err
		}
		return k.SendStream(&downstream{content, content, k.RequestCtx().Conn()}, int(f.Size))
	}
	content, err := s.Workflow.FilePart(k.ctx, f, part.from, part.to-part.from)
	if err != nil {
		return err
	}
	k.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", part.from, part.to-1, f.Size))
	return k.Status(http.StatusPartialContent).SendStream(&downstream{content, content, k.RequestCtx().Conn()}, int(part.to-part.from))
}

// disposition names a file in a way that every browser reads: the name as it is
// by RFC 8187, and one of plain letters for what does not know that.
func disposition(way, name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' || r == '%' {
			return '_'
		}
		return r
	}, name)
	var coded strings.Builder
	for _, b := range []byte(name) {
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9', strings.IndexByte("!#$&+-.^_`|~", b) >= 0:
			coded.WriteByte(b)
		default:
			fmt.Fprintf(&coded, "%%%02X", b)
		}
	}
	return way + `; filename="` + plain + `"; filename*=UTF-8''` + coded.String()
}

// span is a part of a file: from a byte to before another.
type span struct{ from, to int64 }

// spanOf reads a Range header (RFC 9110 §14). Several ranges, and what is none,
// stand for the whole file, as that allows; false is one behind its end.
func spanOf(header string, size int64) (span, bool) {
	whole := span{0, size}
	text, ok := strings.CutPrefix(header, "bytes=")
	first, last, dashed := strings.Cut(text, "-")
	if !ok || !dashed || strings.Contains(text, ",") {
		return whole, true
	}
	from, errFrom := strconv.ParseInt(first, 10, 64)
	to, errTo := strconv.ParseInt(last, 10, 64)
	switch {
	case first == "" && errTo == nil && to > 0:
		return span{max(0, size-to), size}, true
	case first == "" && errTo == nil && to == 0:
		return whole, false
	case errFrom != nil || from < 0 || last != "" && (errTo != nil || to < from):
		return whole, true
	case from >= size:
		return whole, false
	case last == "":
		return span{from, size}, true
	}
	return span{from, min(size-1, to) + 1}, true
}

const (
	// maxUploads is how many files come in at one time, maxOwnUploads how many of
	// one person. An upload may take minutes, so it takes no turn of the others.
	maxUploads    = 64
	maxOwnUploads = 6
)

// lanes bound the uploads under way.
type lanes struct {
	mu   sync.Mutex
	all  int
	each map[string]int
}

// enter returns what ends an upload, or a *fault.Unavailable "server.busy".
func (l *lanes) enter(person string) (leave func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all >= maxUploads || l.each[person] >= maxOwnUploads {
		return nil, &fault.Unavailable{Code: "server.busy", Err: errCrowded}
	}
	if l.each == nil {
		l.each = map[string]int{}
	}
	l.all++
	l.each[person]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.all--
		if l.each[person]--; l.each[person] == 0 {
			delete(l.each, person)
		}
	}, nil
}
