package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/banli-oa/banli/runtime/directory/sheet"
)

func read(t *testing.T, data []byte) []sheet.Table {
	t.Helper()
	tables, err := sheet.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

func refused(t *testing.T, data []byte, code string) {
	t.Helper()
	_, err := sheet.Read(data)
	var bad *sheet.Error
	if !errors.As(err, &bad) || bad.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func say(tables []sheet.Table) string {
	var b strings.Builder
	for _, t := range tables {
		for _, r := range t.Rows {
			fmt.Fprintf(&b, "%s%d:%s\n", t.Name, r.Number, strings.Join(r.Cells, "|"))
		}
	}
	return b.String()
}

func TestCSVAsSpreadsheetsWriteIt(t *testing.T) {
	t.Parallel()
	const want = "1:账号|姓名\n2:li|李, 娜\n"
	const plain = "账号,姓名\nli,\"李, 娜\"\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("账号\t姓名\nli\t\"李, 娜\"\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"UTF-8":           plain,
		"with a mark":     "\xef\xbb\xbf" + plain,
		"GB18030":         gb,
		"UTF-16":          utf16,
		"CRLF":            strings.ReplaceAll(plain, "\n", "\r\n"),
		"semicolons":      "账号;姓名\nli;\"李, 娜\"\n",
		"tabs":            "账号\t姓名\nli\t李, 娜\n",
		"blanks and ends": " 账号 , 姓名 ,,\nli,\"李, 娜\",\n,,\n",
	} {
		if got := say(read(t, []byte(text))); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestRowsAreNumberedAsASpreadsheetDoes(t *testing.T) {
	t.Parallel()
	got := say(read(t, []byte("a,b\n\n\n1,\"two\nlines\"\n2,x\n,\n3,\"y\n\"\n\n4,z\n")))
	if want := "1:a|b\n4:1|two\nlines\n5:2|x\n7:3|y\n9:4|z\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNothingIsAFormulaAndBackAgain(t *testing.T) {
	t.Parallel()
	cells := []string{"=1+1", "+49 89", "-x", "@sum", "plain", "'quoted", ""}
	text, err := sheet.CSV([][]string{{"h", "h", "h", "h", "h", "h", "h"}, cells})
	if err != nil {
		t.Fatal(err)
	}
	line := strings.Split(string(text), "\r\n")[1]
	if line != "'=1+1,'+49 89,'-x,'@sum,plain,'quoted," {
		t.Errorf("%q", line)
	}
	if back := read(t, text)[0].Rows[1].Cells; !slices.Equal(back, cells[:6]) {
		t.Errorf("%q", back)
	}
}

func TestWorkbooks(t *testing.T) {
	t.Parallel()
	text, err := sheet.XLSX([]sheet.Sheet{
		{Name: "People", Rows: [][]string{{"Login", "Name"}, {"=li", "李"}, {"007", ""}}},
		{Name: "部门", Rows: [][]string{{"Code"}, {"rd"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := say(read(t, text)); got != "People1:Login|Name\nPeople2:=li|李\nPeople3:007\n部门1:Code\n部门2:rd\n" {
		t.Errorf("%q", got)
	}
}

func workbook(t *testing.T, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFormulasAreNotComputed(t *testing.T) {
	t.Parallel()
	text := workbook(t, func(f *excelize.File) {
		must(t, f.SetCellValue("Sheet1", "A1", "login"))
		must(t, f.SetCellFormula("Sheet1", "A2", `REPT("x",3)`))
		must(t, f.SetCellValue("Sheet1", "A3", 1001))
	})
	if got := say(read(t, text)); got != "Sheet11:login\nSheet13:1001\n" {
		t.Errorf("%q", got)
	}
}

// packed makes a zip of parts that hold so many zero bytes.
func packed(t *testing.T, parts map[string]int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, size := range parts {
		w, err := z.Create(name)
		must(t, err)
		_, err = w.Write(make([]byte, size))
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

func TestWhatIsNotRead(t *testing.T) {
	t.Parallel()
	refused(t, []byte("a\x00b\n"), sheet.CodeFormat)
	refused(t, []byte{0x89, 'P', 'N', 'G', 0xff, 0xff, 0xfe}, sheet.CodeEncoding)
	refused(t, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), sheet.CodeOld)
	refused(t, []byte("a,\"b\nc"), sheet.CodeDamaged)
	refused(t, []byte("PK\x03\x04 and no more"), sheet.CodeDamaged)
	refused(t, packed(t, map[string]int{"word/document.xml": 1}), sheet.CodeFormat)
	refused(t, packed(t, map[string]int{"xl/workbook.xml": 1}), sheet.CodeDamaged)
	refused(t, make([]byte, sheet.MaxBytes+1), sheet.CodeSize)
	refused(t, []byte("a\n"+strings.Repeat("x\n", sheet.MaxRows+1)), sheet.CodeRows)
	refused(t, []byte(strings.Repeat("x,", sheet.MaxColumns+1)+"x\n"), sheet.CodeColumns)
	refused(t, []byte(strings.Repeat("字", sheet.MaxCell+1)), sheet.CodeCell)
	if got := len(read(t, []byte("a\n"+strings.Repeat("x\n", sheet.MaxRows)))[0].Rows); got != sheet.MaxRows+1 {
		t.Errorf("%d rows", got)
	}
}

func TestBombsAreNotUnfolded(t *testing.T) {
	t.Parallel()
	refused(t, packed(t, map[string]int{"xl/workbook.xml": 1, "xl/worksheets/sheet1.xml": 5 << 20}), sheet.CodeUnfolded)
	many := map[string]int{"xl/workbook.xml": 1}
	for i := range 300 {
		many[fmt.Sprint("xl/", i)] = 1
	}
	refused(t, packed(t, many), sheet.CodeUnfolded)
	// A row or a column far out costs no more than its place in the file.
	refused(t, workbook(t, func(f *excelize.File) { must(t, f.SetCellValue("Sheet1", "A1000000", "x")) }), sheet.CodeRows)
	refused(t, workbook(t, func(f *excelize.File) { must(t, f.SetCellValue("Sheet1", "XFD1", "x")) }), sheet.CodeColumns)
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("login,name\nli,Li\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xff\xfea\x00,\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tables, err := sheet.Read(data)
		var known *sheet.Error
		if err != nil && !errors.As(err, &known) {
			t.Fatal(err)
		}
		for _, table := range tables {
			for _, row := range table.Rows {
				if row.Number < 1 || len(row.Cells) == 0 || len(row.Cells) > sheet.MaxColumns {
					t.Fatalf("%+v", row)
				}
			}
		}
	})
}
