package sheet

import (
	"bytes"
	"fmt"
	"strings"
)

// The bounds of a file.
const (
	MaxBytes   = 5 << 20
	MaxRows    = 20000 // below the header, in all sheets together
	MaxColumns = 64
	MaxCell    = 2000 // characters
)

// Table is one sheet: its rows with something in them.
type Table struct {
	Name string // empty for CSV
	Rows []Row
}

// Row is a row with its number, from 1, as a spreadsheet shows it. Cells have no
// blanks around them.
type Row struct {
	Number int
	Cells  []string
}

// Cell returns a cell, empty where the row ends before it.
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// The codes of an Error.
const (
	CodeFormat   = "sheet.format"   // neither CSV nor xlsx
	CodeOld      = "sheet.old"      // an old or protected Excel file
	CodeDamaged  = "sheet.damaged"  // cannot be read to its end; Params: detail
	CodeEncoding = "sheet.encoding" // text in no encoding that is known
	CodeSize     = "sheet.size"     // Params: max, in MiB
	CodeUnfolded = "sheet.unfolded" // unfolds to more than is taken
	CodeRows     = "sheet.rows"     // Params: max
	CodeColumns  = "sheet.columns"  // Params: max, row
	CodeCell     = "sheet.cell"     // Params: max, row
)

// Codes lists the codes of an Error.
func Codes() []string {
	return []string{CodeFormat, CodeOld, CodeDamaged, CodeEncoding, CodeSize, CodeUnfolded, CodeRows, CodeColumns, CodeCell}
}

// Error says why a file cannot be read.
type Error struct {
	Code   string
	Params map[string]any
}

func (e *Error) Error() string { return fmt.Sprintf("sheet: %s %v", e.Code, e.Params) }

func fail(code string) error { return &Error{Code: code} }

func failWith(code string, params map[string]any) error { return &Error{Code: code, Params: params} }

// Read reads a file by what it holds, whatever it is called. It returns an
// *Error where it cannot.
func Read(data []byte) ([]Table, error) {
	switch {
	case len(data) > MaxBytes:
		return nil, failWith(CodeSize, map[string]any{"max": MaxBytes >> 20})
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, fail(CodeOld)
	}
	t, err := readCSV(data)
	if err != nil {
		return nil, err
	}
	return []Table{t}, nil
}

// gather takes in one row; blank ones are left out. left is how many rows may
// still come.
func (t *Table) gather(number int, cells []string, left *int) error {
	used := 0
	tidy := make([]string, len(cells))
	for i, c := range cells {
		if tidy[i] = strings.TrimSpace(c); tidy[i] != "" {
			used = i + 1
		}
		if len(c) > MaxCell && len([]rune(c)) > MaxCell {
			return failWith(CodeCell, map[string]any{"max": MaxCell, "row": number})
		}
	}
	if used == 0 {
		return nil
	}
	if used > MaxColumns {
		return failWith(CodeColumns, map[string]any{"max": MaxColumns, "row": number})
	}
	if *left--; *left < 0 {
		return failWith(CodeRows, map[string]any{"max": MaxRows})
	}
	t.Rows = append(t.Rows, Row{Number: number, Cells: tidy[:used]})
	return nil
}
