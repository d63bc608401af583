package directory

import (
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/directory/sheet"
)

// column is a column of a file, whatever its header says.
type column string

// The columns. A file of people may describe departments in the same rows, or in
// rows without a login, or, as a workbook, in a sheet of their own.
const (
	colLogin      column = "login"
	colNameEn     column = "nameEn"
	colNameZh     column = "nameZh"
	colEmail      column = "email"
	colTitleEn    column = "titleEn"
	colTitleZh    column = "titleZh"
	colDepartment column = "department"
	colManager    column = "manager"
	colRoles      column = "roles"
	colLanguage   column = "language"
	colDeptNameEn column = "departmentNameEn"
	colDeptNameZh column = "departmentNameZh"
	colDeptParent column = "departmentParent"
	colDeptLead   column = "departmentLead"
)

// header is how a column is headed in a file that Banli writes; others are read
// too.
type header struct {
	column column
	title  words.Text
	others []string
}

func headed(c column, en, zh string, others ...string) header {
	return header{column: c, title: words.Text{words.English: en, words.Chinese: zh}, others: others}
}

var peopleHeaders = []header{
	headed(colLogin, "Login", "账号", "登录名", "登录账号", "用户名", "username", "account"),
	headed(colNameEn, "Name (en)", "姓名（英文）", "name", "english name", "英文名"),
	headed(colNameZh, "Name (zh)", "姓名（中文）", "姓名", "中文名", "chinese name"),
	headed(colEmail, "E-mail", "邮箱", "email", "电子邮箱", "邮件"),
	headed(colTitleEn, "Title (en)", "职务（英文）", "title", "job title"),
	headed(colTitleZh, "Title (zh)", "职务（中文）", "职务", "岗位", "职位"),
	headed(colDepartment, "Department", "部门", "dept", "所属部门", "department code"),
	headed(colManager, "Manager", "上级", "直属上级", "manager login", "上级账号"),
	headed(colRoles, "Roles", "角色", "role"),
	headed(colLanguage, "Language", "语言"),
	headed(colDeptNameEn, "Department name (en)", "部门名称（英文）"),
	headed(colDeptNameZh, "Department name (zh)", "部门名称（中文）", "部门名称"),
	headed(colDeptParent, "Department above", "上级部门", "parent department"),
	headed(colDeptLead, "Department lead", "部门负责人"),
}

var departmentHeaders = []header{
	headed(colDepartment, "Code", "部门编码", "编码", "department code"),
	headed(colDeptNameEn, "Name (en)", "名称（英文）", "name"),
	headed(colDeptNameZh, "Name (zh)", "名称（中文）", "名称", "部门名称"),
	headed(colDeptParent, "Above", "上级部门", "parent", "parent department", "上级"),
	headed(colDeptLead, "Lead", "负责人", "部门负责人", "head"),
}

// plain takes a header for what it says, however it is written.
func plain(title string) string {
	return strings.NewReplacer("（", "(", "）", ")", " ", "", "_", "", "-", "", "*", "", "\u00a0", "").Replace(strings.ToLower(title))
}

func columnOf(headers []header, title string) (column, bool) {
	for _, h := range headers {
		for _, known := range append([]string{h.title[words.English], h.title[words.Chinese]}, h.others...) {
			if plain(known) == plain(title) {
				return h.column, true
			}
		}
	}
	return "", false
}

// layout says where the columns of one sheet stand.
type layout struct {
	sheet   string
	at      map[column]int
	titles  map[column]string // as the file heads them
	ignored []string          // titles that mean nothing here
	twice   string            // a title that two columns have
}

// layoutOf reads a sheet's header: that of people if it has a login, that of
// departments if it has a code. ok is false for a sheet of neither.
func layoutOf(t sheet.Table) (l layout, ok bool) {
	if len(t.Rows) == 0 {
		return layout{}, false
	}
	people, departments := readHeader(t, peopleHeaders), readHeader(t, departmentHeaders)
	if _, ok := people.at[colLogin]; ok {
		return people, true
	}
	if _, ok := departments.at[colDepartment]; ok {
		return departments, true
	}
	return layout{}, false
}

func readHeader(t sheet.Table, headers []header) layout {
	l := layout{sheet: t.Name, at: map[column]int{}, titles: map[column]string{}}
	for i, title := range t.Rows[0].Cells {
		if title == "" {
			continue
		}
		c, known := columnOf(headers, title)
		if !known {
			l.ignored = append(l.ignored, title)
			continue
		}
		if _, twice := l.at[c]; twice {
			l.twice = title
			continue
		}
		l.at[c], l.titles[c] = i, title
	}
	return l
}

// get reads a cell; ok is false where the sheet has no such column, which means
// that the file does not say.
func (l layout) get(r sheet.Row, c column) (text string, ok bool) {
	i, ok := l.at[c]
	if !ok {
		return "", false
	}
	return r.Cell(i), true
}
