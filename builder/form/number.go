package form

import (
	"strconv"
	"strings"
)

// maxDigits is the most digits of a number before and after the point, as in
// builder/rule: more than money needs, and few enough to compute with at once.
const maxDigits = 60

// keptDigits is the most significant digits that every double keeps.
const keptDigits = 15

// wantDigits is what [ViolationType] wants where a number has too many digits.
const wantDigits = "digits"

// decimalText is a JSON number taken apart: sign, significant digits without
// leading and trailing zeros, and the place of the point: the value is
// 0.digits × 10^point. Zero has no digits.
type decimalText struct {
	negative bool
	digits   string
	point    int
}

// parseDecimal takes a JSON number apart without ever expanding its exponent;
// it is false for what is no JSON number, or has an exponent that no one reads.
func parseDecimal(s string) (decimalText, bool) {
	var d decimalText
	s, d.negative = strings.CutPrefix(s, "-")
	mantissa, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, err := strconv.Atoi(strings.TrimPrefix(s[i+1:], "+"))
		if err != nil || n > 1e9 || n < -1e9 {
			return d, false
		}
		mantissa, exponent = s[:i], n
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	all := whole + fraction
	if all == "" {
		return d, false
	}
	for i := range len(all) {
		if all[i] < '0' || all[i] > '9' {
			return d, false
		}
	}
	d.digits = strings.TrimLeft(all, "0")
	d.point = len(whole) + exponent - (len(all) - len(d.digits))
	d.digits = strings.TrimRight(d.digits, "0")
	if d.digits == "" {
		return decimalText{}, true
	}
	return d, true
}

// inRange reports whether a number has at most 60 digits before and after the
// point.
func inRange(s string) bool {
	d, ok := parseDecimal(s)
	return ok && d.point <= maxDigits && len(d.digits)-d.point <= maxDigits
}

// kept reports whether a number is kept exactly, as it is written, by what reads
// JSON numbers as IEEE 754 doubles: browsers and scripts.
func kept(s string) bool {
	if len(s) <= keptDigits {
		return true
	}
	d, ok := parseDecimal(s)
	if !ok || len(d.digits) <= keptDigits {
		return ok
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return false
	}
	shortest, ok := parseDecimal(strconv.FormatFloat(f, 'e', -1, 64))
	return ok && shortest == d
}

// tooLong reports whether text is a number that has too many digits to be kept
// exactly. It is what a form on screen gives for one that was typed.
func tooLong(s string) bool {
	if len(s) > maxText || strings.ContainsAny(s, "eE") {
		return false
	}
	d, ok := parseDecimal(s)
	return ok && len(d.digits) > keptDigits
}

// String writes the number as canonical JSON: plain, or with an exponent where
// plain would be long.
func (d decimalText) String() string {
	if d.digits == "" {
		return "0"
	}
	var b strings.Builder
	if d.negative {
		b.WriteByte('-')
	}
	switch {
	case d.point > maxDigits || len(d.digits)-d.point > maxDigits:
		b.WriteString(d.digits[:1])
		if len(d.digits) > 1 {
			b.WriteString("." + d.digits[1:])
		}
		b.WriteString("e" + strconv.Itoa(d.point-1))
	case d.point <= 0:
		b.WriteString("0." + strings.Repeat("0", -d.point) + d.digits)
	case d.point >= len(d.digits):
		b.WriteString(d.digits + strings.Repeat("0", d.point-len(d.digits)))
	default:
		b.WriteString(d.digits[:d.point] + "." + d.digits[d.point:])
	}
	return b.String()
}
