package httpapi

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/fault"
)

// maxExported is how many entries one export holds; a longer time is asked for
// in parts.
const maxExported = 20_000

// exportAudit answers what was found as a table for spreadsheets. That
// somebody took it away is recorded first.
func (s *Server) exportAudit(k *call) error {
	if err := s.permit(k, authz.AuditRead, "audit"); err != nil {
		return err
	}
	f, err := k.auditFilter()
	if err != nil {
		return err
	}
	var all []audit.Content
	for cursor := ""; ; {
		page, err := s.findAudit(k.ctx, f, cursor, 1000)
		if err != nil {
			return err
		}
		if all = append(all, page.Items...); len(all) > maxExported {
			return &fault.Conflict{Code: "audit.tooMany", Params: map[string]string{"max": strconv.Itoa(maxExported)}}
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	table, err := s.auditTable(all, k.actor.Lang)
	if err != nil {
		return err
	}
	if err := s.Identity.Recorder().Record(k.ctx, audit.Event{
		Object: audit.ObjectRecord, Action: "record.exported",
		Facts: map[string]any{"person": f.Person, "object": f.Object, "action": f.Action, "from": f.From, "to": f.To, "rows": len(all)},
	}); err != nil {
		return err
	}
	k.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	k.Set(fiber.HeaderContentDisposition, `attachment; filename="banli-record-`+s.Clock.Now().UTC().Format("20060102-150405")+`.csv"`)
	return k.Send(table)
}

// auditTable writes entries as CSV (RFC 4180), behind the mark by which
// spreadsheets know UTF-8.
func (s *Server) auditTable(all []audit.Content, lang string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	header := []string{"time (UTC)", "person", "name", "signed in by", "address", "request", "action", "object", "entry", "concerns", "changes", "facts"}
	if lang == words.Chinese {
		header = []string{"时间 (UTC)", "人员", "姓名", "登录方式", "地址", "请求编号", "操作", "对象", "序号", "涉及人员", "变更", "说明"}
	}
	if err := w.Write(header); err != nil {
		return nil, fmt.Errorf("httpapi: writing a table: %w", err)
	}
	for _, c := range all {
		row := []string{
			time.UnixMilli(c.At).UTC().Format("2006-01-02 15:04:05.000"), s.loginOf(c.Who.Person), s.nameOf(c.Who.Person, lang), c.Who.Scheme,
			c.Who.Address, c.Who.Request, c.Action, c.Object, strconv.FormatInt(c.Seq, 10), s.loginOf(c.About), changesText(c.Changes), factsText(c.Facts),
		}
		for i, cell := range row {
			row[i] = plainCell(cell)
		}
		if err := w.Write(row); err != nil {
			return nil, fmt.Errorf("httpapi: writing a table: %w", err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// loginOf is how a person signs in; for nobody that is known, the id itself.
func (s *Server) loginOf(person string) string {
	if p, ok := s.Identity.Organisation().Person(person); ok {
		return p.Login
	}
	return person
}

func (s *Server) nameOf(person, lang string) string {
	if p, ok := s.Identity.Organisation().Person(person); ok {
		return p.Name.In(lang, words.English)
	}
	return ""
}

func changesText(all audit.Changes) string {
	lines := make([]string, len(all))
	for i, c := range all {
		lines[i] = fmt.Sprintf("%s: %s → %s", c.Field, valueText(c.Before), valueText(c.After))
	}
	return strings.Join(lines, "; ")
}

func valueText(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "–"
	}
	return string(raw)
}

func factsText(facts map[string]any) string {
	if len(facts) == 0 {
		return ""
	}
	text, err := json.Marshal(facts)
	if err != nil {
		return ""
	}
	return string(text)
}

// plainCell keeps a spreadsheet from taking a cell for a formula.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
