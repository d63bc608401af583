package mail

import (
	"bytes"
	"fmt"
	html "html/template"
	"net/mail"
	"strings"
	text "text/template"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/banli-oa/banli/builder/words"
)

// page is what a mail says; everything in it is plain text.
type page struct {
	Lang    string
	Product string
	Subject string
	Text    string
	// About names the case, "LV-2026-000007 · Leave".
	About string
	// Link leads to it, with the words on it; where there is none, Hint says
	// how to find the case.
	Link, LinkWords, Hint string
	// Small are the lines at the end.
	Small []string
}

var textPage = text.Must(text.New("text").Parse(`{{.Text}}
{{with .About}}
{{.}}
{{end}}{{with .Link}}
{{.}}
{{end}}{{with .Hint}}
{{.}}
{{end}}
-- 
{{range .Small}}{{.}}
{{end}}`))

// htmlPage needs nothing from elsewhere: mail programs block what they would
// have to fetch.
var htmlPage = html.Must(html.New("html").Parse(`<!doctype html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Subject}}</title></head>
<body style="margin:0;padding:24px 12px;background:#f1f5f6;color:#18242c;font:16px/1.6 -apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif">
<div style="max-width:520px;margin:0 auto;padding:28px;background:#fff;border:1px solid #dbe3e6;border-radius:14px">
<p style="margin:0 0 4px;font-weight:600">{{.Text}}</p>
{{with .About}}<p style="margin:0 0 20px;color:#526069">{{.}}</p>
{{end}}{{with .Link}}<p style="margin:20px 0 0"><a href="{{.}}" style="display:inline-block;padding:10px 20px;background:#12586a;color:#fff;border-radius:10px;text-decoration:none">{{$.LinkWords}}</a></p>
<p style="margin:10px 0 0;color:#526069;font-size:13px;word-break:break-all">{{.}}</p>
{{end}}{{with .Hint}}<p style="margin:20px 0 0">{{.}}</p>
{{end}}</div>
<div style="max-width:520px;margin:14px auto 0;color:#526069;font-size:13px">{{range .Small}}<p style="margin:0 0 4px">{{.}}</p>{{end}}</div>
</body></html>
`))

// envelope says from whom to whom a mail goes, and what it is called.
type envelope struct {
	from      string
	to        string // an address
	toName    string
	messageID string // without its angle brackets
	at        time.Time
	// list is the address under which people choose which mails they get;
	// empty for mails that are sent on demand.
	list string
}

// maxSubject is more than mail programs show, in bytes.
const maxSubject = 200

// compose makes a message. Every text that goes into a header is one line, and
// addresses are parsed and written again, so that none of them can begin
// another header.
func compose(e envelope, p page) (*gomail.Msg, error) {
	from, err := mail.ParseAddress(e.from)
	if err != nil {
		return nil, fmt.Errorf("mail: the sender %q: %w", e.from, err)
	}
	to, err := mail.ParseAddress(e.to)
	if err != nil {
		return nil, fmt.Errorf("mail: the recipient %q: %w", e.to, err)
	}
	if from.Name == "" {
		from.Name = p.Product
	}
	from.Name, to.Name = oneLine(from.Name, maxSubject), oneLine(e.toName, maxSubject)
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(from)
	m.ToMailAddress(to)
	m.Subject(oneLine(p.Subject, maxSubject))
	m.SetMessageIDWithValue(e.messageID)
	m.SetDateWithValue(e.at)
	// RFC 3834, section 5; the second one is what Exchange listens to.
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("X-Auto-Response-Suppress", "All")
	m.SetGenHeader("Content-Language", p.Lang)
	if e.list != "" {
		_, domain, _ := strings.Cut(from.Address, "@")
		m.SetGenHeader("List-Id", "<notices."+oneLine(domain, maxSubject)+">")
		if strings.HasPrefix(e.list, "http") {
			m.SetGenHeader("List-Unsubscribe", "<"+oneLine(e.list, maxSubject)+">")
		}
	}
	var plain, rich bytes.Buffer
	if err := textPage.Execute(&plain, p); err != nil {
		return nil, fmt.Errorf("mail: writing the text: %w", err)
	}
	if err := htmlPage.Execute(&rich, p); err != nil {
		return nil, fmt.Errorf("mail: writing the page: %w", err)
	}
	m.SetBodyString(gomail.TypeTextPlain, plain.String())
	m.AddAlternativeString(gomail.TypeTextHTML, rich.String())
	return m, nil
}

// product is what the reader knows the product as: by the company's name, or
// by its own.
func (p *Post) product(lang string) string {
	if p.Company != nil {
		if name := p.Company(); !name.Empty() {
			return oneLine(name.In(lang, words.English), maxSubject)
		}
	}
	return wordProduct.In(lang, words.English)
}

// in fills the words of a language in.
func (p *Post) in(t words.Text, lang string, values ...string) string {
	return strings.NewReplacer(append([]string{"{product}", p.product(lang)}, values...)...).Replace(t.In(lang, words.English))
}
