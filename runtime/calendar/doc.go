// Package calendar knows the site's days: its time zone, the weekend, the
// holidays and the make-up days that are worked instead.
//
// It may import builder/rule, runtime/clock and a YAML reader.
package calendar
