package notify

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
)

// Listen opens a stream for the subject. Its first event says how things
// stand; after a break (missed) a second one says to read the lists again.
// ended is called once if the hub ends the stream. Where there are too many it
// returns *fault.Unavailable "events.full".
func (n *Notices) Listen(ctx context.Context, subject authz.Subject, missed bool, ended func()) (*Stream, error) {
	if err := n.ask(ctx, subject, authz.EventsRead); err != nil {
		return nil, err
	}
	s, err := n.hub.add(subject.ID, ended)
	if err != nil {
		return nil, &fault.Unavailable{Code: "events.full", Err: err}
	}
	// The stream is open before the state is read: what is delivered between
	// the two is said twice rather than never.
	state, err := n.state(ctx, subject.ID)
	if err != nil {
		s.Close()
		return nil, err
	}
	n.hub.mu.Lock()
	if n.hub.newest[subject.ID] == "" {
		n.hub.newest[subject.ID] = state.Notice
	}
	n.hub.mu.Unlock()
	s.put(state)
	if missed {
		s.put(Event{Name: EventResync})
	}
	return s, nil
}

func (n *Notices) state(ctx context.Context, person string) (Event, error) {
	newest, err := n.newest(ctx, person)
	if err != nil {
		return Event{}, err
	}
	unread, err := n.unread(ctx, person)
	if err != nil {
		return Event{}, err
	}
	e := Event{Name: EventState}
	said := Said{Unread: unread}
	if newest != nil {
		v := newest.view()
		e.Notice, said.View = newest.ID, &v
	}
	e.Data = said
	return e, nil
}

// newest returns a person's newest notice, or nil.
func (n *Notices) newest(ctx context.Context, person string) (*notice, error) {
	page, err := n.notices.FindAny(ctx, "read", []any{false, true}, store.Query{
		Where: []store.Cond{{Path: "person", Value: person}}, Order: "at", Desc: true, Limit: 1,
	})
	if err != nil {
		return nil, fmt.Errorf("notify: reading the newest notice: %w", err)
	}
	if len(page.Items) == 0 {
		return nil, nil //nolint:nilnil // nobody was told anything yet
	}
	return page.Items[0], nil
}

// say tells a person's streams of a notice.
func (n *Notices) say(ctx context.Context, d *notice) {
	if !n.hub.listens(d.Person) {
		return
	}
	v := d.view()
	n.sayCounted(ctx, d.Person, Event{Name: EventNotice, Notice: d.ID}, &v)
}

// sayRead tells a person's streams that there is less to read.
func (n *Notices) sayRead(ctx context.Context, person string) {
	if n.hub.listens(person) {
		n.sayCounted(ctx, person, Event{Name: EventRead}, nil)
	}
}

// sayCounted adds how many are unread. Where the store cannot say, the reader
// is told to look for themselves.
func (n *Notices) sayCounted(ctx context.Context, person string, e Event, v *View) {
	unread, err := n.unread(ctx, person)
	if err != nil {
		n.hub.say(person, Event{Name: EventResync, Notice: e.Notice})
		return
	}
	e.Data = Said{View: v, Unread: unread}
	n.hub.say(person, e)
}

// InboxChanged tells the streams of everyone whom the principals mean that
// tasks came or went.
func (n *Notices) InboxChanged(principals []string) {
	if n.hub.Open() == 0 {
		return
	}
	for _, person := range People(n.identity.Organisation(), principals) {
		n.hub.say(person, Event{Name: EventInbox})
	}
}

// DraftSaved tells the streams of people who have an app open in the studio that
// its draft was saved.
func (n *Notices) DraftSaved(people []string, app string) {
	for _, person := range people {
		n.hub.say(person, Event{Name: EventDraft, Data: SavedDraft{App: app}})
	}
}

// Follow tells this process's streams what other processes on the same store
// delivered, by looking every so often, until ctx ends. A process that has its
// store for itself does not need it.
func (n *Notices) Follow(ctx context.Context, every time.Duration, log *slog.Logger) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := n.catchUp(ctx); err != nil && ctx.Err() == nil {
			log.Warn("looking for notices of other nodes", "error", err)
		}
	}
}

// catchUp looks once for everyone who listens. What another process delivered
// also changed somebody's inbox there, so both are said.
func (n *Notices) catchUp(ctx context.Context) error {
	for person, heard := range n.hub.listeners() {
		newest, err := n.newest(ctx, person)
		if err != nil {
			return err
		}
		if newest == nil || newest.ID == heard {
			continue
		}
		n.hub.say(person, Event{Name: EventResync, Notice: newest.ID})
	}
	return nil
}
