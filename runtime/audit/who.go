package audit

import "context"

// The schemes of whoever is not a person that showed who they are; those of
// people are identity's.
const (
	SchemeSystem      = "system"      // background work and what the product does by itself
	SchemeCommandLine = "commandLine" // somebody who may read and write the data folder
	SchemeSetup       = "setup"       // whoever holds the one-time link of the first start
)

// Who is the cause of a change, and where it came from.
type Who struct {
	// Person is the person's id; empty where no person is known.
	Person string `json:"person,omitempty"`
	// Scheme says how they showed who they are.
	Scheme string `json:"scheme"`
	// Address is the IP address that the request came from; empty where there
	// was no request.
	Address string `json:"address,omitempty"`
	// Request is the id of the request, as in the log and in X-Request-Id.
	Request string `json:"request,omitempty"`
}

type whoKey struct{}

// With returns a context in which everything is recorded as who's doing.
func With(ctx context.Context, who Who) context.Context {
	return context.WithValue(ctx, whoKey{}, who)
}

// WhoOf returns whom the context names, and the system where it names nobody.
func WhoOf(ctx context.Context) Who {
	if who, ok := ctx.Value(whoKey{}).(Who); ok {
		return who
	}
	return Who{Scheme: SchemeSystem}
}

// As returns a context in which person did what the context's address and
// request asked for: somebody who has only just shown who they are.
func As(ctx context.Context, person, scheme string) context.Context {
	who := WhoOf(ctx)
	who.Person, who.Scheme = person, scheme
	return With(ctx, who)
}
