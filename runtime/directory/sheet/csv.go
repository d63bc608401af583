package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// readCSV reads text in UTF-8, UTF-16 with its mark, or GB18030, which is what
// Excel writes in China, with commas, semicolons or tabs.
func readCSV(data []byte) (Table, error) {
	text, err := decode(data)
	if err != nil {
		return Table{}, err
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return Table{}, fail(CodeFormat)
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = delimiter(text)
	r.FieldsPerRecord = -1
	var t Table
	left := MaxRows + 1 // and the header
	number, below := 0, 1
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			return Table{}, failWith(CodeDamaged, map[string]any{"detail": bad.Error()})
		}
		if err != nil {
			return Table{}, err
		}
		// A spreadsheet counts an empty line as a row, which the reader leaves
		// out, and a cell of several lines as one.
		first, _ := r.FieldPos(0)
		number += first - below + 1
		last, _ := r.FieldPos(len(record) - 1)
		below = last + strings.Count(record[len(record)-1], "\n") + 1
		for i, c := range record {
			record[i] = unquote(c)
		}
		if err := t.gather(number, record, &left); err != nil {
			return Table{}, err
		}
	}
}

func decode(data []byte) ([]byte, error) {
	var e encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		e = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case !utf8.Valid(data):
		e = simplifiedchinese.GB18030
	}
	if e != nil {
		text, err := e.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
			return nil, fail(CodeEncoding)
		}
		return text, nil
	}
	if !utf8.Valid(data) {
		return nil, fail(CodeEncoding)
	}
	return data, nil
}

// delimiter is the one of comma, semicolon and tab that the first line has most
// of outside quotes.
func delimiter(text []byte) rune {
	counts := map[rune]int{}
	quoted := false
	for _, c := range string(text[:min(len(text), 16<<10)]) {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted && len(counts) > 0 {
			break
		}
		if !quoted && (c == ',' || c == ';' || c == '\t') {
			counts[c]++
		}
	}
	best := ','
	for _, c := range []rune{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

// formulaStarts are what a spreadsheet takes for the beginning of a formula; the
// list is OWASP's (CSV Injection).
const formulaStarts = "=+-@\t\r"

// quote keeps a cell from being taken for a formula.
func quote(cell string) string {
	if cell != "" && strings.ContainsRune(formulaStarts, rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// unquote takes back what quote did.
func unquote(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune(formulaStarts, rune(cell[1])) {
		return cell[1:]
	}
	return cell
}

// CSV writes rows as UTF-8 with a mark, by which Excel knows it.
func CSV(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\xef\xbb\xbf")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, c := range row {
			safe[i] = quote(c)
		}
		if err := w.Write(safe); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
