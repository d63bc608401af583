package httpapi

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gofiber/fiber/v3"
)

// nonceMark stands in index.html where each answer gets a fresh CSP nonce.
const nonceMark = "__CSP_NONCE__"

const notBuiltPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Banli</title></head>
<body><h1>Banli</h1>
<p>The API is running, but the interface has not been built into this binary.</p>
<p lang="zh-CN">服务已启动，但界面尚未构建到此程序中。</p>
<p>Build it with <code>make run</code>, or with <code>cd ui &amp;&amp; npm ci &amp;&amp; npm run build</code> and then build the binary again.</p>
</body></html>
`

// staticFiles is the built interface in memory, each file also gzipped once.
type staticFiles struct {
	index []byte
	files map[string]*staticFile
}

type staticFile struct {
	kind        string
	plain, gzip []byte
}

// newStaticFiles reads the built interface. Without an index.html it serves a
// page that says how to build one.
func newStaticFiles(dist fs.FS) (*staticFiles, error) {
	s := &staticFiles{files: map[string]*staticFile{}}
	if dist == nil {
		return s, nil
	}
	index, err := fs.ReadFile(dist, "index.html")
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("httpapi: reading the built interface: %w", err)
	}
	s.index = index
	var small shrinker
	err = fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "index.html" || strings.Contains("/"+name, "/.") {
			return err
		}
		body, err := fs.ReadFile(dist, name)
		if err != nil {
			return err
		}
		kind := mime.TypeByExtension(path.Ext(name))
		if kind == "" {
			kind = "application/octet-stream"
		}
		s.files["/"+name] = &staticFile{kind: kind, plain: body, gzip: small.shrink(kind, body)}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("httpapi: reading the built interface: %w", err)
	}
	return s, nil
}

// shrinker gzips one text after the other with the same tables, which take more
// than a megabyte: a set for each file was most of what a start took.
type shrinker struct {
	out bytes.Buffer
	zip *gzip.Writer
}

// shrink gzips what is text; nil where that would not help.
func (s *shrinker) shrink(kind string, body []byte) []byte {
	text := strings.HasPrefix(kind, "text/") || strings.Contains(kind, "javascript") || strings.Contains(kind, "json") || strings.Contains(kind, "svg")
	if !text || len(body) < 1024 {
		return nil
	}
	s.out.Reset()
	if s.zip == nil {
		s.zip = gzip.NewWriter(&s.out)
	} else {
		s.zip.Reset(&s.out)
	}
	if _, err := s.zip.Write(body); err != nil {
		return nil
	}
	if err := s.zip.Close(); err != nil {
		return nil
	}
	return bytes.Clone(s.out.Bytes())
}

// page serves a file of the interface, or its index for every address that the
// interface itself routes.
func (s *Server) page(c fiber.Ctx) error {
	name := path.Clean("/" + c.Path())
	if f, ok := s.static.files[name]; ok {
		c.Set("X-Content-Type-Options", "nosniff")
		c.Set(fiber.HeaderContentType, f.kind)
		c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
		if strings.HasPrefix(name, "/assets/") { // their names carry a hash of their content
			c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
		}
		if f.gzip != nil && strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
			c.Set(fiber.HeaderContentEncoding, "gzip")
			return c.Send(f.gzip)
		}
		return c.Send(f.plain)
	}
	if path.Ext(name) != "" {
		return s.send(c, problem("request.notFound", languageOf(c, ""), nil))
	}
	return s.sendIndex(c)
}

func (s *Server) sendIndex(c fiber.Ctx) error {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the process instead (crypto/rand)
	nonce := base64.StdEncoding.EncodeToString(b[:])
	body := []byte(notBuiltPage)
	if s.static.index != nil {
		body = bytes.ReplaceAll(s.static.index, []byte(nonceMark), []byte(nonce))
	}
	c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set("X-Content-Type-Options", "nosniff")
	c.Set("X-Frame-Options", "DENY")
	c.Set("Referrer-Policy", "same-origin")
	// Styles: components insert style elements, which carry the nonce; style
	// attributes (positions, widths) cannot run anything and are allowed.
	c.Set("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src-elem 'self' 'nonce-"+nonce+
		"'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	return c.Status(http.StatusOK).Send(body)
}
