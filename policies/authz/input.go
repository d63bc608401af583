package authz

import "github.com/open-policy-agent/opa/v1/ast"

// The keys of the input document are made once; terms are never changed.
var (
	keyAction   = ast.StringTerm("action")
	keySubject  = ast.StringTerm("subject")
	keyResource = ast.StringTerm("resource")

	keyID        = ast.StringTerm("id")
	keyRoles     = ast.StringTerm("roles")
	keyDept      = ast.StringTerm("dept")
	keyDepts     = ast.StringTerm("depts")
	keyHeads     = ast.StringTerm("heads")
	keyAnonymous = ast.StringTerm("anonymous")
	keyScheme    = ast.StringTerm("scheme")

	keyKind             = ast.StringTerm("kind")
	keyApp              = ast.StringTerm("app")
	keyInitiator        = ast.StringTerm("initiator")
	keyInitiatorDept    = ast.StringTerm("initiatorDept")
	keyInitiatorDepts   = ast.StringTerm("initiatorDepts")
	keyInitiatorManager = ast.StringTerm("initiatorManager")
	keyAssignees        = ast.StringTerm("assignees")
	keyParticipants     = ast.StringTerm("participants")
	keyStatus           = ast.StringTerm("status")
	keyNode             = ast.StringTerm("node")
	keyOwner            = ast.StringTerm("owner")
	keySensitive        = ast.StringTerm("sensitive")
	keyOpened           = ast.StringTerm("opened")
)

// inputWriter builds the input document without a detour over JSON. The terms of
// one document lie in one block, and the members of its lists in another, whose
// sizes are known before.
type inputWriter struct {
	terms   []ast.Term
	members []*ast.Term
	fields  [][2]*ast.Term
}

// inputOf builds the input of a request. An empty action is left out; subject and
// resource are always there.
func inputOf(r *Request) ast.Value {
	members := r.Subject.words() + r.Resource.words()
	w := inputWriter{
		// 13 texts, 8 lists and 2 objects besides the members of the lists.
		terms:   make([]ast.Term, 0, 24+members),
		members: make([]*ast.Term, 0, members),
		fields:  make([][2]*ast.Term, 0, 14),
	}
	subject := w.subject(&r.Subject)
	resource := w.resource(&r.Resource)
	w.text(keyAction, r.Action)
	w.put(keySubject, subject)
	w.put(keyResource, resource)
	return ast.NewObject(w.fields...)
}

// words counts what lies in the subject's lists.
func (s *Subject) words() int { return len(s.Roles) + len(s.Depts) + len(s.Heads) }

// words counts what lies in the resource's lists.
func (r *Resource) words() int {
	return len(r.InitiatorDepts) + len(r.Assignees) + len(r.Participants) + len(r.Sensitive) + len(r.Opened)
}

func (w *inputWriter) subject(s *Subject) *ast.Term {
	anonymous := ast.InternedBooleanFalse
	// Somebody without an id is nobody, whatever the caller says.
	if s.Anonymous || s.ID == "" {
		anonymous = ast.InternedBooleanTrue
	}
	w.put(keyAnonymous, anonymous)
	w.text(keyID, s.ID)
	w.list(keyRoles, s.Roles)
	w.text(keyDept, s.Dept)
	w.list(keyDepts, s.Depts)
	w.list(keyHeads, s.Heads)
	w.text(keyScheme, s.Scheme)
	return w.object()
}

func (w *inputWriter) resource(r *Resource) *ast.Term {
	w.text(keyKind, r.Kind)
	w.text(keyApp, r.App)
	w.text(keyID, r.ID)
	w.text(keyInitiator, r.Initiator)
	w.text(keyInitiatorDept, r.InitiatorDept)
	w.list(keyInitiatorDepts, r.InitiatorDepts)
	w.text(keyInitiatorManager, r.InitiatorManager)
	w.list(keyAssignees, r.Assignees)
	w.list(keyParticipants, r.Participants)
	w.text(keyStatus, r.Status)
	w.text(keyNode, r.Node)
	w.text(keyOwner, r.Owner)
	w.list(keySensitive, r.Sensitive)
	w.list(keyOpened, r.Opened)
	return w.object()
}

func (w *inputWriter) put(key, value *ast.Term) {
	w.fields = append(w.fields, [2]*ast.Term{key, value})
}

// term keeps a value in the block. The block never grows, so the pointer stays.
func (w *inputWriter) term(v ast.Value) *ast.Term {
	w.terms = append(w.terms, ast.Term{Value: v})
	return &w.terms[len(w.terms)-1]
}

// text writes a string unless it is empty: an empty id must not equal another.
func (w *inputWriter) text(key *ast.Term, s string) {
	if s != "" {
		w.put(key, w.term(ast.String(s)))
	}
}

func (w *inputWriter) list(key *ast.Term, items []string) {
	if len(items) == 0 {
		return
	}
	start := len(w.members)
	for _, s := range items {
		w.members = append(w.members, w.term(ast.String(s)))
	}
	// The capacity ends with the list, so that nothing can grow into the next one.
	list := w.members[start:len(w.members):len(w.members)]
	w.put(key, w.term(ast.NewArray(list...)))
}

// object makes an object of the fields written since the last one.
func (w *inputWriter) object() *ast.Term {
	o := w.term(ast.NewObject(w.fields...))
	w.fields = w.fields[:0]
	return o
}
