package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
)

// The codes of findings about lists.
const (
	CodeListUnknown = "lint.listUnknown" // field, list
	CodeListAbove   = "lint.listAbove"   // field, list, under
	CodeNeedList    = "lint.needList"    // script, list
)

// listMessages are what is said of the lists that fields take options from.
var listMessages = map[string]words.Text{
	CodeListUnknown: {
		"en":    "The field “{field}” takes its options from the list “{list}”, which the organisation does not keep. Choose another list, or have this one made in the control room.",
		"zh-CN": "字段“{field}”的选项来自列表“{list}”，但企业没有该列表。请另选列表，或在控制室新建该列表。",
	},
	CodeNeedList: {
		"en":    "The script “{script}” looks up the list “{list}”, which the organisation does not keep. Choose another list, or have this one made in the control room.",
		"zh-CN": "脚本“{script}”要查询列表“{list}”，但企业没有该列表。请另选列表，或在管理后台新建该列表。",
	},
	CodeListAbove: {
		"en":    "The field “{field}” offers what stands below the choice in “{under}”, but the list “{list}” stands below another list than the one there, so nothing would be offered. Choose fitting lists.",
		"zh-CN": "字段“{field}”按“{under}”的选择提供下级选项，但列表“{list}”的上级不是那个字段的列表，将没有可选项。请选择相互对应的列表。",
	},
}

// Lists knows the lists that the organisation keeps.
type Lists interface {
	// Has reports whether there is a list with an id.
	Has(id string) bool
	// Above is the list whose values the items of a list stand below.
	Above(id string) string
}

// CheckLists looks at the lists that an app's fields take their options from, and
// that its scripts look up, as the organisation keeps them now.
func CheckLists(a app.App, lists Lists) []Finding {
	f, err := form.Compile(a.Form)
	if err != nil {
		return nil // what is wrong with the form is said already
	}
	c := &checker{app: a, form: f}
	looks := a.Form.Layout.Fields
	for _, path := range slices.Sorted(maps.Keys(looks)) {
		field, _ := f.Field(path)
		source := field.Layout.Source
		if source == nil || source.List == "" {
			continue
		}
		say := func(code string, params map[string]any) {
			params["field"], params["list"] = path, source.List
			c.add(Finding{Code: code, Level: Error, Place: "form.fields." + path, Params: params})
		}
		if !lists.Has(source.List) {
			say(CodeListUnknown, map[string]any{})
			continue
		}
		if source.Under == "" {
			continue
		}
		above, _ := f.Field(source.Under)
		if lists.Above(source.List) != above.Layout.Source.List {
			say(CodeListAbove, map[string]any{"under": source.Under})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Scripts.Needs)) {
		for _, need := range a.Scripts.Needs[name] {
			if id, ok := strings.CutPrefix(need, app.NeedList); ok && !lists.Has(id) {
				c.add(Finding{Code: CodeNeedList, Level: Error, Place: "scripts." + name, Params: map[string]any{"script": name, "list": id}})
			}
		}
	}
	return c.findings
}
