package form

import (
	"regexp"
	"strings"
	"unicode/utf8"

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
	// A department's id looks like a person's.
	"department": onText(personPattern.MatchString),
	"option":     onText(isOption),
	"serial":     onText(isSerial),
	// The ids of files, which only lists hold; see checkFiles.
	"attachment": onText(filePattern.MatchString),
	"image":      onText(filePattern.MatchString),
	"phone":      onText(isPhone),
	"cn-id":      onText(isChineseID),
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
	// phonePattern takes what people put between digits, and an extension.
	phonePattern = regexp.MustCompile(`^(\+?\(?[0-9][0-9 ()./-]{1,22}[0-9])((,|;| ?x| ?ext\.? ?|转)[0-9]{1,6})?$`)
	// chineseIDPattern is an 18-digit number, of a person born since 1800.
	chineseIDPattern = regexp.MustCompile(`^[1-9][0-9]{5}(18|19|20)[0-9]{9}[0-9Xx]$`)
	// personPattern is a person's id.
	personPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	// filePattern is a file's id.
	filePattern = regexp.MustCompile(`^[a-z2-7]{26}$`)
)

func isDateTime(s string) bool {
	return len(s) > 10 && rule.IsDate(s[:10]) && dateTimePattern.MatchString(s[10:])
}

// isPhone is false for what has fewer digits than any number to be called, or
// more than the 15 of ITU-T E.164. An extension may follow.
func isPhone(s string) bool {
	m := phonePattern.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	digits := 0
	for _, r := range m[1] {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return digits >= 3 && digits <= 15
}

// isChineseID checks a citizen identification number (GB 11643-1999): six
// digits of a region, a day of birth that exists, three digits, and a check
// character by ISO 7064:1983, MOD 11-2.
func isChineseID(s string) bool {
	if !chineseIDPattern.MatchString(s) || !rule.IsDate(s[6:10]+"-"+s[10:12]+"-"+s[12:14]) {
		return false
	}
	sum := 0
	for i, weight := range [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(s[i]-'0') * weight
	}
	return strings.ToUpper(s[17:]) == "10X98765432"[sum%11:sum%11+1]
}

// maxOption is the most characters of an option's value, and of a serial number.
const maxOption = 64

// isOption is true for what may be the value of an option that is fetched: a
// code or a name, on one line.
func isOption(s string) bool {
	return isSerial(s) && !blankAt(s, false) && !blankAt(s, true)
}

// blankAt reports whether a text begins or ends with a blank.
func blankAt(s string, end bool) bool {
	r, _ := utf8.DecodeRuneInString(s)
	if end {
		r, _ = utf8.DecodeLastRuneInString(s)
	}
	return isSpace(r)
}

// isSerial is true for a line of text that is not too long.
func isSerial(s string) bool {
	if s == "" || utf8.RuneCountInString(s) > maxOption {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) < 0
}

// The longest e-mail and web addresses, in bytes.
const (
	maxEmail = 254
	maxURI   = 2000
)

func isEmail(s string) bool { return len(s) <= maxEmail && emailPattern.MatchString(s) }

// isURI refuses addresses that run as script where they are shown as links.
func isURI(s string) bool {
	m := uriPattern.FindStringSubmatch(s)
	if m == nil || len(s) > maxURI {
		return false
	}
	switch strings.ToLower(m[1]) {
	case "javascript", "vbscript", "data", "blob", "file":
		return false
	}
	return true
}
