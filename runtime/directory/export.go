package directory

import (
	"cmp"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/directory/sheet"
	"github.com/banli-oa/banli/runtime/identity"
)

// Format is how a file is written.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Export writes everyone who works here and all departments in the columns that
// an import reads, headed in a language. As CSV, rows without a login describe
// departments; a workbook has a sheet for them.
func (d *Directory) Export(f Format, lang string) ([]byte, error) {
	return write(f, lang, d.identity.Organisation())
}

// Template writes the same columns with nothing in them; a workbook has a sheet
// that explains them.
func (d *Directory) Template(f Format, lang string) ([]byte, error) {
	return write(f, lang, nil)
}

func write(f Format, lang string, o *identity.Organisation) ([]byte, error) {
	if f == CSV {
		rows := [][]string{titles(peopleHeaders, lang)}
		if o != nil {
			rows = append(rows, departmentRows(o, peopleHeaders)...)
			for _, row := range peopleRows(o) {
				rows = append(rows, append(row, make([]string, len(peopleHeaders)-len(row))...))
			}
		}
		return sheet.CSV(rows)
	}
	people := [][]string{titles(peopleHeaders[:peopleColumns], lang)}
	departments := [][]string{titles(departmentHeaders, lang)}
	if o != nil {
		people = append(people, peopleRows(o)...)
		departments = append(departments, departmentRows(o, departmentHeaders)...)
	}
	in := func(en, zh string) string {
		return words.Text{words.English: en, words.Chinese: zh}.In(lang, words.English)
	}
	sheets := []sheet.Sheet{{Name: in("People", "人员"), Rows: people}, {Name: in("Departments", "部门"), Rows: departments}}
	if o == nil {
		sheets = append(sheets, sheet.Sheet{Name: in("Notes", "说明"), Rows: notes(lang)})
	}
	return sheet.XLSX(sheets)
}

// peopleColumns is how many of the columns of people are about people.
const peopleColumns = 10

func titles(headers []header, lang string) []string {
	row := make([]string, len(headers))
	for i, h := range headers {
		row[i] = h.title.In(lang, words.English)
	}
	return row
}

func peopleRows(o *identity.Organisation) [][]string {
	rows := make([][]string, 0, len(o.People()))
	for _, p := range o.People() {
		rows = append(rows, []string{
			p.Login, p.Name[words.English], p.Name[words.Chinese], p.Email, p.Title[words.English], p.Title[words.Chinese],
			codeOf(o, p.Dept), activeLogin(o, p.Manager), strings.Join(p.Roles, ", "), p.Language,
		})
	}
	return rows
}

// departmentRows fills in those of some headers that are about departments.
func departmentRows(o *identity.Organisation, headers []header) [][]string {
	rows := make([][]string, 0, len(o.Departments()))
	for _, d := range o.Departments() {
		cells := map[column]string{
			colDepartment: d.Code, colDeptNameEn: d.Name[words.English], colDeptNameZh: d.Name[words.Chinese],
			colDeptParent: codeOf(o, d.Parent), colDeptLead: activeLogin(o, d.Lead),
		}
		row := make([]string, len(headers))
		for i, h := range headers {
			row[i] = cells[h.column]
		}
		rows = append(rows, row)
	}
	return rows
}

func activeLogin(o *identity.Organisation, id string) string {
	if !o.Active(id) {
		return ""
	}
	return loginOf(o, id)
}

// notes explain the columns to whoever fills them in.
func notes(lang string) [][]string {
	in := func(en, zh string) []string {
		return []string{cmp.Or(words.Text{words.English: en, words.Chinese: zh}.In(lang, words.English), en)}
	}
	return [][]string{
		in("How to fill in this file", "填写说明"),
		in("One row for each person. Login and a name in one language are needed; the rest may stay empty.", "每人一行。账号和至少一种语言的姓名必填，其余可留空。"),
		in("Login: lower-case letters, digits and . _ @ -. It stays the same for ever.", "账号：小写字母、数字和 . _ @ -，此后不再改变。"),
		in("Department: the code from the sheet Departments, or the names from the top, such as Company/Research/Platform.", "部门：填写“部门”表中的编码，或从上到下的名称，例如 公司/研发/平台。"),
		in("Manager: the login of a manager who is not the department's lead. People may stand in any order.", "上级：直属上级的账号；如果就是部门负责人可留空。人员顺序不限。"),
		in("Roles: employee, manager, hr, admin, it, with commas between. Empty means employee for somebody new.", "角色：employee（员工）、manager（经理）、hr（人事）、admin（业务管理员）、it（IT），用逗号分隔；新员工留空即为员工。"),
		in("Language: en or zh-CN.", "语言：en 或 zh-CN。"),
		in("A column that you take out stays as it is for everyone; an empty cell empties the field.", "删去某一列表示该列内容保持不变；单元格留空表示清空该字段。"),
		in("Importing the same file again changes nothing.", "重复导入同一文件不会产生任何改变。"),
	}
}
