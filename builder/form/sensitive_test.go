package form_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/banli-oa/banli/builder/form"
)

func TestSensitive(t *testing.T) {
	t.Parallel()
	schema := object(`
		"name": {"type": "string", "sensitive": false},
		"iban": {"type": "string", "sensitive": true},
		"card": {"$ref": "#/$defs/number"},
		"scan": {"type": "array", "maxItems": 3, "sensitive": true, "items": {"type": "string", "format": "image"}},
		"rows": {"type": "array", "maxItems": 9, "items": {"$ref": "#/$defs/row"}},
		"all": {"type": "array", "maxItems": 9, "sensitive": true, "items": {"$ref": "#/$defs/row"}},
		"open": {"$ref": "#/$defs/number", "sensitive": false}`,
		`,"$defs": {
			"number": {"$ref": "#/$defs/digits"}, "digits": {"type": "string", "sensitive": true},
			"row": {"type": "object", "properties": {"pay": {"type": "number", "sensitive": true}, "bill": {"type": "array", "maxItems": 3, "items": {"type": "string", "format": "attachment"}, "sensitive": true}, "day": {"type": "string"}}}}`)
	f, err := form.Compile(form.Definition{Schema: json.RawMessage(schema)})
	if err != nil {
		t.Fatal(err)
	}
	// Without a layout the fields are in the order of their ids.
	if got, want := f.Sensitive(), []string{"all", "card", "iban", "rows.bill", "rows.pay", "scan"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for path, want := range map[string]bool{"name": false, "iban": true, "card": true, "open": false, "rows": false, "rows.pay": true, "rows.bill": true, "scan": true, "rows.day": false, "all": true} {
		if field, ok := f.Field(path); !ok || field.Sensitive != want {
			t.Errorf("%s: %v %v", path, field.Sensitive, ok)
		}
	}
	for path, want := range map[string]bool{"iban": true, "rows": true, "rows.pay": true, "rows.day": false, "name": false, "all.day": true, "row": false} {
		if f.Touches(path) != want {
			t.Errorf("touches %s: %v", path, !want)
		}
	}
	if v := f.Validate(form.Values{"iban": json.Number("1")}, form.Overrides{}); len(v) != 1 || v[0].Path != "/iban" {
		t.Errorf("the mark changed what is valid: %v", v)
	}
	plain, err := form.Compile(form.Definition{Schema: json.RawMessage(object(`"a":{"type":"string"}`, ``))})
	if err != nil || plain.Sensitive() != nil {
		t.Errorf("%v %v", plain.Sensitive(), err)
	}
}
