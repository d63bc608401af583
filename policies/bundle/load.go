package bundle

import (
	"context"
	"errors"
	"os"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/policies/rego"
)

// Options adjust how policies are read and tried. The zero value is what
// production uses.
type Options struct {
	// Limits caps what is read.
	Limits Limits
	// Trial says how a policy is tried before it is put in force.
	Trial Trial
	// Admit, when set, is asked last, when nothing but the swap is left to do:
	// its error keeps the policy out. A policy whose coming into force cannot be
	// recorded must not come into force.
	Admit func(ctx context.Context, c *Candidate) error
}

// Candidate is a policy that was read, compiled and tried.
type Candidate struct {
	// Policy is ready for an Evaluator.
	Policy *authz.Policy
	// Origin is where it was read; empty for the default policy.
	Origin string
	// Revision is the bundle's own name for itself, or the start of the digest.
	Revision string
	// Digest is the lower-case hex SHA-256 over the files' paths and contents.
	Digest string
	// Files are the paths of the files that count, sorted.
	Files []string
}

// Load reads a folder or a .tar.gz bundle, compiles it and tries it; an empty origin
// means the default policy. A policy that is refused gives an *Error.
func Load(ctx context.Context, origin string, o Options) (*Candidate, error) {
	if origin == "" {
		return Default(ctx, o)
	}
	c, err := load(ctx, origin, o)
	var refused *Error
	if errors.As(err, &refused) {
		refused.Origin = origin
	}
	return c, err
}

// Default compiles and tries the policy that Banli comes with.
func Default(ctx context.Context, o Options) (*Candidate, error) {
	s, err := readFS(rego.Files, o.Limits.orDefaults())
	if err != nil {
		return nil, err
	}
	return build(ctx, s, "", "default", o)
}

func load(ctx context.Context, origin string, o Options) (*Candidate, error) {
	limits := o.Limits.orDefaults()
	info, err := os.Stat(origin)
	if err != nil {
		return nil, &Error{Code: CodeNotFound, Detail: err.Error(), Mend: "Give a folder or a bundle that Banli may read", cause: err}
	}
	var s *source
	switch {
	case info.IsDir():
		s, err = readFolder(origin, limits)
	case info.Mode().IsRegular():
		s, err = readArchive(origin, limits)
	default:
		err = &Error{Code: CodeNotBundle, Detail: "this is neither a folder nor a file", Mend: "Give a folder with .rego files, or a bundle made by opa build"}
	}
	if err != nil {
		return nil, err
	}
	return build(ctx, s, origin, "", o)
}

// readFolder reads a folder and cannot leave it, whatever changes in it meanwhile.
func readFolder(name string, l Limits) (*source, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, &Error{Code: CodeNotFound, Detail: err.Error(), Mend: "Give a folder or a bundle that Banli may read", cause: err}
	}
	defer func() { _ = root.Close() }() // it was only read
	return readFS(root.FS(), l)
}

// build compiles and tries what was read. The revision's word stands before the
// digest where the bundle does not name itself.
func build(ctx context.Context, s *source, origin, word string, o Options) (*Candidate, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	c := &Candidate{Origin: origin, Digest: s.digest(), Files: s.paths()}
	compiled, err := compile(ctx, s, func(named string) string {
		switch {
		case named != "":
			c.Revision = named
		case word != "":
			c.Revision = word + "-" + c.Digest[:12]
		default:
			c.Revision = c.Digest[:12]
		}
		return c.Revision
	})
	if err != nil {
		return nil, err
	}
	if err := o.Trial.orDefaults().run(ctx, compiled); err != nil {
		return nil, err
	}
	c.Policy = compiled
	return c, nil
}
