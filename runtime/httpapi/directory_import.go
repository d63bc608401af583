package httpapi

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/directory/sheet"
	"github.com/banli-oa/banli/runtime/fault"
)

const importPath = "/api/directory/import"

func (s *Server) importRoutes() []route {
	return []route{
		{method: http.MethodPost, path: importPath, handle: s.importDirectory},
		{method: http.MethodGet, path: "/api/directory/export", handle: s.exportDirectory},
		{method: http.MethodGet, path: "/api/directory/template", handle: s.exportTemplate},
	}
}

// maxFile is the largest body that is read of a file. It is more than is taken,
// so that a file somewhat too large is answered rather than cut off.
const maxFile = 2 * sheet.MaxBytes

// maxReported is how many problems and changes a report lists; it counts all.
const maxReported = 500

type (
	importReport struct {
		// Applied says that the file was imported, not only looked at.
		Applied     bool         `json:"applied"`
		Rows        int          `json:"rows"`
		People      importCounts `json:"people"`
		Departments importCounts `json:"departments"`
		// ProblemCount and ChangeCount count all; the lists hold the first 500.
		ProblemCount int             `json:"problemCount"`
		ChangeCount  int             `json:"changeCount"`
		Problems     []importProblem `json:"problems"`
		Changes      []importChange  `json:"changes"`
		// Ignored are headers of columns that are not read.
		Ignored []string `json:"ignored"`
		// Plan is what to apply; empty where there are problems.
		Plan string `json:"plan"`
	}
	importCounts struct {
		Added   int `json:"added"`
		Changed int `json:"changed"`
		Same    int `json:"same"`
	}
	importProblem struct {
		Sheet   string `json:"sheet"`
		Row     int    `json:"row"`
		Column  string `json:"column"`
		Field   string `json:"field"`
		Value   string `json:"value"`
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	importChange struct {
		Sheet string `json:"sheet"`
		Row   int    `json:"row"`
		// Kind is person or department, Key the login or code.
		Kind   string        `json:"kind"`
		Key    string        `json:"key"`
		Added  bool          `json:"added"`
		Fields []importField `json:"fields"`
	}
	importField struct {
		Field  string `json:"field"`
		Before string `json:"before"`
		After  string `json:"after"`
	}
)

// importDirectory looks at a file of people and departments, or, with the plan
// that looking gave, imports it. The body is the file itself.
func (s *Server) importDirectory(k *call) error {
	if err := s.permit(k, authz.DirectoryImport, "directory"); err != nil {
		return err
	}
	may := map[string]bool{}
	mayGrant := func(role string) bool {
		allowed, known := may[role]
		if !known {
			allowed = s.permitRoles(k, authz.DirectoryRoles, []string{role}) == nil
			may[role] = allowed
		}
		return allowed
	}
	plan := k.Query("plan")
	var (
		report *directory.Report
		err    error
	)
	if plan == "" {
		report, err = s.Directory.CheckImport(k.Body(), mayGrant)
	} else {
		report, err = s.Directory.Import(k.ctx, k.Body(), plan, mayGrant)
	}
	if err != nil {
		return importError(err, k.actor.Lang)
	}
	if k.Query("report") == "csv" {
		return s.answerProblems(k, report)
	}
	view := reportView(report, k.actor.Lang)
	view.Applied = plan != "" && len(report.Problems) == 0
	return k.answer(http.StatusOK, view)
}

func reportView(r *directory.Report, lang string) importReport {
	v := importReport{
		Rows: r.Rows, People: importCounts(r.People), Departments: importCounts(r.Departments),
		ProblemCount: len(r.Problems), ChangeCount: len(r.Changes), Problems: []importProblem{}, Changes: []importChange{},
		Ignored: append([]string{}, r.Ignored...), Plan: r.Plan,
	}
	for _, p := range r.Problems[:min(len(r.Problems), maxReported)] {
		v.Problems = append(v.Problems, importProblem{
			Sheet: p.Sheet, Row: p.Row, Column: p.Column, Field: p.Field, Value: p.Value, Code: p.Code,
			Message: directoryMessage(p.Problem, lang),
		})
	}
	for _, c := range r.Changes[:min(len(r.Changes), maxReported)] {
		change := importChange{Sheet: c.Sheet, Row: c.Row, Kind: string(c.Kind), Key: c.Key, Added: c.Added, Fields: []importField{}}
		for _, f := range c.Fields {
			change.Fields = append(change.Fields, importField(f))
		}
		v.Changes = append(v.Changes, change)
	}
	return v
}

// answerProblems answers with all problems as a file, to mend the other one by.
func (s *Server) answerProblems(k *call, r *directory.Report) error {
	lang := k.actor.Lang
	rows := [][]string{{sayIn(lang, "Sheet", "工作表"), sayIn(lang, "Row", "行"), sayIn(lang, "Column", "列"), sayIn(lang, "Value", "内容"), sayIn(lang, "What to do", "处理方法")}}
	for _, p := range r.Problems {
		rows = append(rows, []string{p.Sheet, strconv.Itoa(p.Row), p.Column, p.Value, directoryMessage(p.Problem, lang)})
	}
	file, err := sheet.CSV(rows)
	if err != nil {
		return err
	}
	return answerFile(k, file, "import-problems", directory.CSV)
}

func sayIn(lang, en, zh string) string { return say(en, zh).In(lang, "en") }

// importError says why a file cannot be imported at all.
func importError(err error, lang string) error {
	var (
		unread *sheet.Error
		file   *directory.FileError
	)
	said := func(code string, params map[string]any) error {
		return &fault.Conflict{Code: "import.unreadable", Params: map[string]string{
			"detail": directoryMessage(directory.Problem{Code: code, Params: params}, lang),
		}}
	}
	switch {
	case errors.As(err, &unread):
		return said(unread.Code, unread.Params)
	case errors.As(err, &file):
		return said(file.Code, file.Params)
	case errors.Is(err, directory.ErrPlan):
		return &fault.Conflict{Code: "import.changed"}
	case errors.Is(err, directory.ErrBusy):
		return &fault.Unavailable{Code: "server.busy", Err: err}
	}
	return err
}

func formatOf(k *call) (directory.Format, error) {
	switch f := directory.Format(k.Query("format")); f {
	case directory.CSV, directory.XLSX:
		return f, nil
	}
	return "", &fault.Malformed{Code: "request.parameter", At: "format", Detail: "csv, xlsx"}
}

// exportDirectory notes who took the directory away before it is handed out.
func (s *Server) exportDirectory(k *call) error {
	return s.writeFile(k, "banli-directory", func(f directory.Format, lang string) ([]byte, error) {
		file, err := s.Directory.Export(f, lang)
		if err != nil {
			return nil, err
		}
		return file, s.Identity.Recorder().Record(k.ctx, audit.Event{
			Object: audit.ObjectDirectory, Action: "directory.exported",
			Facts: map[string]any{"format": string(f), "people": len(s.Identity.Organisation().People())},
		})
	})
}

func (s *Server) exportTemplate(k *call) error {
	return s.writeFile(k, "banli-template", s.Directory.Template)
}

func (s *Server) writeFile(k *call, name string, write func(directory.Format, string) ([]byte, error)) error {
	if err := s.permit(k, authz.DirectoryRead, "directory"); err != nil {
		return err
	}
	f, err := formatOf(k)
	if err != nil {
		return err
	}
	file, err := write(f, k.actor.Lang)
	if err != nil {
		return err
	}
	return answerFile(k, file, name, f)
}

func answerFile(k *call, file []byte, name string, f directory.Format) error {
	kind := "text/csv; charset=utf-8"
	if f == directory.XLSX {
		kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	k.Set(fiber.HeaderContentType, kind)
	k.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+"."+string(f)+`"`)
	return k.Status(http.StatusOK).Send(file)
}
