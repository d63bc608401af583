package rule

import "fmt"

// day is a date as a count of days; day 0 is Monday, 0001-01-01. Dates are
// bare: no zone, no clock.
type day int

// parseDate reads "YYYY-MM-DD"; it is false for a date that does not exist.
func parseDate(s string) (day, bool) {
	if !dateShaped(s) {
		return 0, false
	}
	y, m, d := digits(s[0:4]), digits(s[5:7]), digits(s[8:10])
	if y < 1 || m < 1 || m > 12 || d < 1 || d > monthLength(y, m) {
		return 0, false
	}
	return dayOf(y, m, d), true
}

// dayOf counts the days before the year, then before the month, of the
// Gregorian calendar.
func dayOf(y, m, d int) day {
	n := (y-1)*365 + (y-1)/4 - (y-1)/100 + (y-1)/400
	for i := 1; i < m; i++ {
		n += monthLength(y, i)
	}
	return day(n + d - 1)
}

// lastDay is 9999-12-31.
const lastDay day = 3_652_058

// civil is the year, the month and the day of the month, all from 1.
func (d day) civil() (y, m, dom int) {
	// Four hundred years have 146,097 days; the guess is at most one year late.
	y = int(d)*400/146_097 + 1
	for dayOf(y, 1, 1) > d {
		y--
	}
	for dayOf(y+1, 1, 1) <= d {
		y++
	}
	rest := int(d - dayOf(y, 1, 1))
	for m = 1; rest >= monthLength(y, m); m++ {
		rest -= monthLength(y, m)
	}
	return y, m, rest + 1
}

// String writes the date as "YYYY-MM-DD".
func (d day) String() string {
	y, m, dom := d.civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, dom)
}

// IsDate reports whether s is "YYYY-MM-DD" and exists: no year 0, no 30th of
// February.
func IsDate(s string) bool {
	_, ok := parseDate(s)
	return ok
}

// dateShaped reports whether s is written as a date, existing or not.
func dateShaped(s string) bool {
	return len(s) == 10 && s[4] == '-' && s[7] == '-' && allDigits(s[0:4]) && allDigits(s[5:7]) && allDigits(s[8:10])
}

// timeShaped reports whether s is written as a local time, HH:MM or HH:MM:SS.
func timeShaped(s string) bool {
	switch len(s) {
	case 5:
		return s[2] == ':' && allDigits(s[0:2]) && allDigits(s[3:5])
	case 8:
		return timeShaped(s[:5]) && s[5] == ':' && allDigits(s[6:8])
	default:
		return false
	}
}

// weekday is 0 for Sunday to 6 for Saturday.
func (d day) weekday() int { return (int(d) + 1) % 7 }

func monthLength(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	default:
		return 31
	}
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func digits(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
