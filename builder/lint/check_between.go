package lint

import (
	"encoding/json"
	"maps"
	"slices"
)

// CodeSchemaUnknown is the code of the warning about a form's schema that names,
// beside its fields, one that it does not have.
const CodeSchemaUnknown = "lint.schemaUnknown" // field

// checkBetween looks for fields that only the conditions of the schema know: what
// was left of an imported schema when a field went, and may ask for what nobody
// can fill in.
func (c *checker) checkBetween() {
	var root map[string]any
	if json.Unmarshal(c.app.Form.Schema, &root) != nil {
		return
	}
	fields, _ := root["properties"].(map[string]any)
	delete(root, "properties")
	delete(root, "required")
	named := map[string]bool{}
	namedIn(root, named)
	for _, id := range slices.Sorted(maps.Keys(named)) {
		if _, ok := fields[id]; !ok {
			c.warn(CodeSchemaUnknown, "form", map[string]any{"field": id})
		}
	}
}

// namedIn collects the properties that a schema names, without those of objects
// within objects.
func namedIn(part any, named map[string]bool) {
	if list, ok := part.([]any); ok {
		for _, each := range list {
			namedIn(each, named)
		}
		return
	}
	schema, ok := part.(map[string]any)
	if !ok {
		return
	}
	namesOf(schema["required"], named)
	for _, key := range []string{"properties", "dependentSchemas", "dependentRequired"} {
		members, _ := schema[key].(map[string]any)
		for id, member := range members {
			named[id] = true
			namesOf(member, named)
			if key == "dependentSchemas" {
				namedIn(member, named)
			}
		}
	}
	for _, key := range []string{"allOf", "anyOf", "oneOf", "not", "if", "then", "else"} {
		namedIn(schema[key], named)
	}
}

func namesOf(value any, named map[string]bool) {
	list, _ := value.([]any)
	for _, each := range list {
		if id, ok := each.(string); ok {
			named[id] = true
		}
	}
}
