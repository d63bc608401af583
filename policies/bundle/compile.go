package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	opabundle "github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/loader/filter"
	"github.com/open-policy-agent/opa/v1/util"

	"github.com/banli-oa/banli/policies/authz"
)

// compile parses and compiles what was read. The revision is asked for with the
// manifest's own.
func compile(ctx context.Context, s *source, revision func(named string) string) (*authz.Policy, error) {
	b, err := opabundle.NewCustomReader(&memory{files: s.files}).
		WithCapabilities(authz.Capabilities()).
		WithRegoVersion(ast.RegoV1).
		// Signatures are not this room's business yet: an unsigned bundle is taken.
		WithSkipBundleVerification(true).
		WithLazyLoadingMode(false).
		WithProcessAnnotations(false).
		WithSizeLimitBytes(max(1, s.total())).
		Read()
	if err != nil {
		return nil, unread(s, err)
	}
	if old := olderRego(b.Manifest); old {
		return nil, &Error{Code: CodeVersion, File: ".manifest", Detail: "the bundle is in Rego v0", Mend: "Rewrite it with opa fmt --write --v0-v1 and build it again"}
	}
	modules := make(map[string]*ast.Module, len(b.Modules))
	for _, m := range b.Modules {
		modules[m.Path] = m.Parsed
	}
	p, err := authz.Compile(ctx, authz.Source{Revision: revision(b.Manifest.Revision), Modules: modules, Data: b.Data})
	if err != nil {
		return nil, uncompiled(s, err)
	}
	return p, nil
}

func olderRego(m opabundle.Manifest) bool {
	if m.RegoVersion != nil && *m.RegoVersion == 0 {
		return true
	}
	for _, v := range m.FileRegoVersions {
		if v == 0 {
			return true
		}
	}
	return false
}

// memory gives Open Policy Agent's reader the files that were read, so that it
// opens none itself.
type memory struct{ files []file }

var _ opabundle.DirectoryLoader = (*memory)(nil)

func (m *memory) NextFile() (*opabundle.Descriptor, error) {
	if len(m.files) == 0 {
		return nil, io.EOF
	}
	f := m.files[0]
	m.files = m.files[1:]
	return opabundle.NewDescriptor(f.path, "/"+f.path, bytes.NewReader(f.data)), nil
}

func (m *memory) WithFilter(filter.LoaderFilter) opabundle.DirectoryLoader      { return m }
func (m *memory) WithPathFormat(opabundle.PathFormat) opabundle.DirectoryLoader { return m }
func (m *memory) WithSizeLimitBytes(int64) opabundle.DirectoryLoader            { return m }
func (m *memory) WithFollowSymlinks(bool) opabundle.DirectoryLoader             { return m }

// unread explains why the reader refused the files.
func unread(s *source, err error) error {
	if found := astErrors(err); len(found) > 0 {
		return fromAST(found, err)
	}
	if e := badData(s); e != nil {
		return e
	}
	if s.compiled != "" {
		return errCompiled(s.compiled)
	}
	return &Error{Code: CodeManifest, File: ".manifest", Detail: err.Error(), Mend: "Mend the manifest's roots, or build the bundle again with opa build", cause: err}
}

// uncompiled explains why the compiler refused the modules.
func uncompiled(s *source, err error) error {
	var missing *authz.MissingRuleError
	if errors.As(err, &missing) {
		if s.compiled != "" {
			return errCompiled(s.compiled)
		}
		return &Error{Code: CodeRule, Detail: missing.Error(), Mend: fmt.Sprintf(
			"Add the rule %s to package %s; the default policy shows its shape", missing.Rule, authz.PackageName), cause: err}
	}
	if found := astErrors(err); len(found) > 0 {
		return fromAST(found, err)
	}
	return &Error{Code: CodeCompile, Detail: err.Error(), Mend: "Check the policy with opa check --strict", cause: err}
}

func astErrors(err error) ast.Errors {
	var many ast.Errors
	if errors.As(err, &many) {
		return many
	}
	var one *ast.Error
	if errors.As(err, &one) {
		return ast.Errors{one}
	}
	return nil
}

// maxFurther is how many further findings a refusal names.
const maxFurther = 4

// fromAST makes a refusal of the compiler's findings: the first one, and where the
// next ones are.
func fromAST(found ast.Errors, cause error) *Error {
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b *ast.Error) int { return a.Location.Compare(b.Location) })
	first := found[0]
	e := &Error{Detail: oneLine(first.Message), cause: cause}
	e.Code, e.Mend = codeAndMend(first)
	if first.Location != nil {
		e.File, e.Line, e.Column = strings.TrimPrefix(first.Location.File, "/"), first.Location.Row, first.Location.Col
	}
	for i, next := range found[1:] {
		if i == maxFurther {
			e.Detail += fmt.Sprintf("; and %d more", len(found)-1-i)
			break
		}
		e.Detail += "; " + oneLine(next.Message)
		if next.Location != nil {
			e.Detail += fmt.Sprintf(" at %s:%d", strings.TrimPrefix(next.Location.File, "/"), next.Location.Row)
		}
	}
	return e
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

const undefinedFunction = "undefined function "

func codeAndMend(e *ast.Error) (code, mend string) {
	if name, ok := strings.CutPrefix(e.Message, undefinedFunction); ok {
		if _, known := ast.BuiltinMap[name]; known {
			return CodeBuiltin, "Take " + name + " out: a decision may depend on its input and data alone, so it reads no network, clock, randomness or environment, and calls nothing that cannot be stopped"
		}
		return CodeCompile, "Define the function, or mend its name"
	}
	switch {
	case e.Code == ast.ParseErr && strings.Contains(e.Message, "keyword"):
		return CodeSyntax, "Write it in Rego v1; opa fmt --write --v0-v1 rewrites an older policy"
	case e.Code == ast.ParseErr:
		return CodeSyntax, "Mend the line; opa check --strict shows the same finding"
	case strings.Contains(e.Message, "conflicting rule for data path"):
		return CodeData, "Move the data elsewhere, so that it does not stand where a rule is"
	default:
		return CodeCompile, "Mend the rule; opa check --strict shows the same finding"
	}
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// badData finds the data file that does not parse, with its line.
func badData(s *source) *Error {
	for _, f := range s.files {
		base := path.Base(f.path)
		if !strings.HasPrefix(base, "data.") {
			continue
		}
		var value any
		var err error
		if base == "data.json" {
			err = util.UnmarshalJSON(f.data, &value)
		} else {
			err = util.Unmarshal(f.data, &value)
		}
		if err == nil {
			if _, object := value.(map[string]any); !object && path.Dir(f.path) == "." {
				return &Error{Code: CodeData, File: f.path, Detail: "the data is not an object", Mend: "Put it under a name of its own"}
			}
			continue
		}
		e := &Error{Code: CodeData, File: f.path, Detail: oneLine(err.Error()), Mend: "Mend the file so that it parses", cause: err}
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			e.Line = 1 + bytes.Count(f.data[:min(int(syntax.Offset), len(f.data))], []byte("\n"))
		} else if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			e.Line, _ = strconv.Atoi(m[1])
		}
		return e
	}
	return nil
}
