package lists

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
)

// Input is what somebody says of a list.
type Input struct {
	// ID is for a new list only.
	ID   string
	Name words.Text
	// Above is the list whose values the items stand below; empty for none. It
	// stays as it is once there are items.
	Above string
}

// Add makes an empty list. It returns *fault.Invalid with what to mend, worded
// in lang.
func (l *Lists) Add(ctx context.Context, in Input, lang string) (*List, error) {
	in.Name = tidy(in.Name)
	var c checks
	switch {
	case !idPattern.MatchString(in.ID):
		c.fail("/id", CodeIDFormat, nil)
	case l.Has(in.ID):
		c.fail("/id", CodeIDTaken, nil)
	case l.had(in.ID):
		c.fail("/id", CodeIDGone, nil)
	}
	if len(l.All("")) >= MaxLists {
		c.fail("/id", CodeTooManyLists, map[string]string{"max": strconv.Itoa(MaxLists)})
	}
	c.name(in.Name)
	if in.Above != "" && !l.Has(in.Above) {
		c.fail("/above", CodeAboveUnknown, nil)
	}
	if err := c.err(lang); err != nil {
		return nil, err
	}
	doc := &document{Head: store.Head{ID: in.ID}, V: documentVersion, Name: in.Name, Above: in.Above, ChangedAt: l.clock.Now().UnixMilli()}
	event := audit.Event{Object: audit.Object(audit.KindList, in.ID), Action: "list.made"}
	event.Changes.Add("name", words.Text(nil), in.Name)
	event.Changes.Add("above", "", in.Above)
	err := audit.Insert(ctx, l.record, l.kept, doc, event)
	if errors.Is(err, store.ErrExists) { // another server was first
		c.fail("/id", CodeIDTaken, nil)
		return nil, errors.Join(c.err(lang), l.Refresh(ctx))
	}
	if err != nil {
		return nil, fmt.Errorf("lists: storing a list: %w", err)
	}
	l.keep(doc)
	return l.List(in.ID)
}

// had reports whether a list of an id was deleted.
func (l *Lists) had(id string) bool {
	list, err := l.Kept(id)
	return err == nil && list.doc.Gone
}

// Remove deletes a list. Whoever calls it has made sure that nothing takes options
// from it any more; with readable its items are kept for cases that have them. An
// id is not given twice. It returns *fault.NotFound and *fault.Stale.
func (l *Lists) Remove(ctx context.Context, id string, rev int64, readable bool) error {
	_, err := l.change(ctx, id, rev, func(doc *document) (*audit.Event, error) {
		event := audit.Event{Action: "list.deleted"}
		event.Changes.Add("name", doc.Name, words.Text(nil))
		doc.Gone = true
		if !readable {
			doc.Items = nil
		}
		return &event, nil
	})
	return err
}

// Below are the lists whose items stand below those of a list, by name.
func (l *Lists) Below(id, lang string) []*List {
	return slices.DeleteFunc(l.All(lang), func(other *List) bool { return other.Above() != id })
}

// Edit renames a list, and sets which list stands above it while it is empty. It
// returns *fault.NotFound, *fault.Stale, and *fault.Invalid worded in lang.
func (l *Lists) Edit(ctx context.Context, id string, rev int64, in Input, lang string) (*List, error) {
	in.Name = tidy(in.Name)
	return l.change(ctx, id, rev, func(doc *document) (*audit.Event, error) {
		var c checks
		c.name(in.Name)
		if in.Above != doc.Above {
			switch {
			case len(doc.Items) > 0:
				c.fail("/above", CodeAboveFixed, nil)
			case in.Above != "" && (!l.Has(in.Above) || l.below(in.Above, id)):
				c.fail("/above", CodeAboveUnknown, nil)
			}
		}
		if err := c.err(lang); err != nil {
			return nil, err
		}
		event := audit.Event{Action: "list.changed"}
		event.Changes.Add("name", doc.Name, in.Name)
		event.Changes.Add("above", doc.Above, in.Above)
		if len(event.Changes) == 0 {
			return nil, nil
		}
		doc.Name, doc.Above = in.Name, in.Above
		return &event, nil
	})
}

// below reports whether a list stands below another one, or is it.
func (l *Lists) below(id, other string) bool {
	for range MaxLists {
		if id == other {
			return true
		}
		if id = l.Above(id); id == "" {
			return false
		}
	}
	return true
}

// Put adds an item, or changes the one with its value where replace is set. It
// returns *fault.NotFound, *fault.Stale, and *fault.Invalid worded in lang.
func (l *Lists) Put(ctx context.Context, id string, rev int64, item Item, replace bool, lang string) (*List, error) {
	item.Label = tidy(item.Label)
	return l.change(ctx, id, rev, func(doc *document) (*audit.Event, error) {
		at := slices.IndexFunc(doc.Items, func(i Item) bool { return i.Value == item.Value })
		var c checks
		switch {
		case replace && at < 0:
			return nil, &fault.NotFound{Thing: "item", ID: item.Value}
		case !replace && at >= 0:
			c.fail("/value", CodeValueTaken, nil)
		case !replace && len(doc.Items) >= MaxItems:
			c.fail("/value", CodeTooManyItems, map[string]string{"max": strconv.Itoa(MaxItems)})
		}
		c.item("", l, doc.Above, item)
		if err := c.err(lang); err != nil {
			return nil, err
		}
		event := audit.Event{Action: "list.itemAdded", Facts: map[string]any{"value": item.Value}}
		before := Item{}
		if replace {
			event.Action, before = "list.itemChanged", doc.Items[at]
		}
		event.Changes.Add("label", before.Label, item.Label)
		event.Changes.Add("parent", before.Parent, item.Parent)
		event.Changes.Add("off", before.Off, item.Off)
		if replace && len(event.Changes) == 0 {
			return nil, nil
		}
		doc.Items = slices.Clone(doc.Items)
		if replace {
			doc.Items[at] = item
		} else {
			doc.Items = append(doc.Items, item)
		}
		return &event, nil
	})
}

// same reports whether two items say the same.
func same(a, b Item) bool {
	return a.Value == b.Value && a.Parent == b.Parent && a.Off == b.Off && maps.Equal(a.Label, b.Label)
}
