package form

import (
	"maps"
	"regexp"
	"slices"
)

// maxColumns is the most fields side by side, maxTreeDepth how deep the groups
// of a tree nest.
const (
	maxColumns   = 3
	maxTreeDepth = 6
)

var (
	blockPattern    = regexp.MustCompile(`^\$[A-Za-z0-9_]{1,64}$`)
	currencyPattern = regexp.MustCompile(`^[A-Z]{3}$`)
)

// checkLayout checks that a layout fits the fields.
func checkLayout(l Layout, byPath map[string]*Field) []Finding {
	c := &layoutCheck{byPath: byPath, blocks: l.Blocks, tabs: map[string]bool{}, placed: map[string]bool{}}
	for _, tab := range l.Tabs {
		c.place = "layout.tabs." + tab.ID
		if tab.ID == "" || c.tabs[tab.ID] {
			c.add(CodeLayoutTab, map[string]any{"tab": clip(tab.ID)})
		}
		c.tabs[tab.ID] = true
	}
	for _, id := range slices.Sorted(maps.Keys(l.Blocks)) {
		c.place = "layout.blocks." + id
		if kind := l.Blocks[id].Kind; !blockPattern.MatchString(id) || kind != BlockNote && kind != BlockDivider {
			c.add(CodeLayoutBlock, map[string]any{"block": clip(id)})
		}
	}
	ids := map[string]bool{}
	for _, s := range l.Sections {
		c.place = "layout.sections." + s.ID
		if s.ID == "" || ids[s.ID] {
			c.add(CodeLayoutSection, map[string]any{"section": clip(s.ID)})
		}
		ids[s.ID] = true
		c.section(s)
	}
	for _, path := range slices.Sorted(maps.Keys(l.Fields)) {
		c.place = "layout.fields." + path
		field, ok := byPath[path]
		if !ok {
			c.add(CodeLayoutField, map[string]any{"field": clip(path)})
			continue
		}
		c.field(field, l.Fields[path])
	}
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		if field := byPath[path]; field.Path == field.ID {
			c.lacks(field)
		}
	}
	return c.findings
}

// layoutCheck is one check under way; place is what it looks at.
type layoutCheck struct {
	byPath   map[string]*Field
	blocks   map[string]Block
	tabs     map[string]bool
	placed   map[string]bool
	place    string
	findings []Finding
}

func (c *layoutCheck) add(code string, params map[string]any) {
	c.findings = append(c.findings, Finding{Code: code, Path: c.place, Params: params})
}

func (c *layoutCheck) section(s Section) {
	if s.Columns < 0 || s.Columns > maxColumns {
		c.add(CodeLayoutColumns, map[string]any{"found": s.Columns})
	}
	if s.Tab != "" && !c.tabs[s.Tab] {
		c.add(CodeLayoutTab, map[string]any{"tab": clip(s.Tab)})
	}
	for _, id := range s.Fields {
		field, ok := c.byPath[id]
		_, isBlock := c.blocks[id]
		switch {
		case isBlock && !c.placed[id]:
		case !ok && !isBlock || ok && field.Path != field.ID:
			c.add(CodeLayoutField, map[string]any{"field": clip(id)})
		case c.placed[id]:
			c.add(CodeLayoutTwice, map[string]any{"field": id})
		}
		c.placed[id] = true
	}
}

func (c *layoutCheck) field(f *Field, l FieldLayout) {
	if l.Widget != "" && !slices.Contains(widgets[f.Kind], l.Widget) {
		c.add(CodeLayoutWidget, map[string]any{"field": f.Path, "widget": clip(l.Widget), "known": widgets[f.Kind]})
	}
	if l.Width < 0 || l.Width > maxColumns {
		c.add(CodeLayoutColumns, map[string]any{"found": l.Width})
	}
	if l.Currency != "" && !currencyPattern.MatchString(l.Currency) {
		c.add(CodeLayoutCurrency, map[string]any{"currency": clip(l.Currency)})
	}
	if l.Total && !addsUp(f) {
		c.add(CodeLayoutTotal, map[string]any{"field": f.Path})
	}
	known := map[string]bool{}
	for _, option := range f.Options {
		known[option] = true
	}
	for _, option := range slices.Sorted(maps.Keys(l.Options)) {
		if !known[option] {
			c.add(CodeLayoutOption, map[string]any{"field": f.Path, "option": clip(option)})
		}
	}
	c.tree(f, l.Tree, known, 1)
	c.source(f, l.Source)
	c.serial(f, l.Serial)
	c.files(f, l)
	for _, id := range l.Columns {
		if _, ok := c.byPath[f.Path+"."+id]; !ok {
			c.add(CodeLayoutField, map[string]any{"field": clip(f.Path + "." + id)})
		}
	}
}

// addsUp tells whether a field is a column whose numbers have a sum that means
// something: marks have none.
func addsUp(f *Field) bool {
	return f.Path != f.ID && (f.Kind == KindNumber || f.Kind == KindInteger) && f.Layout.Widget != WidgetRating
}

// tree checks that a tree names options of the field, each once at most. It
// takes them out of those that are known.
func (c *layoutCheck) tree(f *Field, branches []Branch, known map[string]bool, depth int) {
	for _, b := range branches {
		switch {
		case depth > maxTreeDepth:
			c.add(CodeLayoutTree, map[string]any{"field": f.Path, "option": clip(b.Value)})
			return
		case b.Value == "":
			c.tree(f, b.Children, known, depth+1)
		case !known[b.Value] || len(b.Children) > 0:
			c.add(CodeLayoutTree, map[string]any{"field": f.Path, "option": clip(b.Value)})
		default:
			known[b.Value] = false
		}
	}
}

// files checks which files a field takes.
func (c *layoutCheck) files(f *Field, l FieldLayout) {
	typed := len(l.Accept) > 0 && f.Kind != KindAttachments || l.MaxMB != 0 && !f.Holds() ||
		l.KeepPlace && (!f.Holds() || !slices.Contains(f.Accepts(), FilesImage))
	for i, t := range l.Accept {
		typed = typed || !slices.Contains(FileTypes(), t) || slices.Contains(l.Accept[:i], t)
	}
	if typed || l.MaxMB < 0 || l.MaxMB > MaxMB {
		c.add(CodeLayoutFiles, map[string]any{"field": f.Path, "known": FileTypes(), "limit": MaxMB})
	}
}
