package identity

import (
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// Status tells whether a person works here.
type Status string

// The two states of a person. Someone who left is kept, so that their name is
// still known on everything they did, but holds nothing and is found nowhere.
const (
	Active Status = "active"
	Left   Status = "left"
)

// Person is one person of the organisation.
type Person struct {
	store.Head    `bson:",inline"`
	audit.Carrier `bson:",inline"`
	V             int        `bson:"v"`
	Login         string     `bson:"login"` // lower case, unique, never reused
	Name          words.Text `bson:"name"`
	Email         string     `bson:"email,omitempty"`
	Title         words.Text `bson:"title,omitempty"`
	// Dept is the id of the person's department; it may be empty for someone
	// outside the tree.
	Dept string `bson:"dept,omitempty"`
	// Manager is the id of a manager who is not the department's lead; empty
	// means the lead of the department.
	Manager  string   `bson:"manager,omitempty"`
	Roles    []string `bson:"roles,omitempty"`
	Language string   `bson:"language"` // en or zh-CN
	Status   Status   `bson:"status"`
	// PasswordHash is the argon2id hash in PHC form; empty means that this
	// person can't sign in by password.
	PasswordHash string `bson:"passwordHash,omitempty" json:"-"`
	JoinedAt     int64  `bson:"joinedAt"`
	LeftAt       int64  `bson:"leftAt,omitempty"`
	// Leaving says what was settled when they left; nil for who works here.
	Leaving *Leaving `bson:"leaving,omitempty"`
	// Absences are those that are to come, that hold, and that ended lately, as
	// they were entered; AbsenceCount is how many there ever were.
	Absences     []Absence `bson:"absences,omitempty"`
	AbsenceCount int       `bson:"absenceCount,omitempty"`
	// ChangedAt is when the person was written last, by which other processes
	// find what is new.
	ChangedAt int64 `bson:"changedAt,omitempty" json:"-"`
	// Link is the one-time link that waits to set a password, if there is one.
	Link *Link `bson:"link,omitempty" json:"-"`
}

// Leaving is what was settled when a person left.
type Leaving struct {
	By        string `bson:"by"`                  // id of who said so
	Successor string `bson:"successor,omitempty"` // id of who takes over; empty for nobody
	// Open says that something may still have to be handed over.
	Open bool `bson:"open,omitempty"`
}

// Department is one node of the organisation's tree.
type Department struct {
	store.Head    `bson:",inline"`
	audit.Carrier `bson:",inline"`
	V             int        `bson:"v"`
	Code          string     `bson:"code"` // short, unique, stays the same when the name changes
	Name          words.Text `bson:"name"`
	Parent        string     `bson:"parent,omitempty"` // id of the department above; empty at the top
	Lead          string     `bson:"lead,omitempty"`   // id of the person who heads it
	// Removed says that it is no more. It is kept, so that what was recorded of
	// it goes on where its code is used again.
	Removed bool `bson:"removed,omitempty"`
	// ChangedAt is when the department was written last, as a person's.
	ChangedAt int64 `bson:"changedAt,omitempty" json:"-"`
}

// documentVersion is the version of every document shape in this package.
const documentVersion = 1

// Specs lists the collections that this package keeps and their indexes.
func Specs() []store.Spec {
	return []store.Spec{peopleSpec, departmentsSpec, sessionsSpec, tokensSpec}
}

var peopleSpec = store.Spec{Name: "people", Indexes: []store.Index{
	{Name: "login", Paths: []string{"login"}, Unique: true},
	{Name: "link", Paths: []string{"link.id"}},
	changed,
}}

var departmentsSpec = store.Spec{Name: "departments", Indexes: []store.Index{
	{Name: "code", Paths: []string{"code"}, Unique: true},
	changed,
}}

var sessionsSpec = store.Spec{Name: "sessions", Indexes: []store.Index{
	{Name: "person", Paths: []string{"person"}},
	{Name: "dueAt", Paths: []string{"dueAt"}},
}}

var tokensSpec = store.Spec{Name: "tokens", Indexes: []store.Index{
	{Name: "person", Paths: []string{"person"}},
}}
