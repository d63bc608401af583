package authz_test

import (
	"slices"
	"testing"

	"github.com/banli-oa/banli/policies/authz"
)

func TestDefaultPolicyDecides(t *testing.T) {
	t.Parallel()
	var (
		employee = somebody("wu", "employee")
		manager  = somebody("wu", "employee", "manager")
		hr       = somebody("wu", "employee", "hr")
		admin    = somebody("wu", "employee", "admin")
		it       = somebody("wu", "employee", "it")
		draft    = authz.Resource{Kind: "draft", App: "leave", ID: "d", Owner: "wu"}
		foreign  = authz.Resource{Kind: "draft", App: "leave", ID: "d", Owner: "li"}
		none     authz.Resource
	)
	tests := []struct {
		name     string
		action   string
		subject  authz.Subject
		resource authz.Resource
		allow    bool
		reason   string
	}{
		{"anyone signs in", authz.SessionCreate, anonymous, none, true, "allow.everyone"},
		{"anyone asks who they are", authz.SessionRead, anonymous, none, true, "allow.everyone"},
		{"anyone sees the demo people", authz.DemoRead, anonymous, none, true, "allow.everyone"},
		{"anyone enters the demo", authz.DemoEnter, anonymous, none, true, "allow.everyone"},
		{"anyone reads the contract", authz.OpenAPIRead, anonymous, none, true, "allow.everyone"},
		{"a person asks who they are", authz.SessionRead, employee, none, true, "allow.everyone"},

		{"nobody signs nobody out", authz.SessionDelete, anonymous, none, false, "deny.anonymous"},
		{"anonymous lists no apps", authz.AppsList, anonymous, none, false, "deny.anonymous"},
		{"anonymous starts nothing", authz.InstanceCreate, anonymous, none, false, "deny.anonymous"},
		{"anonymous reads no case", authz.InstanceRead, anonymous, expense(), false, "deny.anonymous"},
		{"anonymous decides nothing", authz.TaskDecide, anonymous, expense(), false, "deny.anonymous"},
		{"anonymous has no draft", authz.DraftRead, anonymous, authz.Resource{Kind: "draft"}, false, "deny.anonymous"},
		{"anonymous sees no figures", authz.MetricsRead, anonymous, none, false, "deny.anonymous"},
		{"a subject without an id is nobody", authz.AppsList, authz.Subject{Roles: []string{"admin"}}, none, false, "deny.anonymous"},

		{"a person signs out", authz.SessionDelete, employee, none, true, "allow.person"},
		{"a person lists apps", authz.AppsList, employee, none, true, "allow.person"},
		{"a person reads an app", authz.AppRead, employee, none, true, "allow.person"},
		{"a person previews", authz.AppPreview, employee, none, true, "allow.person"},
		{"a person starts", authz.InstanceCreate, employee, none, true, "allow.person"},
		{"a person lists cases", authz.InstanceList, employee, none, true, "allow.person"},
		{"a person reads their inbox", authz.InboxRead, employee, none, true, "allow.person"},
		{"a person searches people", authz.PeopleSearch, employee, none, true, "allow.person"},
		{"a person lists departments", authz.DepartmentsList, employee, none, true, "allow.person"},
		{"a person lists roles", authz.RolesList, employee, none, true, "allow.person"},
		{"somebody without a role works too", authz.AppsList, somebody("wu"), none, true, "allow.person"},

		{"own draft is read", authz.DraftRead, employee, draft, true, "allow.owner"},
		{"own draft is written", authz.DraftWrite, employee, draft, true, "allow.owner"},
		{"own draft is deleted", authz.DraftDelete, employee, draft, true, "allow.owner"},
		{"a foreign draft is not read", authz.DraftRead, admin, foreign, false, "deny.notOwner"},
		{"a foreign draft is not written", authz.DraftWrite, admin, foreign, false, "deny.notOwner"},
		{"a draft of nobody is nobody's", authz.DraftRead, employee, authz.Resource{Kind: "draft"}, false, "deny.notOwner"},

		{"an admin lists the studio", authz.StudioList, admin, none, true, "allow.admin"},
		{"an admin reads the studio", authz.StudioRead, admin, none, true, "allow.admin"},
		{"an admin writes the studio", authz.StudioWrite, admin, none, true, "allow.admin"},
		{"an admin publishes", authz.StudioPublish, admin, none, true, "allow.admin"},
		{"an employee does not publish", authz.StudioPublish, employee, none, false, "deny.role"},
		{"hr does not publish", authz.StudioPublish, hr, none, false, "deny.role"},
		{"it does not write the studio", authz.StudioWrite, it, none, false, "deny.role"},

		{"it reads figures", authz.MetricsRead, it, none, true, "allow.it"},
		{"an admin reads figures", authz.MetricsRead, admin, none, true, "allow.admin"},
		{"a manager reads no figures", authz.MetricsRead, manager, none, false, "deny.role"},

		{"the initiator reads", authz.InstanceRead, somebody("li", "employee"), expense(), true, "allow.initiator"},
		{"the assignee reads", authz.InstanceRead, somebody("qian", "employee"), expense(), true, "allow.assignee"},
		{"an assigned role reads", authz.InstanceRead, somebody("wu", "finance"), expense(), true, "allow.assignee"},
		{"who took part reads", authz.InstanceRead, somebody("sun", "employee"), expense(), true, "allow.participant"},
		{"a copied role reads", authz.InstanceRead, somebody("wu", "legal"), expense(), true, "allow.participant"},
		{"the initiator's manager reads", authz.InstanceRead, somebody("zhao", "manager"), expense(), true, "allow.manager"},
		{"another manager does not", authz.InstanceRead, manager, expense(), false, "deny.notReader"},
		{"the department's head reads", authz.InstanceRead, heading(employee, "research"), expense(), true, "allow.departmentHead"},
		{"the head above reads", authz.InstanceRead, heading(employee, "all", "research", "sales"), expense(), true, "allow.departmentHead"},
		{"the head beside does not", authz.InstanceRead, heading(employee, "sales"), expense(), false, "deny.notReader"},
		{"an admin reads", authz.InstanceRead, admin, expense(), true, "allow.admin"},
		{"hr reads leave", authz.InstanceRead, hr, leave(), true, "allow.hr"},
		{"hr does not read expenses", authz.InstanceRead, hr, expense(), false, "deny.notReader"},
		{"it does not read cases", authz.InstanceRead, it, leave(), false, "deny.notReader"},
		{"it reads their own", authz.InstanceRead, somebody("li", "it"), leave(), true, "allow.initiator"},
		{"a colleague does not read", authz.InstanceRead, authz.Subject{ID: "wu", Dept: "research", Depts: []string{"research", "all"}}, expense(), false, "deny.notReader"},

		{"the assignee decides", authz.TaskDecide, somebody("qian", "employee"), expense(), true, "allow.assignee"},
		{"an assigned role decides", authz.TaskDecide, somebody("wu", "employee", "finance"), expense(), true, "allow.assignee"},
		{"the initiator does not decide", authz.TaskDecide, somebody("li", "employee"), expense(), false, "deny.notAssignee"},
		{"who took part does not decide", authz.TaskDecide, somebody("sun", "employee"), expense(), false, "deny.notAssignee"},
		{"an admin does not decide", authz.TaskDecide, admin, expense(), false, "deny.notAssignee"},
		{"a task of nobody is nobody's", authz.TaskDecide, admin, authz.Resource{Kind: "task"}, false, "deny.notAssignee"},

		{"an unknown action is denied", "no.such", admin, none, false, "deny.default"},
		{"no action is denied", "", admin, none, false, "deny.default"},
	}
	e := defaultEvaluator(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := authz.Request{Action: tt.action, Subject: tt.subject, Resource: tt.resource}
			d := e.Decide(t.Context(), r)
			if d.Allow != tt.allow || !slices.Equal(d.Reasons, []string{tt.reason}) {
				t.Errorf("Decide = %v %v, want %v [%s]", d.Allow, d.Reasons, tt.allow, tt.reason)
			}
			if d.Revision != "test" || len(d.Hide)+len(d.Lock) != 0 {
				t.Errorf("Decide = %+v, want revision test and no mask", d)
			}
			both, readers, err := e.DecideAndReaders(t.Context(), r)
			if err != nil || both.Allow != d.Allow || !slices.Equal(both.Reasons, d.Reasons) {
				t.Errorf("DecideAndReaders = %+v, %v, want %+v", both, err, d)
			}
			want, _ := e.Readers(t.Context(), tt.resource)
			if !d.Allow {
				want = nil
			}
			if !slices.Equal(readers, want) {
				t.Errorf("DecideAndReaders gives readers %v, want %v", readers, want)
			}
		})
	}
}

// TestEveryActionIsKnown makes sure that no action falls through to the default.
func TestEveryActionIsKnown(t *testing.T) {
	t.Parallel()
	e := defaultEvaluator(t)
	for _, action := range authz.Actions() {
		d := e.Decide(t.Context(), authz.Request{Action: action, Subject: somebody("wu"), Resource: expense()})
		if slices.Contains(d.Reasons, "deny.default") {
			t.Errorf("%s is not in the default policy", action)
		}
	}
}

func TestPrincipalsAndReaders(t *testing.T) {
	t.Parallel()
	e := defaultEvaluator(t)
	lists := []struct {
		name string
		got  func() ([]string, error)
		want []string
	}{
		{"employee", func() ([]string, error) { return e.Principals(t.Context(), somebody("wu", "employee")) },
			[]string{"role:employee", "user:wu"}},
		{"head", func() ([]string, error) {
			return e.Principals(t.Context(), heading(somebody("wu", "hr", "employee"), "shop", "sales"))
		}, []string{"dept:sales", "dept:shop", "role:employee", "role:hr", "user:wu"}},
		{"anonymous", func() ([]string, error) { return e.Principals(t.Context(), anonymous) }, nil},
		{"expense", func() ([]string, error) { return e.Readers(t.Context(), expense()) },
			[]string{"dept:all", "dept:research", "role:admin", "role:finance", "role:legal", "user:li", "user:qian", "user:sun", "user:zhao"}},
		{"leave of a boss", func() ([]string, error) {
			return e.Readers(t.Context(), authz.Resource{Kind: "instance", App: "leave", Initiator: "li"})
		}, []string{"role:admin", "role:hr", "user:li"}},
	}
	for _, tt := range lists {
		got, err := tt.got()
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, %v, want %v", tt.name, got, err, tt.want)
		}
	}
}
