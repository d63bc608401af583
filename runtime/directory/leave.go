package directory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/banli-oa/banli/runtime/identity"
)

// Tasks is what leaving needs of the running cases.
type Tasks interface {
	// OpenTasks counts the cases in which a person has an open task, up to
	// limit.
	OpenTasks(ctx context.Context, person string, limit int) (int, error)
	// RunningRequests counts the cases that a person started and that still
	// run, up to limit.
	RunningRequests(ctx context.Context, person string, limit int) (int, error)
	// HandOver hands a leaver's open tasks over and returns in how many cases.
	// It can be repeated.
	HandOver(ctx context.Context, h HandOver) (int, error)
}

// HandOver says whose open tasks go to whom.
type HandOver struct {
	From string // id of the person who left
	// Heirs are the ids of who may take over, the first one first; the others
	// stand in where the first must not decide. None means the administrators.
	Heirs []string
	By    string // id of who said so
}

// Leaving lets people leave.
type Leaving struct {
	directory *Directory
	tasks     Tasks
}

// NewLeaving returns the use cases of leaving over a directory and the running
// cases.
func NewLeaving(d *Directory, tasks Tasks) *Leaving { return &Leaving{directory: d, tasks: tasks} }

// maxCounted bounds what a summary counts.
const maxCounted = 1000

// Summary is what somebody leaves behind, shown before it is confirmed.
type Summary struct {
	OpenTasks int      // cases with an open task of theirs, at most 1,000
	Requests  int      // own requests that run on, at most 1,000
	Leads     []string // ids of the departments they lead themselves
	Manages   []string // ids of the people who name them as manager
	Successor string   // id of who takes over unless somebody else is named; empty for nobody
}

// Summary returns what a person who works here would leave behind.
func (l *Leaving) Summary(ctx context.Context, person string) (Summary, error) {
	o := l.directory.identity.Organisation()
	if !o.Active(person) {
		return Summary{}, &InvalidError{Problems: []Problem{{Field: "person", Code: CodePersonUnknown}}}
	}
	s := Summary{Leads: led(o, person), Manages: managed(o, person)}
	s.Successor, _ = o.ManagerOf(person, 1)
	var err error
	if s.OpenTasks, err = l.tasks.OpenTasks(ctx, person, maxCounted); err != nil {
		return Summary{}, err
	}
	s.Requests, err = l.tasks.RunningRequests(ctx, person, maxCounted)
	return s, err
}

// led lists the departments that a person is the lead of.
func led(o *identity.Organisation, person string) []string {
	var ids []string
	for _, d := range o.Departments() {
		if d.Lead == person {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

// managed lists the people who name a person as their manager.
func managed(o *identity.Organisation, person string) []string {
	var ids []string
	for _, p := range o.People() {
		if p.Manager == person {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// Leave lets a person who is still at revision rev leave, and hands what they
// hold to a successor: open tasks, departments that they lead, people whom they
// manage. An empty successor takes the person's manager; where there is none,
// the administrators have the tasks. It returns in how many cases tasks were
// handed over.
//
// The first write makes the leaver nobody: nothing they hold opens anything, and
// no new task finds them. What follows can be repeated; where it fails, the
// leaver is still gone, and asking again, or Finish, does the rest.
func (l *Leaving) Leave(ctx context.Context, person string, rev int64, successor, by string) (int, error) {
	d := l.directory
	if !l.begun(person) {
		if _, err := d.alterPerson(ctx, person, rev, identity.Active, func(o *identity.Organisation, p *identity.Person, c *checks) bool {
			if successor == "" {
				successor, _ = o.ManagerOf(person, 1)
			} else if successor == person || !o.Active(successor) {
				c.fail("successor", CodeSuccessorUnknown)
			}
			p.Status, p.PasswordHash, p.Link, p.LeftAt = identity.Left, "", nil, d.clock.Now().UnixMilli()
			p.Leaving = &identity.Leaving{By: by, Successor: successor, Open: true}
			return true
		}); err != nil && !l.begun(person) { // an earlier try may have landed without an answer
			return 0, err
		}
	}
	return l.handOver(ctx, person)
}

// begun reports whether somebody left and may still have something to hand over.
func (l *Leaving) begun(person string) bool {
	p, ok := l.directory.identity.Organisation().Person(person)
	return ok && p.Leaving != nil && p.Leaving.Open
}

// handOver does what is left to do for someone who left. Each step finds only
// what an earlier run left over.
func (l *Leaving) handOver(ctx context.Context, person string) (int, error) {
	d := l.directory
	err := errors.Join(d.identity.EndSessions(ctx, person), d.identity.RevokeTokens(ctx, person))
	if err != nil {
		return 0, err
	}
	o := d.identity.Organisation()
	p, ok := o.Person(person)
	if !ok || p.Leaving == nil {
		return 0, nil // they came back
	}
	heirs := heirsOf(o, p)
	heir := ""
	if len(heirs) > 0 {
		heir = heirs[0]
	}
	for _, id := range led(o, person) {
		if _, err := d.changeDepartment(ctx, id, func(_ *identity.Organisation, dept *identity.Department, _ *checks) bool {
			if dept.Lead != person {
				return false
			}
			dept.Lead = heir
			return true
		}); err != nil {
			return 0, err
		}
	}
	for _, id := range managed(o, person) {
		if err := d.replaceManager(ctx, id, person, heirs); err != nil {
			return 0, err
		}
	}
	n, err := l.tasks.HandOver(ctx, HandOver{From: person, Heirs: heirs, By: p.Leaving.By})
	if err != nil {
		return n, fmt.Errorf("directory: handing over the tasks of a leaver: %w", err)
	}
	return n, nil
}

// heirsOf lists who takes over from someone who left: their successor, or, where
// that one has left too, theirs; then the managers above, for what the first
// must not take.
func heirsOf(o *identity.Organisation, p *identity.Person) []string {
	var heirs []string
	add := func(id string) {
		if id != "" && id != p.ID && o.Active(id) && !slices.Contains(heirs, id) {
			heirs = append(heirs, id)
		}
	}
	at := p
	for range len(o.Everyone()) {
		if at.Leaving == nil || at.Leaving.Successor == "" {
			break
		}
		next, ok := o.Person(at.Leaving.Successor)
		if !ok {
			break
		}
		if next.Status == identity.Active {
			add(next.ID)
			break
		}
		at = next
	}
	for level := 1; level <= maxHeirs; level++ {
		id, ok := o.ManagerOf(p.ID, level)
		if !ok {
			break
		}
		add(id)
	}
	return heirs
}

// maxHeirs is how far up the managers are asked to stand in.
const maxHeirs = 8

// replaceManager gives somebody another manager than the one who left: the first
// heir who is neither themselves nor managed by them, or else the lead of their
// department.
func (d *Directory) replaceManager(ctx context.Context, person, gone string, heirs []string) error {
	_, err := d.changePerson(ctx, person, func(o *identity.Organisation, p *identity.Person, _ *checks) bool {
		if p.Manager != gone {
			return false
		}
		p.Manager = ""
		for _, heir := range heirs {
			var c checks
			c.place(o, person, "", heir)
			if len(c) == 0 {
				p.Manager = heir
				break
			}
		}
		return true
	})
	var invalid *InvalidError
	if errors.As(err, &invalid) { // they left meanwhile
		return nil
	}
	return err
}

// settleAfter is how long after leaving somebody may still be given a task: by a
// request that was being decided at that moment, here or in another process that
// had not heard of it.
const settleAfter = 2 * time.Minute

// Finish hands over what a leaver was given at the last moment, or what a
// failure left behind. It is called now and then, and costs nothing when nobody
// left lately. It returns in how many cases tasks were handed over.
func (l *Leaving) Finish(ctx context.Context) (int, error) {
	d := l.directory
	total := 0
	var errs []error
	for _, p := range d.identity.Organisation().Everyone() {
		if p.Leaving == nil || !p.Leaving.Open {
			continue
		}
		n, err := l.handOver(ctx, p.ID)
		total += n
		if err == nil && n == 0 && d.clock.Now().UnixMilli()-p.LeftAt >= settleAfter.Milliseconds() {
			err = d.settled(ctx, p.ID)
		}
		errs = append(errs, err)
	}
	return total, errors.Join(errs...)
}

// settled notes that nothing is left to hand over.
func (d *Directory) settled(ctx context.Context, person string) error {
	_, err := d.alterPerson(ctx, person, anyRevision, identity.Left, func(_ *identity.Organisation, p *identity.Person, _ *checks) bool {
		open := p.Leaving != nil && p.Leaving.Open
		if open {
			p.Leaving.Open = false
		}
		return open
	})
	return err
}

// Return is where somebody who comes back stands.
type Return struct {
	Dept    string
	Manager string
	Roles   []string
}

// Return lets someone who left, and still is at revision rev, come back. They
// need a new link to sign in; what was handed over stays where it is.
func (d *Directory) Return(ctx context.Context, person string, rev int64, in Return) (*identity.Person, error) {
	if d.identity.Organisation().Active(person) {
		return nil, &InvalidError{Problems: []Problem{{Field: "person", Code: CodeStillHere}}}
	}
	return d.alterPerson(ctx, person, rev, identity.Left, func(o *identity.Organisation, p *identity.Person, c *checks) bool {
		if len(in.Roles) == 0 {
			c.fail("roles", CodeRequired)
		}
		c.place(o, person, in.Dept, in.Manager)
		c.roles(in.Roles)
		p.Status, p.LeftAt, p.Leaving = identity.Active, 0, nil
		p.Dept, p.Manager, p.Roles = in.Dept, in.Manager, tidyRoles(in.Roles)
		return true
	})
}
