package calendar

import (
	"fmt"
	"sync/atomic"
)

// DefaultZone is the time zone of a site that has named none.
const DefaultZone = "Asia/Shanghai"

// The sets of days that a site can choose.
const (
	China    = "china"    // the public holidays and make-up days of mainland China
	Weekends = "weekends" // Saturday and Sunday off, no holidays
)

// Sets lists the sets of days that a site can choose, in the order they are
// offered.
func Sets() []string { return []string{China, Weekends} }

// Of returns the calendar of a site in a time zone (a name of the IANA
// database) with a set of days. It returns ErrInvalid for names that are not
// known.
func Of(zone, set string) (*Calendar, error) {
	switch set {
	case China:
		c := *Default()
		located, err := location(zone)
		if err != nil {
			return nil, err
		}
		c.zone = located
		return &c, nil
	case Weekends:
		located, err := location(zone)
		if err != nil {
			return nil, err
		}
		return build(source{Weekend: []int{0, 6}}, located)
	}
	return nil, fmt.Errorf("%w: there is no set of days %q", ErrInvalid, set)
}

// Site is the calendar in force. It can be exchanged while it is used; whoever
// needs several answers that fit together takes Current once.
type Site struct {
	current atomic.Pointer[Calendar]
}

// NewSite makes a site with its first calendar.
func NewSite(c *Calendar) *Site {
	s := &Site{}
	s.Set(c)
	return s
}

// Current returns the calendar in force.
func (s *Site) Current() *Calendar { return s.current.Load() }

// Set puts another calendar in force.
func (s *Site) Set(c *Calendar) { s.current.Store(c) }
