package authz

import "context"

// Subject is who asks. The zero value has no id and no role.
type Subject struct {
	// ID is the person's id; empty when Anonymous.
	ID string
	// Roles are the ids of the person's roles, such as "hr".
	Roles []string
	// Dept is the id of the person's own department.
	Dept string
	// Depts are the ids of the person's own department and of all above it.
	Depts []string
	// Heads are the ids of the departments the person heads, with all below them.
	Heads []string
	// Anonymous says that nobody has signed in.
	Anonymous bool
	// Scheme is how the subject was recognised: session, token, demo or none.
	Scheme string
}

// Resource is what is asked about. Only Kind is always set; the other fields are
// set where the kind has them.
type Resource struct {
	// Kind is app, instance, task, draft, studio, session, people, metrics and so on.
	Kind string
	// App is the id of the app the resource belongs to.
	App string
	// ID is the resource's own id.
	ID string
	// Initiator is the id of the person who started the instance.
	Initiator string
	// InitiatorDept is the id of the initiator's own department.
	InitiatorDept string
	// InitiatorDepts are the ids of the initiator's department and of all above it.
	InitiatorDepts []string
	// InitiatorManager is the id of the person the initiator reports to.
	InitiatorManager string
	// Assignees are the principals of the open tasks, or of the one task decided.
	Assignees []string
	// Participants are the principals that acted, were copied or had a task.
	Participants []string
	// Status is the instance's state: running, approved or rejected.
	Status string
	// Node is the id of the flow's node a task stands at.
	Node string
	// Owner is the id of the person a draft or a session belongs to.
	Owner string
	// Sensitive are the paths of the sensitive fields of a case that is read, and
	// Opened those of them that the flow lets the subject see.
	Sensitive []string
	Opened    []string
}

// Request asks whether Subject may do Action to Resource.
type Request struct {
	Action   string
	Subject  Subject
	Resource Resource
}

// Decision is the answer to a Request.
type Decision struct {
	// Allow says yes; the zero value says no.
	Allow bool
	// Reasons are stable codes such as "allow.initiator" or "deny.notOwner",
	// sorted, without repeats, never empty.
	Reasons []string
	// Hide are the ids of the fields that must not reach the subject, sorted.
	Hide []string
	// Lock are the ids of the fields that the subject may see and not write, sorted.
	Lock []string
	// Open are the sensitive fields that the subject sees, sorted; nil where the
	// policy does not say and it stays with those that the flow opens.
	Open []string
	// Revision names the policy that answered.
	Revision string
}

// Authorizer decides requests and names the principals of lists.
type Authorizer interface {
	// Decide answers a request. It never fails: whatever goes wrong is a denial
	// whose reason says so. It marks the context's [Trail].
	Decide(ctx context.Context, r Request) Decision
	// Principals names the principals of a subject, sorted.
	Principals(ctx context.Context, s Subject) ([]string, error)
	// Readers names the principals that may find a resource in a list, sorted.
	Readers(ctx context.Context, r Resource) ([]string, error)
}
