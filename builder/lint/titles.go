package lint

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/words"
)

// titles finds what people call the things that a finding is about: the thing
// at its place ("here"), and those that its parameters name.
func (c *checker) titles(f Finding) map[string]words.Text {
	titles := map[string]words.Text{}
	put := func(key string, t words.Text) {
		if !t.Empty() {
			titles[key] = t
		}
	}
	put("here", c.titleOf(f.Place))
	for key, value := range f.Params {
		id, ok := value.(string)
		if !ok {
			continue
		}
		switch key {
		case "field", "placeholder", "var", "table", "under":
			put(key, c.fieldTitle(id))
		case "node", "target", "fork":
			put(key, c.nodeTitle(id))
		case "rule":
			put(key, c.ruleTitle(id))
		case "what":
			put(key, aspectWords[id])
		case "amount":
			put(key, spanTitle(id))
		case "lang":
			put(key, languageWords[id])
		}
	}
	if list, ok := f.Params["nodes"].([]string); ok {
		put("nodes", join(list, c.nodeTitle, " → "))
	}
	if list, ok := f.Params["fields"].([]string); ok {
		put("fields", join(list, c.fieldTitle, " → "))
	}
	if len(titles) == 0 {
		return nil
	}
	return titles
}

// titleOf returns what people call the thing at a place.
func (c *checker) titleOf(place string) words.Text {
	for prefix, title := range map[string]func(string) words.Text{
		"form.fields.":   c.fieldTitle,
		"form.sections.": c.sectionTitle,
		"rules.":         c.ruleTitle,
		"flow.nodes.":    c.nodeTitle,
		"flow.edges.":    c.edgeTitle,
		"app.":           func(id string) words.Text { return settingWords[id] },
	} {
		if id, ok := strings.CutPrefix(place, prefix); ok {
			return title(id)
		}
	}
	return nil
}

// fieldTitle returns a field's title; a column's stands behind its table's.
func (c *checker) fieldTitle(path string) words.Text {
	table, _, column := strings.Cut(path, ".")
	if !column {
		return c.app.Form.Layout.Fields[path].Title
	}
	return join([]string{table, path}, func(p string) words.Text { return c.app.Form.Layout.Fields[p].Title }, " · ")
}

func (c *checker) sectionTitle(id string) words.Text {
	for _, s := range c.app.Form.Layout.Sections {
		if s.ID == id {
			return s.Title
		}
	}
	return nil
}

func (c *checker) ruleTitle(id string) words.Text {
	for _, r := range c.app.Rules {
		if r.ID == id {
			return r.Name
		}
	}
	return nil
}

func (c *checker) nodeTitle(id string) words.Text {
	for _, n := range c.app.Flow.Nodes {
		if n.ID == id {
			return n.Name
		}
	}
	return nil
}

// edgeTitle returns an edge's name; where it has none, the steps that it joins.
func (c *checker) edgeTitle(id string) words.Text {
	for _, e := range c.app.Flow.Edges {
		if e.ID != id {
			continue
		}
		if !e.Name.Empty() {
			return e.Name
		}
		return join([]string{e.From, e.To}, c.nodeTitle, " → ")
	}
	return nil
}

// join puts several titles together in each language; what has no title keeps
// its id.
func join(ids []string, title func(string) words.Text, between string) words.Text {
	joined := words.Text{}
	for _, lang := range words.Languages() {
		var parts []string
		for _, id := range ids {
			t := title(id).In(lang, "")
			if t == "" {
				t = id[strings.LastIndexByte(id, '.')+1:]
			}
			parts = append(parts, t)
		}
		joined[lang] = strings.Join(slices.Clip(parts), between)
	}
	return joined
}
