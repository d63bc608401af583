package form

import (
	"regexp"
	"strings"

	"github.com/banli-oa/banli/builder/rule"
)

// formats are the only ones that a schema may name; ui/src/core/form/formats.ts
// has the same. Like every JSON Schema format they let pass what is not text.
var formats = map[string]func(any) bool{
	"date":      onText(rule.IsDate),
	"time":      onText(timePattern.MatchString),
	"date-time": onText(isDateTime),
	"email":     onText(isEmail),
	"uri":       onText(isURI),
	"person":    onText(personPattern.MatchString),
}

func onText(check func(string) bool) func(any) bool {
	return func(v any) bool {
		s, ok := v.(string)
		return !ok || check(s)
	}
}

var (
	// timePattern is a local time, as a time picker gives it: a form's time has
	// no zone.
	timePattern = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$`)
	// dateTimePattern is what follows the date of an RFC 3339 date-time; leap
	// seconds are left out.
	dateTimePattern = regexp.MustCompile(`^[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`)
	// emailPattern is that of HTML's e-mail input, with a dot in the domain.
	emailPattern = regexp.MustCompile("^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$")
	// uriPattern is an absolute URI; letters beyond ASCII may stand unescaped.
	uriPattern = regexp.MustCompile("^([A-Za-z][A-Za-z0-9+.-]*):[^\\x00-\\x20\\x7f<>\"{}|\\\\^`]+$")
	// personPattern is a person's id.
	personPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
)

func isDateTime(s string) bool {
	return len(s) > 10 && rule.IsDate(s[:10]) && dateTimePattern.MatchString(s[10:])
}

func isEmail(s string) bool { return len(s) <= 254 && emailPattern.MatchString(s) }

// isURI refuses addresses that run as script where they are shown as links.
func isURI(s string) bool {
	m := uriPattern.FindStringSubmatch(s)
	if m == nil || len(s) > 2000 {
		return false
	}
	switch strings.ToLower(m[1]) {
	case "javascript", "vbscript", "data", "blob", "file":
		return false
	}
	return true
}
