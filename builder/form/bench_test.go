package form_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/form"
)

// twelve is a form of 12 fields of every kind, and values that fit it.
func twelve(t testing.TB) (form.Definition, form.Values) {
	t.Helper()
	schema := object(`"type":{"type":"string","enum":["annual","sick","personal","marriage"]},
		"period":{"type":"object","properties":{"start":{"type":"string","format":"date"},"startHalf":{"type":"string","enum":["am","pm"]},"end":{"type":"string","format":"date"},"endHalf":{"type":"string","enum":["am","pm"]}},"required":["start","startHalf","end","endHalf"],"additionalProperties":false},
		"days":{"type":"number","exclusiveMinimum":0,"maximum":366,"multipleOf":0.5},
		"reason":{"type":"string","minLength":2,"maxLength":500},
		"handover":{"type":"string","format":"person"},
		"phone":{"type":"string","pattern":"^[0-9+ -]{5,20}$"},
		"mail":{"type":"string","format":"email"},
		"abroad":{"type":"boolean"},
		"country":{"type":"string","maxLength":60},
		"budget":{"type":"number","minimum":0,"multipleOf":0.01},
		"people":{"type":"integer","minimum":1,"maximum":99},
		"items":{"type":"array","maxItems":50,"items":{"type":"object","properties":{"what":{"type":"string","minLength":1},"amount":{"type":"number","multipleOf":0.01}},"required":["what","amount"],"additionalProperties":false}}`,
		`,"required":["type","period","days","reason"],"additionalProperties":false`)
	values, err := form.DecodeValues([]byte(`{"type":"annual","period":{"start":"2026-11-23","startHalf":"am","end":"2026-11-27","endHalf":"pm"},
		"days":5,"reason":"Visiting my parents in Chengdu","handover":"abcdefghijklmnopqrstuvwxyz","phone":"+86 138 0000 0000","mail":"li.na@example.com",
		"abroad":false,"country":"China","budget":1234.56,"people":2,"items":[{"what":"train","amount":553.5},{"what":"taxi","amount":48}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return form.Definition{Schema: json.RawMessage(schema)}, values
}

func BenchmarkValidate(b *testing.B) {
	def, values := twelve(b)
	f := compile(b, def)
	b.Run("valid", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if got := f.Validate(values, form.Overrides{}); got != nil {
				b.Fatal(got)
			}
		}
	})
	wrong := f.Mask(values, []string{"reason"})
	wrong["days"] = json.Number("2.3")
	b.Run("two violations", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if got := f.Validate(wrong, form.Overrides{}); len(got) != 2 {
				b.Fatal(got)
			}
		}
	})
}

func BenchmarkDecodeValues(b *testing.B) {
	_, values := twelve(b)
	text, err := form.Canonical(values)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := form.DecodeValues(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCanonical(b *testing.B) {
	_, values := twelve(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := form.Canonical(values); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	def, _ := twelve(b)
	b.ReportAllocs()
	for b.Loop() {
		compile(b, def)
	}
}

// The most expensive table that Compile accepts, with as many rows as values
// may have: what a hostile form and a hostile sender can do together.
func BenchmarkValidateWorst(b *testing.B) {
	columns := ""
	for i := range 12 {
		columns += fmt.Sprintf(`"c%d":{"allOf":[{"anyOf":[{"type":"string"},{"minimum":5}]},{"not":{"const":1}},{"multipleOf":0.01}]},`, i)
	}
	schema := object(`"t":{"type":"array","items":`+object(strings.TrimSuffix(columns, ","), "")+`}`, "")
	f := compile(b, form.Definition{Schema: json.RawMessage(schema)})
	rows := make([]any, 1000)
	for i := range rows {
		row := map[string]any{}
		for c := range 12 {
			row[fmt.Sprintf("c%d", c)] = json.Number("1.001")
		}
		rows[i] = row
	}
	for b.Loop() {
		if got := f.Validate(form.Values{"t": rows}, form.Overrides{}); len(got) != 200 {
			b.Fatal(len(got))
		}
	}
}
