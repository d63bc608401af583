package workflow

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/lists"
)

// maxLookedUp is how many people, departments or items a script is handed.
const maxLookedUp = 2000

// lookups are what scripts declare that they need, as JSON, kept for as long as
// nobody joins, moves or leaves.
type lookups struct {
	mu      sync.Mutex
	version uint64
	kept    map[string]json.RawMessage
}

// lookedUpPerson is a person as a script sees them. No address, no role: what a
// form has no use for is not handed to it.
type lookedUpPerson struct {
	ID    string     `json:"id"`
	Name  words.Text `json:"name"`
	Title words.Text `json:"title,omitempty"`
	Dept  string     `json:"dept,omitempty"`
}

type lookedUpDepartment struct {
	ID     string     `json:"id"`
	Name   words.Text `json:"name"`
	Parent string     `json:"parent,omitempty"`
}

// lookedUpItem is what a list of the organisation offers.
type lookedUpItem struct {
	Value  string     `json:"value"`
	Label  words.Text `json:"label"`
	Parent string     `json:"parent,omitempty"`
}

// lookedUpDays are the days of this year and the next on which work is not as on
// other such days of the week.
type lookedUpDays struct {
	Weekend  []int    `json:"weekend"`
	Holidays []string `json:"holidays"`
	Workdays []string `json:"workdays"`
}

// lookUp adds what a script needs to what it may know. What is cut short is named
// in "more".
func (s *Service) lookUp(facts map[string]any, needs []string) error {
	org := s.Identity.Organisation()
	var more []string
	for _, need := range needs {
		switch need {
		case app.NeedPeople:
			raw, err := s.lookups.of(org, need, peopleOf)
			if err != nil {
				return err
			}
			facts[need] = raw
			if len(org.People()) > maxLookedUp {
				more = append(more, need)
			}
		case app.NeedDepartments:
			raw, err := s.lookups.of(org, need, departmentsOf)
			if err != nil {
				return err
			}
			facts[need] = raw
			if len(org.Departments()) > maxLookedUp {
				more = append(more, need)
			}
		case app.NeedCalendar:
			today, _ := facts["today"].(string)
			facts[need] = daysFrom(s.Calendar.Current(), today)
		default:
			if id, ok := strings.CutPrefix(need, app.NeedList); ok && s.itemsOf(facts, id) {
				more = append(more, need)
			}
		}
	}
	if more != nil {
		facts["more"] = more
	}
	return nil
}

// itemsOf puts what a list of the organisation offers into ctx.lists, and reports
// whether it was cut short. A list that is no more offers nothing.
func (s *Service) itemsOf(facts map[string]any, id string) (more bool) {
	of, ok := facts["lists"].(map[string][]lookedUpItem)
	if !ok {
		of = map[string][]lookedUpItem{}
		facts["lists"] = of
	}
	of[id] = []lookedUpItem{}
	if s.Lists == nil {
		return false
	}
	list, err := s.Lists.List(id)
	if err != nil {
		return false
	}
	found, more := list.Find(lists.Search{Limit: maxLookedUp})
	for _, item := range found {
		of[id] = append(of[id], lookedUpItem{Value: item.Value, Label: item.Words(), Parent: item.Parent})
	}
	return more
}

// of returns what read finds in the organisation.
func (l *lookups) of(org *identity.Organisation, need string, read func(*identity.Organisation) any) (json.RawMessage, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.version != org.Version() || l.kept == nil {
		l.version, l.kept = org.Version(), map[string]json.RawMessage{}
	}
	if raw, ok := l.kept[need]; ok {
		return raw, nil
	}
	raw, err := json.Marshal(read(org))
	if err != nil {
		return nil, fmt.Errorf("workflow: looking up %s: %w", need, err)
	}
	l.kept[need] = raw
	return raw, nil
}

func peopleOf(org *identity.Organisation) any {
	people := org.People()
	list := make([]lookedUpPerson, 0, min(len(people), maxLookedUp))
	for _, p := range people[:min(len(people), maxLookedUp)] {
		list = append(list, lookedUpPerson{ID: p.ID, Name: p.Name, Title: p.Title, Dept: p.Dept})
	}
	return list
}

func departmentsOf(org *identity.Organisation) any {
	departments := org.Departments()
	list := make([]lookedUpDepartment, 0, min(len(departments), maxLookedUp))
	for _, d := range departments[:min(len(departments), maxLookedUp)] {
		list = append(list, lookedUpDepartment{ID: d.ID, Name: d.Name, Parent: d.Parent})
	}
	return list
}

// daysFrom returns the special days of the year of a date, "YYYY-MM-DD", and of
// the year after.
func daysFrom(c *calendar.Calendar, today string) lookedUpDays {
	year, _, _ := strings.Cut(today, "-")
	next := year
	if n, err := strconv.Atoi(year); err == nil {
		next = fmt.Sprintf("%04d", n+1)
	}
	of := func(dates []string) []string {
		kept := []string{}
		for _, d := range dates {
			if strings.HasPrefix(d, year+"-") || strings.HasPrefix(d, next+"-") {
				kept = append(kept, d)
			}
		}
		return kept
	}
	days := c.Days()
	return lookedUpDays{Weekend: append([]int{}, days.Weekend...), Holidays: of(days.Holidays), Workdays: of(days.Workdays)}
}
