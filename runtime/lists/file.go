package lists

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/directory/sheet"
)

// ErrPlan says that a file would not do any more what was shown: the list was
// changed meanwhile, or it is another file.
var ErrPlan = errors.New("lists: the file would do something else by now")

// ErrBusy says that another file is being read; trying again shortly helps.
var ErrBusy = errors.New("lists: another file is being read")

// FileError says why a file cannot be taken at all.
type FileError struct {
	Code   string
	Params map[string]string
}

func (e *FileError) Error() string { return fmt.Sprintf("lists: %s %v", e.Code, e.Params) }

// The columns of a file.
const (
	colValue = iota
	colEnglish
	colChinese
	colParent
	colOff
	columnCount
)

// headers are the columns' titles, the first of each the one that is written.
var headers = [columnCount][]string{
	colValue:   {"Value", "值", "编码", "Code"},
	colEnglish: {"English", "英文名称", "Name"},
	colChinese: {"Chinese", "中文名称", "名称"},
	colParent:  {"Parent", "上级", "上级值"},
	colOff:     {"Off", "停用"},
}

// Report is what a file does, or would do.
type Report struct {
	Rows, Added, Changed, Same int
	Problems                   []RowProblem
	Changes                    []RowChange
	// Ignored are headers of columns that are not read.
	Ignored []string
	// Plan is what to apply; empty where there are problems.
	Plan string
}

// RowProblem is what is wrong with a row.
type RowProblem struct {
	Row    int
	Column string // its header
	Value  string
	Code   string
	Params map[string]string
}

// RowChange is what a row does.
type RowChange struct {
	Row   int
	Value string
	Added bool
	// Before and After are the item; Before is empty for one that is added.
	Before, After Item
}

// row is what a file says of an item: only what it has a column for.
type row struct {
	number int
	cells  [columnCount]string
}

// file is a file that was read.
type file struct {
	has     [columnCount]bool
	titles  [columnCount]string
	rows    []row
	ignored []string
}

// Check reports what a file would do to a list, and does nothing. What the file
// does not name stays as it is, and what has no column does. It returns a
// *sheet.Error or a *FileError for a file that cannot be read.
func (l *Lists) Check(id string, data []byte) (*Report, error) {
	list, err := l.List(id)
	if err != nil {
		return nil, err
	}
	f, err := l.readFile(data)
	if err != nil {
		return nil, err
	}
	_, report := l.plan(list.doc, f)
	return report, nil
}

// Import does what Check reported under plan, all of it or nothing, with one
// write. Where it would do something else by now it returns ErrPlan; where the
// file has problems the report says so and nothing is done.
func (l *Lists) Import(ctx context.Context, id string, data []byte, plan string) (*Report, error) {
	f, err := l.readFile(data)
	if err != nil {
		return nil, err
	}
	var report *Report
	_, err = l.change(ctx, id, 0, func(doc *document) (*audit.Event, error) {
		var items []Item
		items, report = l.plan(doc, f)
		if len(report.Problems) > 0 || report.Added+report.Changed == 0 {
			return nil, nil
		}
		if report.Plan != plan {
			return nil, ErrPlan
		}
		doc.Items = items
		sum := sha256.Sum256(data)
		return &audit.Event{Action: "list.imported", Facts: map[string]any{
			"added": report.Added, "changed": report.Changed, "file": "sha256:" + hex.EncodeToString(sum[:]),
		}}, nil
	})
	if err != nil {
		return nil, err
	}
	return report, nil
}

// Export writes a list in the columns that an import reads, headed in a
// language, and notes who took it away.
func (l *Lists) Export(ctx context.Context, id, lang string, workbook bool) ([]byte, error) {
	list, err := l.List(id)
	if err != nil {
		return nil, err
	}
	at, yes := 0, "yes"
	if lang == words.Chinese {
		at, yes = 1, "是"
	}
	rows := [][]string{make([]string, columnCount)}
	for i := range headers {
		rows[0][i] = headers[i][at]
	}
	for _, item := range list.Items() {
		off := ""
		if item.Off {
			off = yes
		}
		rows = append(rows, []string{item.Value, item.Label[words.English], item.Label[words.Chinese], item.Parent, off})
	}
	err = l.record.Record(ctx, audit.Event{Object: audit.ObjectLists, Action: "list.exported", Facts: map[string]any{"list": id, "items": len(list.Items())}})
	if err != nil {
		return nil, err
	}
	if workbook {
		return sheet.XLSX([]sheet.Sheet{{Name: id, Rows: rows}})
	}
	return sheet.CSV(rows)
}

// readFile unpacks one file at a time.
func (l *Lists) readFile(data []byte) (*file, error) {
	if !l.reading.TryLock() {
		return nil, ErrBusy
	}
	defer l.reading.Unlock()
	tables, err := sheet.Read(data)
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		if len(t.Rows) == 0 {
			continue
		}
		f, err := readTable(t)
		if f != nil || err != nil {
			return f, err
		}
	}
	return nil, &FileError{Code: CodeHeader}
}

// readTable reads a sheet; nil where it has no column of values.
func readTable(t sheet.Table) (*file, error) {
	f := &file{}
	at := [columnCount]int{}
	for i, title := range t.Rows[0].Cells {
		column := slices.IndexFunc(headers[:], func(names []string) bool {
			return slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, title) })
		})
		switch {
		case title == "":
		case column < 0:
			f.ignored = append(f.ignored, title)
		case f.has[column]:
			return nil, &FileError{Code: CodeHeaderTwice, Params: map[string]string{"title": title}}
		default:
			f.has[column], f.titles[column], at[column] = true, title, i
		}
	}
	if !f.has[colValue] {
		return nil, nil
	}
	for _, r := range t.Rows[1:] {
		read := row{number: r.Number}
		for column := range columnCount {
			if f.has[column] {
				read.cells[column] = r.Cell(at[column])
			}
		}
		f.rows = append(f.rows, read)
	}
	if len(f.rows) == 0 {
		return nil, &FileError{Code: CodeNothing}
	}
	return f, nil
}

// plan works out what a file makes of a list.
func (l *Lists) plan(doc *document, f *file) ([]Item, *Report) {
	items := slices.Clone(doc.Items)
	at := make(map[string]int, len(items))
	for i, item := range items {
		at[item.Value] = i
	}
	report := &Report{Rows: len(f.rows), Ignored: f.ignored}
	seen := map[string]int{}
	for _, r := range f.rows {
		value := r.cells[colValue]
		i, known := at[value]
		var before Item
		if known {
			before = items[i]
		}
		item, problems := l.itemOf(doc.Above, f, r, before)
		if first, twice := seen[value]; twice && value != "" {
			problems = append(problems, problem{"/value", CodeTwice, map[string]string{"row": strconv.Itoa(first)}})
		}
		seen[value] = r.number
		for _, p := range problems {
			column := columnOf(p.path)
			report.Problems = append(report.Problems, RowProblem{
				Row: r.number, Column: titleOf(f, column), Value: r.cells[column], Code: p.code, Params: p.params,
			})
		}
		switch {
		case len(problems) > 0:
		case known && same(before, item):
			report.Same++
		case known:
			report.Changed++
			items[i] = item
			report.Changes = append(report.Changes, RowChange{Row: r.number, Value: value, Before: before, After: item})
		default:
			report.Added++
			at[value] = len(items)
			items = append(items, item)
			report.Changes = append(report.Changes, RowChange{Row: r.number, Value: value, Added: true, After: item})
		}
	}
	if len(items) > MaxItems {
		last := f.rows[len(f.rows)-1]
		report.Problems = append(report.Problems, RowProblem{
			Row: last.number, Column: titleOf(f, colValue), Value: last.cells[colValue], Code: CodeTooManyItems, Params: map[string]string{"max": strconv.Itoa(MaxItems)},
		})
	}
	if len(report.Problems) == 0 {
		report.Plan = planOf(doc, report)
	}
	return items, report
}

// planOf names what a report would do to a list.
func planOf(doc *document, r *Report) string {
	text, err := json.Marshal([]any{doc.ID, doc.Rev, r.Changes})
	if err != nil {
		return "" // texts always can be written; an empty plan applies to nothing
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// itemOf is the item that a row makes of what was there before.
func (l *Lists) itemOf(above string, f *file, r row, before Item) (Item, []problem) {
	item := Item{Value: r.cells[colValue], Label: maps.Clone(before.Label), Parent: before.Parent, Off: before.Off}
	if item.Label == nil {
		item.Label = words.Text{}
	}
	var c checks
	for column, lang := range map[int]string{colEnglish: words.English, colChinese: words.Chinese} {
		if f.has[column] {
			item.Label[lang] = r.cells[column]
		}
	}
	item.Label = tidy(item.Label)
	if f.has[colParent] {
		item.Parent = r.cells[colParent]
	}
	if f.has[colOff] {
		off, known := yesNo(r.cells[colOff])
		if !known {
			c.fail("/off", CodeOffUnknown, nil)
		}
		item.Off = off
	}
	c.item("", l, above, item)
	return item, c
}

// yesNo reads what people write for yes and no.
func yesNo(text string) (yes, known bool) {
	switch strings.ToLower(text) {
	case "yes", "y", "true", "1", "是", "√", "x":
		return true, true
	case "", "no", "n", "false", "0", "否":
		return false, true
	}
	return false, false
}

// columnOf is the column that a problem's path is about.
func columnOf(path string) int {
	switch path {
	case "/label/en":
		return colEnglish
	case "/label/zh-CN":
		return colChinese
	case "/parent":
		return colParent
	case "/off":
		return colOff
	default:
		return colValue
	}
}

// titleOf is a column's header, as the file has it.
func titleOf(f *file, column int) string {
	if f.titles[column] != "" {
		return f.titles[column]
	}
	return headers[column][0]
}
