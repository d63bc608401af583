package company

import (
	"maps"
	"net"
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/fault"
)

// The longest texts, in characters; in bytes for what goes over the wire.
const (
	maxName     = 64
	maxHost     = 253 // RFC 1035, section 2.3.4
	maxAddress  = 320
	maxUser     = 254
	maxPassword = 1024
)

// checks gathers problems.
type checks []problem

type problem struct {
	path, code string
	params     map[string]string
}

func (c *checks) fail(path, code string) { *c = append(*c, problem{path: path, code: code}) }

func (c *checks) tooLong(path string, limit int) {
	*c = append(*c, problem{path, "company.tooLong", map[string]string{"max": strconv.Itoa(limit)}})
}

// err words the problems; nil where there are none.
func (c checks) err(code, lang string) error {
	if len(c) == 0 {
		return nil
	}
	invalid := &fault.Invalid{Code: code}
	for _, p := range c {
		invalid.Problems = append(invalid.Problems, fault.Problem{Path: p.path, Code: p.code, Message: Message(p.code, p.params, lang)})
	}
	return invalid
}

// tidy takes away the blanks around what was typed, and words that are empty.
func (in Input) tidy() Input {
	in.Name = tidyWords(in.Name)
	in.Zone = strings.TrimSpace(in.Zone)
	if in.Mail != nil {
		m := *in.Mail
		m.Host, m.User, m.From = strings.ToLower(strings.TrimSpace(m.Host)), strings.TrimSpace(m.User), strings.TrimSpace(m.From)
		in.Mail = &m
	}
	return in
}

func tidyWords(t words.Text) words.Text {
	tidy := words.Text{}
	for lang, s := range t {
		if s = strings.TrimSpace(s); s != "" {
			tidy[lang] = s
		}
	}
	return tidy
}

func (c *checks) settings(in Input) {
	c.words("/name", in.Name)
	if !slices.Contains(words.Languages(), in.Language) {
		c.fail("/language", "company.languageUnknown")
	}
	if _, err := calendar.Of(in.Zone, calendar.Weekends); err != nil {
		c.fail("/zone", "company.zoneUnknown")
	}
	if !slices.Contains(calendar.Sets(), in.Days) {
		c.fail("/days", "company.daysUnknown")
	}
	if in.Mail != nil {
		c.mail(*in.Mail)
	}
}

// words checks a name that is shown: some language filled in, and no other
// languages than Banli's own.
func (c *checks) words(path string, t words.Text) {
	if t.Empty() {
		c.fail(path, "company.required")
	}
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		switch s := t[lang]; {
		case !slices.Contains(words.Languages(), lang):
			c.fail(path+"/"+lang, "company.languageUnknown")
		case utf8.RuneCountInString(s) > maxName:
			c.tooLong(path+"/"+lang, maxName)
		case strings.ContainsFunc(s, unicode.IsControl):
			c.fail(path+"/"+lang, "company.characters")
		}
	}
}

var hostPattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)

func (c *checks) mail(m MailInput) {
	switch {
	case m.Host == "":
		c.fail("/mail/host", "company.required")
	case len(m.Host) > maxHost || !hostPattern.MatchString(m.Host) && net.ParseIP(m.Host) == nil:
		c.fail("/mail/host", "company.hostFormat")
	}
	if m.Port < 1 || m.Port > 65535 {
		c.fail("/mail/port", "company.portRange")
	}
	switch {
	case !slices.Contains([]string{SecurityTLS, SecurityStartTLS, SecurityNone}, m.Security):
		c.fail("/mail/security", "company.securityUnknown")
	case m.Security == SecurityNone && m.User != "" && !loopback(m.Host):
		c.fail("/mail/security", "company.mailReadable")
	}
	switch {
	case len(m.User) > maxUser:
		c.tooLong("/mail/user", maxUser)
	case strings.ContainsFunc(m.User, unicode.IsControl):
		c.fail("/mail/user", "company.characters")
	case m.User == "" && m.Password != nil && *m.Password != "":
		c.fail("/mail/user", "company.userMissing")
	}
	if m.Password != nil {
		switch {
		case len(*m.Password) > maxPassword:
			c.tooLong("/mail/password", maxPassword)
		case strings.ContainsFunc(*m.Password, unicode.IsControl):
			c.fail("/mail/password", "company.characters")
		}
	}
	switch address, err := mail.ParseAddress(m.From); {
	case m.From == "":
		c.fail("/mail/from", "company.required")
	case len(m.From) > maxAddress:
		c.tooLong("/mail/from", maxAddress)
	case err != nil || !strings.Contains(address.Address, "@") || strings.ContainsFunc(m.From, unicode.IsControl):
		c.fail("/mail/from", "company.addressFormat")
	}
}

// keptPassword refuses to send a password that is kept to another server: who
// may change the settings does not thereby learn it.
func (c *checks) keptPassword(in *MailInput, before *mailDocument) {
	if in == nil || in.Password != nil || before == nil || len(before.Password) == 0 || before.sameServer(*in) {
		return
	}
	c.fail("/mail/password", "company.passwordAgain")
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
