package form_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
)

func fixtureForm(t testing.TB, name string) *form.Form {
	t.Helper()
	return compile(t, readFixtures(t).Forms[name])
}

func TestFieldsFollowTheLayout(t *testing.T) {
	t.Parallel()
	var got []string
	for _, f := range fixtureForm(t, "leave").Fields() {
		got = append(got, f.ID)
	}
	if want := []string{"type", "days", "period", "reason", "handover"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	items, ok := fixtureForm(t, "expense").Field("items")
	if !ok {
		t.Fatal("no items")
	}
	var columns []string
	for _, c := range items.Columns {
		columns = append(columns, c.Path)
	}
	if want := []string{"items.what", "items.amount", "items.on", "items.stay", "items.who"}; !slices.Equal(columns, want) {
		t.Errorf("got %v, want %v", columns, want)
	}
}

func TestFieldKinds(t *testing.T) {
	t.Parallel()
	every, expense, combos := fixtureForm(t, "every"), fixtureForm(t, "expense"), fixtureForm(t, "combos")
	kinds := fixtureForm(t, "kinds")
	files := fixtureForm(t, "files")
	tests := []struct {
		form *form.Form
		path string
		kind form.Kind
		// widget is the one that the field gets when the layout names none.
		widget string
	}{
		{every, "name", form.KindString, form.WidgetText},
		{every, "story", form.KindText, form.WidgetTextarea},
		{every, "amount", form.KindNumber, form.WidgetNumber},
		{every, "seats", form.KindInteger, form.WidgetNumber},
		{every, "day", form.KindDate, form.WidgetDate},
		{every, "time", form.KindTime, form.WidgetTime},
		{every, "moment", form.KindDateTime, form.WidgetDateTime},
		{every, "mail", form.KindString, form.WidgetText},
		{every, "who", form.KindPerson, form.WidgetPerson},
		{every, "yes", form.KindBoolean, form.WidgetSwitch},
		{every, "kind", form.KindEnum, form.WidgetSelect},
		{every, "level", form.KindInteger, form.WidgetNumber},
		{every, "span", form.KindDateRange, form.WidgetDateRange},
		{every, "maybe", form.KindString, form.WidgetText},
		{expense, "items", form.KindTable, form.WidgetTable},
		{expense, "items.amount", form.KindNumber, form.WidgetNumber},
		{expense, "items.stay", form.KindDateRange, form.WidgetDateRange},
		{expense, "period", form.KindDateRange, form.WidgetDateRange},
		{files, "proof", form.KindAttachments, form.WidgetAttachments},
		{files, "photos", form.KindImages, form.WidgetImages},
		{files, "rows.bill", form.KindAttachments, form.WidgetAttachments},
		{kinds, "pct", form.KindNumber, form.WidgetPercent},
		{kinds, "minutes", form.KindInteger, form.WidgetDuration},
		{kinds, "place", form.KindEnum, form.WidgetTree},
		{kinds, "many", form.KindChoices, form.WidgetCheckboxes},
		{kinds, "dept", form.KindDepartment, form.WidgetDepartment},
		{kinds, "depts", form.KindDepartments, form.WidgetDepartments},
		{kinds, "team", form.KindPersons, form.WidgetPersons},
		{kinds, "idNo", form.KindString, form.WidgetText},
		{kinds, "rows.many", form.KindChoices, form.WidgetMultiselect},
		{kinds, "rows.team", form.KindPersons, form.WidgetPersons},
		{combos, "either", form.KindJSON, form.WidgetTextarea},
		{combos, "map", form.KindJSON, form.WidgetTextarea},
		{combos, "tags", form.KindJSON, form.WidgetTextarea},
	}
	for _, tt := range tests {
		f, ok := tt.form.Field(tt.path)
		if !ok || f.Kind != tt.kind || f.Layout.Widget != tt.widget {
			t.Errorf("%s: got %s %s, %v", tt.path, f.Kind, f.Layout.Widget, ok)
		}
	}
	if f, _ := every.Field("span"); f.Halves {
		t.Error("span has no half days")
	}
	if f, _ := expense.Field("items.stay"); !f.Halves {
		t.Error("items.stay has half days")
	}
	if f, _ := expense.Field("items.amount"); !f.Required || f.Schema["multipleOf"] != json.Number("0.01") {
		t.Errorf("got %+v", f)
	}
	if _, ok := every.Field("gone"); ok {
		t.Error("there is no such field")
	}
}

func TestTableInTableIsJSON(t *testing.T) {
	t.Parallel()
	inner := `{"type":"array","maxItems":10,"items":` + object(`"x":{"type":"number"}`, ``) + `}`
	f := compile(t, form.Definition{Schema: json.RawMessage(object(`"t":{"type":"array","items":`+object(`"u":`+inner, ``)+`}`, ``))})
	if u, _ := f.Field("t.u"); u.Kind != form.KindJSON {
		t.Errorf("got %s", u.Kind)
	}
}

func TestTypesAndLabels(t *testing.T) {
	t.Parallel()
	f := fixtureForm(t, "expense")
	types := f.Types()
	if got := slices.Sorted(maps.Keys(types)); !slices.Equal(got, []string{"items", "items.amount", "items.on", "items.stay", "items.what", "items.who", "period", "title", "total", "trip"}) {
		t.Errorf("got %v", got)
	}
	for _, tt := range []struct {
		expr string
		want rule.Kind
	}{
		{`{">":[{"sum":[{"var":"items.amount"}]},{"var":"total"}]}`, rule.KindBool},
		{`{"and":[{"var":"trip"},{"<":[{"var":"period.start"},{"var":"$today"}]}]}`, rule.KindBool},
		{`{"workdays":[{"var":"period"}]}`, rule.KindNumber},
		{`{"count":[{"var":"items"}]}`, rule.KindNumber},
	} {
		if _, err := rule.ParseTyped(json.RawMessage(tt.expr), types, tt.want); err != nil {
			t.Errorf("%s: %v", tt.expr, err)
		}
	}
	e, err := rule.Parse(json.RawMessage(`{"==":[{"var":"type"},"sick"]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Words(fixtureForm(t, "leave").Labels(), "zh-CN"); got != "假期类型是病假" {
		t.Errorf("got %q", got)
	}
}

// Date-times compare and are counted, and are neither dates nor text.
func TestTypesOfDateTimes(t *testing.T) {
	t.Parallel()
	f := compile(t, form.Definition{Schema: json.RawMessage(object(`"at":{"type":"string","format":"date-time"},"day":{"type":"string","format":"date"}`, ``))})
	for expr, want := range map[string]rule.Kind{
		`{"<":[{"var":"at"},"2026-11-27T09:00:00+08:00"]}`: rule.KindBool,
		`{"minutesBetween":[{"var":"at"},{"var":"at"}]}`:   rule.KindNumber,
	} {
		if _, err := rule.ParseTyped(json.RawMessage(expr), f.Types(), want); err != nil {
			t.Errorf("%s: %v", expr, err)
		}
	}
	for _, expr := range []string{`{"<":[{"var":"at"},{"var":"day"}]}`, `{"contains":[{"var":"at"},"2026"]}`, `{"<":[{"var":"at"},{"var":"$now"}]}`} {
		if _, err := rule.ParseTyped(json.RawMessage(expr), f.Types(), rule.KindBool); err == nil {
			t.Errorf("%s is taken", expr)
		}
	}
}

// The contract's reference app: its rules and conditions fit its form.
func TestLeaveRules(t *testing.T) {
	t.Parallel()
	f := fixtureForm(t, "leave")
	set, err := rule.Compile([]rule.Rule{
		{ID: "countDays", Enabled: true, Then: []rule.Action{{Do: rule.DoSet, Field: "days", Value: json.RawMessage(`{"workdays":[{"var":"period"}]}`)}}},
		{ID: "coverLong", Enabled: true, When: json.RawMessage(`{">":[{"var":"days"},3]}`), Then: []rule.Action{{Do: rule.DoRequire, Field: "handover"}}},
	}, f.Types())
	if err != nil {
		t.Fatal(err)
	}
	calendar, err := rule.Calendar{Weekend: []int{0, 6}}.Compile()
	if err != nil {
		t.Fatal(err)
	}
	values, err := form.DecodeValues([]byte(`{"type":"annual","reason":"family","days":99,"period":{"start":"2026-11-23","startHalf":"pm","end":"2026-11-27","endHalf":"pm"}}`))
	if err != nil {
		t.Fatal(err)
	}
	result, err := set.Apply(rule.Env{Values: values, Today: "2026-11-21", Calendar: calendar})
	if err != nil {
		t.Fatal(err)
	}
	got := f.Validate(result.Values, form.Overrides{Hidden: result.Hidden, Required: result.Required})
	if len(got) != 1 || got[0].Path != "/handover" || got[0].Code != form.ViolationRequired {
		t.Errorf("got %v", got)
	}
	if text, err := form.Canonical(result.Values["days"]); err != nil || string(text) != "4.5" {
		t.Errorf("got %s, %v", text, err)
	}
}

func TestMask(t *testing.T) {
	t.Parallel()
	f := fixtureForm(t, "expense")
	values, err := form.DecodeValues([]byte(`{"title":"t","total":3,"items":[{"what":"a","amount":1},{"what":"b","amount":2},"odd"]}`))
	if err != nil {
		t.Fatal(err)
	}
	before, _ := form.Canonical(values)
	tests := []struct {
		hide []string
		want string
	}{
		{nil, `{"items":[{"amount":1,"what":"a"},{"amount":2,"what":"b"},"odd"],"title":"t","total":3}`},
		{[]string{"total", "gone", "gone.too"}, `{"items":[{"amount":1,"what":"a"},{"amount":2,"what":"b"},"odd"],"title":"t"}`},
		{[]string{"items.amount"}, `{"items":[{"what":"a"},{"what":"b"},null],"title":"t","total":3}`},
		{[]string{"items.amount", "items.what", "title"}, `{"items":[{},{},null],"total":3}`},
		{[]string{"items", "items.amount"}, `{"title":"t","total":3}`},
	}
	for _, tt := range tests {
		if got, err := form.Canonical(f.Mask(values, tt.hide)); err != nil || string(got) != tt.want {
			t.Errorf("%v: got %s, %v", tt.hide, got, err)
		}
	}
	if after, _ := form.Canonical(values); string(after) != string(before) {
		t.Error("Mask changed its argument")
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	leave, every, expense := fixtureForm(t, "leave"), fixtureForm(t, "every"), fixtureForm(t, "expense")
	period := func(a, ah, b, bh string) map[string]any {
		return map[string]any{"start": a, "startHalf": ah, "end": b, "endHalf": bh}
	}
	people := map[string]words.Text{"p1": {"en": "Li Na", "zh-CN": "李娜"}}
	tests := []struct {
		form   *form.Form
		field  string
		value  any
		en, zh string
	}{
		{leave, "type", "annual", "Annual leave", "年假"},
		{leave, "type", "moon", "moon", "moon"},
		{leave, "days", json.Number("2.50"), "2.5", "2.5"},
		{leave, "days", json.Number("1e2"), "100", "100"},
		{leave, "reason", " line one\n\tline  two ", "line one line two", "line one line two"},
		{leave, "handover", "p1", "Li Na", "李娜"},
		{leave, "handover", "p9", "p9", "p9"},
		{leave, "period", period("2026-11-23", "am", "2026-11-24", "pm"), "2026-11-23 – 2026-11-24", "2026-11-23 – 2026-11-24"},
		{leave, "period", period("2026-11-23", "pm", "2026-11-24", "am"), "2026-11-23 afternoon – 2026-11-24 morning", "2026-11-23 下午 – 2026-11-24 上午"},
		{leave, "period", period("2026-11-23", "am", "2026-11-23", "pm"), "2026-11-23", "2026-11-23"},
		{leave, "period", period("2026-11-23", "pm", "2026-11-23", "pm"), "2026-11-23 afternoon", "2026-11-23 下午"},
		{leave, "period", period("2026-11-23", "am", "2026-11-23", "am"), "2026-11-23 morning", "2026-11-23 上午"},
		{leave, "period", map[string]any{"start": "2026-11-23"}, "", ""},
		{every, "yes", true, "Yes", "是"},
		{every, "yes", false, "No", "否"},
		{every, "kind", "b", "B", "乙"},
		{every, "day", "2026-01-31", "2026-01-31", "2026-01-31"},
		{expense, "items", []any{map[string]any{}}, "1 row", "1 行"},
		{expense, "items", []any{map[string]any{}, map[string]any{}}, "2 rows", "2 行"},
		{expense, "items.amount", json.Number("12.5"), "12.5", "12.5"},
		{leave, "gone", "x", "", ""},
		{leave, "reason", nil, "", ""},
		{leave, "reason", "  ", "", ""},
		{expense, "items", []any{}, "", ""},
	}
	for _, tt := range tests {
		if got := tt.form.Show(tt.value, tt.field, "en", people); got != tt.en {
			t.Errorf("%s %v: got %q, want %q", tt.field, tt.value, got, tt.en)
		}
		if got := tt.form.ShowText(tt.value, tt.field, people); got["zh-CN"] != tt.zh || got["en"] != tt.en {
			t.Errorf("%s %v: got %v, want %q", tt.field, tt.value, got, tt.zh)
		}
	}
}

// Every code that the package can give has its words in both languages.
func TestEveryCodeHasAMessage(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("codes.go")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := os.ReadFile("messages.json")
	if err != nil {
		t.Fatal(err)
	}
	var messages map[string]words.Text
	if err := json.Unmarshal(catalogue, &messages); err != nil {
		t.Fatal(err)
	}
	found := codePattern.FindAllSubmatch(source, -1)
	if len(found) < 40 {
		t.Fatalf("only %d codes", len(found))
	}
	for _, m := range found {
		for _, lang := range words.Languages() {
			if messages[string(m[1])][lang] == "" {
				t.Errorf("%s has no message in %s", m[1], lang)
			}
		}
	}
}

func TestShowKinds(t *testing.T) {
	t.Parallel()
	f := fixtureForm(t, "kinds")
	names := map[string]words.Text{"p1": {"en": "Li Na", "zh-CN": "李娜"}, "p2": {"en": "Wu", "zh-CN": "吴"}, "d1": {"en": "Research", "zh-CN": "研发部"}}
	tests := []struct {
		field  string
		value  any
		en, zh string
	}{
		{"pct", json.Number("12.50"), "12.5%", "12.5%"},
		{"minutes", json.Number("0"), "0 min", "0 分钟"},
		{"minutes", json.Number("60"), "1 h", "1 小时"},
		{"minutes", json.Number("90"), "1 h 30 min", "1 小时 30 分钟"},
		{"minutes", json.Number("1.5"), "1.5", "1.5"},
		{"fee", json.Number("19.9"), "CNY 19.90", "CNY 19.90"},
		{"fee", json.Number("20"), "CNY 20", "CNY 20"},
		{"fee", json.Number("0.125"), "CNY 0.125", "CNY 0.125"},
		{"fee", json.Number("999.5"), "CNY 999.50", "CNY 999.50"},
		{"fee", json.Number("7852.5"), "CNY 7,852.50", "CNY 7,852.50"},
		{"fee", json.Number("-1234567"), "CNY -1,234,567", "CNY -1,234,567"},
		{"fee", json.Number("-123"), "CNY -123", "CNY -123"},
		{"fee", json.Number("1e21"), "CNY 1,000,000,000,000,000,000,000", "CNY 1,000,000,000,000,000,000,000"},
		{"place", "sh", "Shanghai", "上海"},
		{"many", []any{"a", "d"}, "a, d", "a、d"},
		{"team", []any{"p1", "p2"}, "Li Na, Wu", "李娜、吴"},
		{"team", []any{"gone"}, "gone", "gone"},
		{"dept", "d1", "Research", "研发部"},
		{"depts", []any{"d1"}, "Research", "研发部"},
		{"moment", "2026-11-27T09:30:00+08:00", "2026-11-27 09:30", "2026-11-27 09:30"},
		{"moment", "soon", "soon", "soon"},
		{"many", []any{}, "", ""},
	}
	for _, tt := range tests {
		if got := f.ShowText(tt.value, tt.field, names); got["en"] != tt.en || got["zh-CN"] != tt.zh {
			t.Errorf("%s %v: got %q", tt.field, tt.value, got)
		}
	}
}

func TestWhatAFieldTakesOfFiles(t *testing.T) {
	t.Parallel()
	f := fixtureForm(t, "files")
	for path, want := range map[string]struct {
		accepts []string
		bytes   int64
	}{
		"proof":     {[]string{form.FilesPDF, form.FilesImage}, 10 << 20},
		"photos":    {[]string{form.FilesImage}, 5 << 20},
		"rows.bill": {form.FileTypes(), 20 << 20},
	} {
		field, _ := f.Field(path)
		if !field.Holds() || !slices.Equal(field.Accepts(), want.accepts) || field.MaxBytes() != want.bytes {
			t.Errorf("%s takes %v up to %d bytes", path, field.Accepts(), field.MaxBytes())
		}
	}
	if rows, _ := f.Field("rows"); rows.Holds() {
		t.Error("a table holds no files itself")
	}
}
