package seed

import (
	"context"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/lists"
)

// demoList is a list of the demo company.
type demoList struct {
	id    string
	name  words.Text
	above string
	items []lists.Item
}

func item(value, parent, en, zh string) lists.Item {
	return lists.Item{Value: value, Parent: parent, Label: both(en, zh)}
}

// demoLists are the cost centres of the demo company and their projects: a form
// that offers projects can follow the cost centre that was chosen.
func demoLists() []demoList {
	return []demoList{
		{id: "costCentres", name: both("Cost centres", "成本中心"), items: []lists.Item{
			item("CC-100", "", "Management", "管理层"), item("CC-210", "", "Sales East", "华东销售"), item("CC-220", "", "Sales South", "华南销售"),
			item("CC-300", "", "Research and development", "研发"), item("CC-400", "", "Production", "生产"), item("CC-500", "", "Human resources", "人力资源"),
			item("CC-600", "", "IT", "信息技术"),
			{Value: "CC-290", Label: both("Sales North", "华北销售"), Off: true},
		}},
		{id: "projects", name: both("Projects", "项目"), above: "costCentres", items: []lists.Item{
			item("P-2101", "CC-210", "Trade fair in Shanghai", "上海展会"), item("P-2102", "CC-210", "Dealer network", "经销商网络"),
			item("P-2201", "CC-220", "Shenzhen branch office", "深圳办事处"),
			item("P-3001", "CC-300", "New controller", "新一代控制器"), item("P-3002", "CC-300", "Test bench", "测试台"), item("P-3003", "CC-300", "Certification", "产品认证"),
			item("P-4001", "CC-400", "Second assembly line", "二号装配线"), item("P-6001", "CC-600", "Data centre move", "机房搬迁"),
		}},
	}
}

// LoadLists adds what is missing of the demo company's lists. What somebody made
// of a list that is there stays.
func LoadLists(ctx context.Context, l *lists.Lists) error {
	for _, list := range demoLists() {
		if l.Has(list.id) {
			continue
		}
		_, err := l.Add(ctx, lists.Input{ID: list.id, Name: list.name, Above: list.above}, words.English)
		var taken *fault.Invalid
		if errors.As(err, &taken) && l.Has(list.id) { // another server was first
			continue
		}
		if err != nil {
			return fmt.Errorf("seed: adding the list %s: %w", list.id, err)
		}
		for _, i := range list.items {
			if _, err := l.Put(ctx, list.id, 0, i, false, words.English); err != nil {
				return fmt.Errorf("seed: adding %s to the list %s: %w", i.Value, list.id, err)
			}
		}
	}
	return nil
}
