package lists

import (
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

const documentVersion = 1

var spec = store.Spec{Name: "lists", Indexes: []store.Index{{Name: "changedAt", Paths: []string{"changedAt"}}}}

// document is a list as stored. Its id is what forms name.
type document struct {
	store.Head    `bson:",inline"`
	audit.Carrier `bson:",inline"`
	V             int        `bson:"v"`
	Name          words.Text `bson:"name"`
	// Above is the list whose values the items stand below; empty for none.
	Above     string `bson:"above,omitempty"`
	Items     []Item `bson:"items,omitempty"`
	ChangedAt int64  `bson:"changedAt"`
	// Gone is set on a list that was deleted. Its items stay where ended cases
	// have them, so that these stay readable.
	Gone bool `bson:"gone,omitempty"`
}

// Item is one thing to choose. It must not be changed.
type Item struct {
	// Value is what a form holds: a code, or the name itself.
	Value string `bson:"value" json:"value"`
	// Label is what people see; where it lacks a language the other one, and else
	// the value.
	Label words.Text `bson:"label,omitempty" json:"label"`
	// Parent is the value of the list above under which it is offered; empty
	// where there is no list above.
	Parent string `bson:"parent,omitempty" json:"parent,omitempty"`
	// Off says that it is not offered any more.
	Off bool `bson:"off,omitempty" json:"off,omitempty"`
}

// Words are what people see of the item, in every language.
func (i Item) Words() words.Text {
	if i.Label.Empty() {
		return words.Text{words.English: i.Value, words.Chinese: i.Value}
	}
	return i.Label
}

// List is one list as it was at a revision. It must not be changed.
type List struct {
	doc     *document
	byValue map[string]int
	// folded are the items' words in lower case, for searching.
	folded []string
	active int
}

func newList(doc *document) *List {
	l := &List{doc: doc, byValue: make(map[string]int, len(doc.Items)), folded: make([]string, len(doc.Items))}
	for i, item := range doc.Items {
		l.byValue[item.Value] = i
		l.folded[i] = strings.ToLower(item.Value + "\n" + item.Label[words.English] + "\n" + item.Label[words.Chinese])
		if !item.Off {
			l.active++
		}
	}
	return l
}

// ID is what forms name the list by.
func (l *List) ID() string { return l.doc.ID }

// Rev is the revision of the list, which counts its changes.
func (l *List) Rev() int64 { return l.doc.Rev }

// Name is what people call the list.
func (l *List) Name() words.Text { return l.doc.Name }

// Above is the id of the list whose values the items stand below; empty for
// none.
func (l *List) Above() string { return l.doc.Above }

// Size is how many items there are, and how many of them are offered.
func (l *List) Size() (all, active int) { return len(l.doc.Items), l.active }

// Items are all items in their order. They must not be changed.
func (l *List) Items() []Item { return l.doc.Items }

// Item returns the item with a value, be it offered or not.
func (l *List) Item(value string) (Item, bool) {
	i, ok := l.byValue[value]
	if !ok {
		return Item{}, false
	}
	return l.doc.Items[i], true
}

// Search narrows a list down.
type Search struct {
	// Text is a part of a value or of its words in any language; empty takes all.
	Text string
	// Under keeps what stands below a value of the list above; nil takes all.
	Under *string
	// All takes what is not offered any more, too.
	All bool
	// From is how many to pass over, Limit how many to return at most.
	From, Limit int
}

// Find returns the items that a search finds, in the list's order, and whether
// there are more.
func (l *List) Find(s Search) (found []Item, more bool) {
	text := strings.ToLower(strings.TrimSpace(s.Text))
	for i, item := range l.doc.Items {
		switch {
		case item.Off && !s.All, s.Under != nil && item.Parent != *s.Under, text != "" && !strings.Contains(l.folded[i], text):
		case s.From > 0:
			s.From--
		case len(found) == s.Limit:
			return found, true
		default:
			found = append(found, item)
		}
	}
	return found, false
}
