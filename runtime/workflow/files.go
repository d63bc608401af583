package workflow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/files"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
)

// Upload is a file on its way into a form.
type Upload struct {
	// App and Field name what it is for: a field or a column that holds files.
	App, Field string
	// Revision is that of the form; 0 is the current one.
	Revision int
	// Name is what its owner calls the file.
	Name string
	// Length is the announced size in bytes.
	Length int64
	// Body is the content. It is read once.
	Body io.Reader
}

// Upload takes a file in. It is the actor's alone until they submit a form, or
// decide a task, that refers to it. Errors are *fault.NotFound, *fault.Denied,
// *fault.Malformed, and *fault.Conflict with what is wrong with the file.
func (s *Service) Upload(ctx context.Context, a Actor, in Upload) (files.File, error) {
	ed, err := s.editionAt(ctx, in.App, in.Revision)
	if err != nil {
		return files.File{}, err
	}
	d, err := s.ask(ctx, a, authz.FileUpload, appResource(ed))
	if err != nil {
		return files.File{}, err
	}
	f, ok := ed.Form.Field(in.Field)
	if !ok || !f.Holds() {
		return files.File{}, &fault.Malformed{Code: "request.parameter", At: "field", Detail: "a field or column that holds files"}
	}
	table, _, _ := strings.Cut(f.Path, ".")
	closed := append(slices.Clone(d.Hide), d.Lock...)
	if slices.Contains(closed, f.Path) || slices.Contains(closed, table) {
		return files.File{}, &fault.Denied{Action: authz.FileUpload, Reasons: d.Reasons}
	}
	file, err := s.Files.Receive(ctx, files.Arrival{
		Owner: a.Subject.ID, App: ed.App.ID, Field: f.Path, Name: in.Name,
		Accept: f.Accepts(), Limit: f.MaxBytes(), KeepPlace: f.Layout.KeepPlace, Seal: isSensitive(ed.Form, f.Path), Length: in.Length, Body: in.Body,
	})
	return file, fileError(err, a.Lang)
}

// editionAt is a revision of an app, or the current one for 0.
func (s *Service) editionAt(ctx context.Context, app string, revision int) (*studio.Edition, error) {
	if revision == 0 {
		return s.Editions.Current(ctx, app)
	}
	return s.Editions.Numbered(ctx, app, revision)
}

// fileError says in a problem's code what is wrong with an upload.
func fileError(err error, lang string) error {
	var (
		large *files.TooLargeError
		typed *files.TypeError
	)
	switch {
	case errors.As(err, &large):
		return conflictOf("file.tooLarge", []string{"limit", itoa(int(large.Limit >> 20))})
	case errors.As(err, &typed) && typed.Found == files.HEIC && slices.Contains(typed.Accept, form.FilesImage):
		return conflictOf("file.heic", nil)
	case errors.As(err, &typed):
		return conflictOf("file.type", []string{"types", fileTypes(typed.Accept, lang)})
	case errors.Is(err, files.ErrEmpty):
		return conflictOf("file.empty", nil)
	case errors.Is(err, files.ErrPicture):
		return conflictOf("file.damaged", nil)
	case errors.Is(err, files.ErrCutOff):
		return conflictOf("file.cutOff", nil)
	case errors.Is(err, files.ErrTooMany):
		return conflictOf("file.tooMany", []string{"max", itoa(files.MaxPending), "limit", itoa(files.MaxPendingBytes >> 20)})
	case errors.Is(err, files.ErrInUse):
		return conflictOf("file.inUse", nil)
	case errors.Is(err, files.ErrUnknown):
		return &fault.NotFound{Thing: "file"}
	case errors.Is(err, keyring.ErrUnknownKey), errors.Is(err, keyring.ErrDamaged):
		return &fault.Unavailable{Code: "server.sealed", Err: err}
	}
	return err
}

// fileTypes lists types of files in words.
func fileTypes(types []string, lang string) string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = map[string]string{
			form.FilesImage:    sayIn(lang, "pictures (PNG, JPEG, GIF, WebP)", "图片（PNG、JPEG、GIF、WebP）"),
			form.FilesPDF:      "PDF",
			form.FilesDocument: sayIn(lang, "documents (Word, ODT)", "文档（Word、ODT）"),
			form.FilesSheet:    sayIn(lang, "spreadsheets (Excel, ODS, CSV)", "表格（Excel、ODS、CSV）"),
			form.FilesSlides:   sayIn(lang, "presentations (PowerPoint, ODP)", "演示文稿（PowerPoint、ODP）"),
			form.FilesText:     sayIn(lang, "plain text", "纯文本"),
			form.FilesArchive:  sayIn(lang, "archives (ZIP, 7z, RAR)", "压缩包（ZIP、7z、RAR）"),
		}[t]
	}
	return strings.Join(names, sayIn(lang, ", ", "、"))
}

// OwnFile opens an upload of the actor's that no case has. Whoever else asks is
// told what they are told of one that does not exist.
func (s *Service) OwnFile(ctx context.Context, a Actor, id string) (files.File, error) {
	if _, err := s.ask(ctx, a, authz.FileRead, ownFile(a, id)); err != nil {
		return files.File{}, err
	}
	f, err := s.Files.Own(ctx, a.Subject.ID, id, s)
	return f, fileError(err, a.Lang)
}

// DiscardFile takes away an upload of the actor's that no case has.
func (s *Service) DiscardFile(ctx context.Context, a Actor, id string) error {
	if _, err := s.ask(ctx, a, authz.FileDelete, ownFile(a, id)); err != nil {
		return err
	}
	return fileError(s.Files.Discard(ctx, a.Subject.ID, id, s), a.Lang)
}

// ownFile is asked about as the actor's own: whose a file is that is somebody
// else's must not show in the answer.
func ownFile(a Actor, id string) authz.Resource {
	return authz.Resource{Kind: "file", ID: id, Owner: a.Subject.ID}
}

// CaseFile opens a file of an instance: for whoever may read the instance, if a
// field names the file that neither policy nor flow hides from them.
func (s *Service) CaseFile(ctx context.Context, a Actor, instance, id string) (files.File, error) {
	doc, err := s.load(ctx, instance, "instance")
	if err != nil {
		return files.File{}, err
	}
	ed, err := s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return files.File{}, err
	}
	resource := s.readResource(ed, doc, a)
	d, err := s.ask(ctx, a, authz.InstanceRead, resource)
	if err != nil {
		return files.File{}, err
	}
	closed := union(slices.Clone(d.Hide), hiddenByNodes(ed, doc, a))
	visible := ed.Form.Mask(doc.Case.Values, union(closed, veiled(ed, resource.Opened, d)))
	if !filesIn(ed, visible)[id] {
		return files.File{}, &fault.NotFound{Thing: "file", ID: id}
	}
	f, err := s.Files.Look(ctx, id)
	return f, fileError(err, a.Lang)
}

// FileContent opens what OwnFile or CaseFile returned. The caller closes it.
func (s *Service) FileContent(ctx context.Context, f files.File) (io.ReadCloser, error) {
	content, err := s.Files.Open(ctx, f)
	return content, fileError(err, "")
}

// FilePart opens n bytes of it, from an offset.
func (s *Service) FilePart(ctx context.Context, f files.File, from, n int64) (io.ReadCloser, error) {
	content, err := s.Files.OpenPart(ctx, f, from, n)
	return content, fileError(err, "")
}

// eachFile visits the ids of files in a form's values, in tables too.
func eachFile(f *form.Form, values form.Values, visit func(path string, f form.Field, id string)) {
	for _, kind := range []form.Kind{form.KindAttachments, form.KindImages} {
		eachReference(f.Fields(), values, "", "", kind, visit)
	}
}

// filesIn are the ids of the files in a form's values.
func filesIn(ed *studio.Edition, values form.Values) map[string]bool {
	found := map[string]bool{}
	eachFile(ed.Form, values, func(_ string, _ form.Field, id string) { found[id] = true })
	return found
}

// sealedFiles adds to ids those of the files in the sensitive fields of a form:
// where the values are kept these are sealed, and a file must be known to belong
// there without a key.
func sealedFiles(ids []string, f *form.Form, values form.Values) []string {
	eachFile(f, values, func(_ string, field form.Field, id string) {
		if isSensitive(f, field.Path) {
			ids = union(ids, []string{id})
		}
	})
	return ids
}

// fileViews describes the files in values that may be shown.
func fileViews(ed *studio.Edition, values form.Values, look func(id string) (files.File, error)) (map[string]files.File, error) {
	var views map[string]files.File
	for _, id := range slices.Sorted(maps.Keys(filesIn(ed, values))) {
		f, err := look(id)
		if errors.Is(err, files.ErrUnknown) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if views == nil {
			views = map[string]files.File{}
		}
		views[id] = f
	}
	return views, nil
}

// foreignFiles names the fields whose file is neither the actor's own upload for
// that field nor in the case already, and lists what the case takes over. Whether
// such a file exists shows in neither.
func (s *Service) foreignFiles(ctx context.Context, a Actor, ed *studio.Edition, c check, values form.Values) ([]files.Use, []fault.Problem, error) {
	var (
		uses     []files.Use
		problems []fault.Problem
		failed   error
	)
	held := map[string]bool{}
	eachFile(ed.Form, c.before, func(_ string, f form.Field, id string) { held[f.Path+" "+id] = true })
	eachFile(ed.Form, values, func(path string, f form.Field, id string) {
		if failed != nil || held[f.Path+" "+id] || c.handed[id] {
			return
		}
		use := files.Use{Owner: a.Subject.ID, App: ed.App.ID, Field: f.Path, File: id, Seal: isSensitive(ed.Form, f.Path)}
		err := s.Files.Claimable(ctx, use, c.instance, s)
		title := f.Layout.Title.In(a.Lang, ed.App.DefaultLanguage)
		switch {
		case errors.Is(err, files.ErrPlain):
			problems = append(problems, fault.Problem{Path: path, Code: "form.filePlain", Message: sayIn(a.Lang,
				title+": this field is sensitive by now, and the file was uploaded before; take it away and upload it again, so that it is sealed.",
				title+"：该字段现已设为敏感，而文件在此之前上传，请移除后重新上传，以便加密保存。")})
		case errors.Is(err, files.ErrUnknown):
			problems = append(problems, fault.Problem{Path: path, Code: "form.fileUnknown", Message: sayIn(a.Lang,
				title+": this file is not there any more; take it away and upload it again.",
				title+"：该文件已不存在，请移除后重新上传。")})
		case err != nil:
			failed = err
		default:
			uses = append(uses, use)
		}
	})
	return uses, problems, failed
}

// claimFiles hands what an instance refers to over to it: after the instance was
// read, and before it is stored; see files.Claim.
func (s *Service) claimFiles(ctx context.Context, a Actor, ed *studio.Edition, c check, values form.Values) error {
	uses, problems, err := s.foreignFiles(ctx, a, ed, c, values)
	for i := 0; err == nil && i < len(uses); i++ {
		err = s.Files.Claim(ctx, uses[i], c.instance, s)
	}
	if errors.Is(err, files.ErrUnknown) || errors.Is(err, files.ErrPlain) { // another request was a moment faster
		_, problems, err = s.foreignFiles(ctx, a, ed, c, values)
	}
	if err == nil && len(problems) > 0 {
		return &fault.Invalid{Code: "form.invalid", Problems: problems}
	}
	return err
}

// keepFiles keeps the uploads that a draft refers to, before it is stored.
func (s *Service) keepFiles(ctx context.Context, a Actor, ed *studio.Edition, values form.Values) error {
	for id := range filesIn(ed, values) {
		if err := s.Files.Keep(ctx, a.Subject.ID, id); err != nil {
			return err
		}
	}
	return nil
}

var _ files.References = (*Service)(nil)

// InCase implements files.References. What a case held once it holds for ever:
// its record names it.
func (s *Service) InCase(ctx context.Context, instance, file string) (bool, error) {
	doc, err := s.instances.Get(ctx, instance)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("workflow: reading an instance: %w", err)
	}
	return doc.names(file), nil
}

// names reports whether an instance refers to a file, or ever did.
func (d *Document) names(file string) bool {
	named := func(b Batch) bool { return strings.Contains(b.Events, `"`+file+`"`) }
	return strings.Contains(d.Values, `"`+file+`"`) || slices.Contains(d.Files, file) || slices.ContainsFunc(d.History, named)
}

// InDraft implements files.References.
func (s *Service) InDraft(ctx context.Context, owner, app, file string) (bool, error) {
	q := store.Query{Where: []store.Cond{{Path: "owner", Value: owner}}, Order: "savedAt", Limit: store.MaxLimit}
	for {
		page, err := s.drafts.Find(ctx, q)
		if err != nil {
			return false, fmt.Errorf("workflow: listing drafts: %w", err)
		}
		for _, d := range page.Items {
			if d.App == app && (strings.Contains(d.Form, `"`+file+`"`) || slices.Contains(d.Files, file)) {
				return true, nil
			}
		}
		if q.After = page.Next; q.After == "" {
			return false, nil
		}
	}
}
