package form

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// The parts of a serial number's pattern.
var (
	serialPart    = regexp.MustCompile(`\{([^{}]*)\}`)
	serialPattern = regexp.MustCompile(`^([^{}\x00-\x1f\x7f]|\{(yyyy|yy|MM|dd|seq(:[1-9])?)\})+$`)
)

// maxSerialPattern is the most bytes of a pattern.
const maxSerialPattern = 64

// serial checks how the numbers of a field look.
func (c *layoutCheck) serial(f *Field, pattern string) {
	if pattern == "" {
		return // checkLayout asks each field for what it lacks
	}
	if f.Kind != KindSerial || len(pattern) > maxSerialPattern || !serialPattern.MatchString(pattern) ||
		strings.Count(pattern, "{seq") != 1 || ambiguous(pattern) {
		c.add(CodeLayoutSerial, serialParams(f))
	}
}

func serialParams(f *Field) map[string]any {
	return map[string]any{"field": f.Path, "example": "PO-{yyyy}-{seq:4}"}
}

// ambiguous reports whether two days that begin a count of their own may get the
// same number: a month or a day says nothing without what is above it, and what
// stands right beside the count could be a part of it.
func ambiguous(pattern string) bool {
	year := strings.Contains(pattern, "{yyyy}") || strings.Contains(pattern, "{yy}")
	month, day := strings.Contains(pattern, "{MM}"), strings.Contains(pattern, "{dd}")
	return month && !year || day && !month || serialTail.MatchString(pattern)
}

// serialTail is a digit after the count: a count of more digits than are
// written could be another one with it.
var serialTail = regexp.MustCompile(`\{seq[^}]*\}([0-9]|\{)`)

// SerialSeries is what of a pattern and a day (YYYY-MM-DD) the count goes by:
// each has its own, which begins at 1.
func SerialSeries(pattern, day string) string {
	return serialPart.ReplaceAllStringFunc(pattern, func(part string) string {
		if strings.HasPrefix(part, "{seq") {
			return "#"
		}
		return dayPart(part, day)
	})
}

// SerialNumber writes the nth number of a day (YYYY-MM-DD) in a pattern that
// has been checked. A count that has outgrown its digits is written in full.
func SerialNumber(pattern, day string, n int64) string {
	return serialPart.ReplaceAllStringFunc(pattern, func(part string) string {
		count, isCount := strings.CutPrefix(strings.Trim(part, "{}"), "seq")
		if !isCount {
			return dayPart(part, day)
		}
		digits, err := strconv.Atoi(strings.TrimPrefix(count, ":"))
		if err != nil {
			digits = 1
		}
		return fmt.Sprintf("%0*d", digits, n)
	})
}

func dayPart(part, day string) string {
	switch part {
	case "{yyyy}":
		return day[:4]
	case "{yy}":
		return day[2:4]
	case "{MM}":
		return day[5:7]
	default:
		return day[8:10]
	}
}
