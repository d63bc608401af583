package app

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
)

// object is a JSON object whose members are as they are written.
type object = map[string]any

// takeApart takes an app apart by its JSON, so that no setting can be forgotten:
// what is new in a definition is a setting of its part at once.
func takeApart(a App) []parts {
	all := read(legible(a))
	definition, flow := memberOf(all, "form"), memberOf(all, "flow")
	schema, layout := memberOf(definition, "schema"), memberOf(definition, "layout")
	settings := maps.Clone(all)
	for _, key := range []string{"form", "rules", "scripts", "flow"} {
		delete(settings, key)
	}
	between := maps.Clone(schema)
	delete(between, "properties")
	delete(between, "required")
	if text, ok := definition["schema"].(string); ok {
		between = object{"text": text}
	}
	looks := memberOf(layout, "fields")
	rows := func(part) string { return "" }
	from := func(p part) string { return p.from }
	return []parts{
		{kind: PartSetting, list: []part{once(settings)}},
		{kind: PartSchema, list: []part{once(between)}},
		{kind: PartScript, list: []part{once(memberOf(all, "scripts"))}},
		{kind: PartTab, list: listed(layout["tabs"], "title"), order: rows},
		{kind: PartSection, list: listed(layout["sections"], "title"), order: rows},
		{kind: PartField, list: fieldsIn(schema, looks, "")},
		{kind: PartBlock, list: blocksIn(memberOf(layout, "blocks"))},
		{kind: PartRule, list: listed(all["rules"], "name"), order: rows},
		{kind: PartNode, list: listed(flow["nodes"], "name")},
		{kind: PartEdge, list: listed(flow["edges"], "name"), order: from},
	}
}

// legible is the app with what is no JSON in it as text, so that the rest can be
// compared.
func legible(a App) App {
	a.Form.Schema = legibly(a.Form.Schema)
	a.Rules = slices.Clone(a.Rules)
	for i, r := range a.Rules {
		r.When = legibly(r.When)
		r.Then = slices.Clone(r.Then)
		for j := range r.Then {
			r.Then[j].Value = legibly(r.Then[j].Value)
		}
		a.Rules[i] = r
	}
	a.Flow.Edges = slices.Clone(a.Flow.Edges)
	for i := range a.Flow.Edges {
		a.Flow.Edges[i].When = legibly(a.Flow.Edges[i].When)
	}
	a.Flow.Nodes = slices.Clone(a.Flow.Nodes)
	for i, n := range a.Flow.Nodes {
		if n.Sub == nil {
			continue
		}
		sub := *n.Sub
		sub.Fill = slices.Clone(sub.Fill)
		for j := range sub.Fill {
			sub.Fill[j].Value = legibly(sub.Fill[j].Value)
		}
		a.Flow.Nodes[i].Sub = &sub
	}
	return a
}

func legibly(text json.RawMessage) json.RawMessage {
	if len(text) == 0 || json.Valid(text) {
		return text
	}
	quoted, err := json.Marshal(string(text))
	if err != nil {
		return nil
	}
	return quoted
}

func read(a App) object {
	data, err := json.Marshal(a)
	if err != nil {
		return nil
	}
	v, err := decodeAny(data)
	if err != nil {
		return nil
	}
	all, _ := v.(object)
	return all
}

func memberOf(of object, key string) object {
	found, _ := of[key].(object)
	return found
}

func once(of object) part { return part{settings: settingsOf(of)} }

// listed takes a list of objects with ids apart; named is the key of what people
// know them by.
func listed(list any, named string) []part {
	each, _ := list.([]any)
	var found []part
	for _, one := range each {
		of, _ := one.(object)
		id, _ := of["id"].(string)
		if of == nil {
			continue
		}
		rest := maps.Clone(of)
		delete(rest, "id")
		from, _ := of["from"].(string)
		found = append(found, part{id: id, name: textOf(of[named]), settings: settingsOf(rest), from: from})
	}
	return found
}

func blocksIn(blocks object) []part {
	var found []part
	for _, id := range slices.Sorted(maps.Keys(blocks)) {
		of, _ := blocks[id].(object)
		found = append(found, part{id: id, name: textOf(of["text"]), settings: settingsOf(of)})
	}
	return found
}

// fieldsIn takes the properties of an object apart, and the columns of tables: a
// field with its schema, its look and whether it is required is one thing.
func fieldsIn(holder, looks object, prefix string) []part {
	required, _ := holder["required"].([]any)
	properties := memberOf(holder, "properties")
	var found []part
	for _, id := range slices.Sorted(maps.Keys(properties)) {
		path := prefix + id
		schema, _ := properties[id].(object)
		look, _ := looks[path].(object)
		rows := memberOf(schema, "items")
		table := prefix == "" && schema["type"] == "array" && memberOf(rows, "properties") != nil
		if table {
			items := maps.Clone(rows)
			delete(items, "properties")
			delete(items, "required")
			schema = maps.Clone(schema)
			schema["items"] = items
		}
		whole := object{"schema": properties[id], "layout": look}
		if schema != nil {
			whole["schema"] = schema
		}
		if slices.Contains(required, any(id)) {
			whole["required"] = true
		}
		found = append(found, part{id: path, name: textOf(look["title"]), settings: settingsOf(whole)})
		if table {
			found = append(found, fieldsIn(rows, looks, path+".")...)
		}
	}
	return found
}

func textOf(v any) words.Text {
	of, _ := v.(object)
	text := words.Text{}
	for lang, wording := range of {
		if said, ok := wording.(string); ok {
			text[lang] = said
		}
	}
	if len(text) == 0 {
		return nil
	}
	return text
}

// settingsOf lists an object's settings by the keys that lead to them. What is
// empty is no setting: whether a list is there or not makes no difference.
func settingsOf(of object) map[string]json.RawMessage {
	found := map[string]json.RawMessage{}
	collect(of, "", found)
	return found
}

func collect(v any, path string, found map[string]json.RawMessage) {
	of, ok := v.(object)
	last := path[strings.LastIndexByte(path, '.')+1:]
	if ok && !slices.Contains(whole, last) {
		for key, each := range of {
			below := key
			if path != "" {
				below = path + "." + key
			}
			collect(each, below, found)
		}
		return
	}
	if list, isList := v.([]any); v == nil || isList && len(list) == 0 {
		return
	}
	if text, err := form.Canonical(v); err == nil {
		found[path] = text
	}
}
