package sheet

import (
	"archive/zip"
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"
)

// The bounds of what a packed file unfolds to: a file of 20,000 people takes
// some 16 MiB. A file that claims less than it holds is cut off at its claim.
const (
	maxUnfolded = 48 << 20
	maxRatio    = 100 // of a file larger than a MiB
	maxParts    = 200
)

func readXLSX(data []byte) ([]Table, error) {
	if err := checkParts(data); err != nil {
		return nil, err
	}
	// A sheet over the XML limit would be written to a temporary file: there is
	// none.
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxUnfolded, UnzipXMLSizeLimit: maxUnfolded, RawCellValue: true,
	})
	if err != nil {
		return nil, failWith(CodeDamaged, map[string]any{"detail": err.Error()})
	}
	defer func() { _ = f.Close() }() // nothing was opened but memory
	var tables []Table
	left := MaxRows + 1
	for _, name := range f.GetSheetList() {
		t, err := readSheet(f, name, &left)
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// checkParts refuses what is no workbook, or unfolds to too much.
func checkParts(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return failWith(CodeDamaged, map[string]any{"detail": err.Error()})
	}
	workbook := false
	var total uint64
	for _, p := range z.File {
		workbook = workbook || strings.EqualFold(p.Name, "xl/workbook.xml")
		size := p.UncompressedSize64
		if total += size; total > maxUnfolded || size > 1<<20 && size > maxRatio*max(p.CompressedSize64, 1) {
			return fail(CodeUnfolded)
		}
	}
	if len(z.File) > maxParts {
		return fail(CodeUnfolded)
	}
	if !workbook {
		return fail(CodeFormat)
	}
	return nil
}

// readSheet reads the values that are stored in a sheet. Where a cell holds a
// formula, that is what it last came to.
func readSheet(f *excelize.File, name string, left *int) (Table, error) {
	t := Table{Name: name}
	damaged := func(err error) (Table, error) {
		return Table{}, failWith(CodeDamaged, map[string]any{"detail": err.Error()})
	}
	rows, err := f.Rows(name)
	if err != nil {
		return damaged(err)
	}
	defer func() { _ = rows.Close() }() // nothing was opened but memory
	for number := 1; rows.Next(); number++ {
		// A row far down costs a turn for each one above it.
		if number > 4*MaxRows {
			return Table{}, failWith(CodeRows, map[string]any{"max": MaxRows})
		}
		cells, err := rows.Columns()
		if err != nil {
			return damaged(err)
		}
		if err := t.gather(number, cells, left); err != nil {
			return Table{}, err
		}
	}
	if err := rows.Error(); err != nil {
		return damaged(err)
	}
	return t, nil
}

// Sheet is a sheet to be written; its first row is the header.
type Sheet struct {
	Name string
	Rows [][]string
}

// XLSX writes a workbook. All cells are text.
func XLSX(sheets []Sheet) ([]byte, error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // nothing was opened but memory
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	for i, s := range sheets {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), s.Name)
		} else {
			_, err = f.NewSheet(s.Name)
		}
		if err != nil {
			return nil, err
		}
		if err := writeSheet(f, s, bold); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func writeSheet(f *excelize.File, s Sheet, bold int) error {
	w, err := f.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(1, MaxColumns, 22); err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range s.Rows {
		cells := make([]any, len(row))
		for j, c := range row {
			cells[j] = c
			if i == 0 {
				cells[j] = excelize.Cell{StyleID: bold, Value: c}
			}
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := w.SetRow(at, cells); err != nil {
			return err
		}
	}
	return w.Flush()
}
