package authz_test

import (
	"testing"

	"github.com/banli-oa/banli/policies/authz"
)

// Realistic requests: ids of 26 letters, a handful of roles and departments.
func benchSubject(id string, roles ...string) authz.Subject {
	return authz.Subject{
		ID: id, Roles: roles, Dept: "ksj2ndkq7x5aaaaaaaaaaaaaaa",
		Depts: []string{"ksj2ndkq7x5aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaa"}, Scheme: "token",
	}
}

const (
	benchMe    = "m5zq2vd7ycu3kp4wtx6hrb2a7e"
	benchOther = "o5zq2vd7ycu3kp4wtx6hrb2a7e"
)

func benchCase() authz.Resource {
	return authz.Resource{
		Kind: "instance", App: "leave", ID: "c5zq2vd7ycu3kp4wtx6hrb2a7e", Status: "running", Node: "manager",
		Initiator: benchOther, InitiatorDept: "d5zq2vd7ycu3kp4wtx6hrb2a7e",
		InitiatorDepts:   []string{"d5zq2vd7ycu3kp4wtx6hrb2a7e", "aaaaaaaaaaaaaaaaaaaaaaaaaa"},
		InitiatorManager: "n5zq2vd7ycu3kp4wtx6hrb2a7e", Assignees: []string{"user:" + benchMe},
		Participants: []string{"user:" + benchOther, "role:hr"},
	}
}

func BenchmarkDecide(b *testing.B) {
	e := authz.New(defaultPolicy(b), authz.Options{})
	for _, bm := range []struct {
		name string
		r    authz.Request
	}{
		{"session.read/anonymous", authz.Request{Action: authz.SessionRead, Subject: anonymous}},
		{"apps.list", authz.Request{Action: authz.AppsList, Subject: benchSubject(benchMe, "employee")}},
		{"instance.create", authz.Request{Action: authz.InstanceCreate, Subject: benchSubject(benchMe, "employee"),
			Resource: authz.Resource{Kind: "app", App: "leave"}}},
		{"instance.read/initiator", authz.Request{Action: authz.InstanceRead, Subject: benchSubject(benchOther, "employee"), Resource: benchCase()}},
		{"instance.read/assignee", authz.Request{Action: authz.InstanceRead, Subject: benchSubject(benchMe, "employee"), Resource: benchCase()}},
		{"instance.read/admin", authz.Request{Action: authz.InstanceRead, Subject: benchSubject("x", "employee", "admin"), Resource: benchCase()}},
		{"instance.read/denied", authz.Request{Action: authz.InstanceRead, Subject: benchSubject("x", "employee"), Resource: benchCase()}},
		{"task.decide/assignee", authz.Request{Action: authz.TaskDecide, Subject: benchSubject(benchMe, "employee", "manager"), Resource: benchCase()}},
		{"task.decide/denied", authz.Request{Action: authz.TaskDecide, Subject: benchSubject("x", "employee"), Resource: benchCase()}},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e.Decide(b.Context(), bm.r)
			}
		})
	}
}

func BenchmarkDecideAndReaders(b *testing.B) {
	e := authz.New(defaultPolicy(b), authz.Options{})
	r := authz.Request{Action: authz.TaskDecide, Subject: benchSubject(benchMe, "employee", "manager"), Resource: benchCase()}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := e.DecideAndReaders(b.Context(), r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReaders(b *testing.B) {
	e := authz.New(defaultPolicy(b), authz.Options{})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Readers(b.Context(), benchCase()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPrincipals(b *testing.B) {
	e := authz.New(defaultPolicy(b), authz.Options{})
	s := heading(benchSubject(benchMe, "employee", "manager"), "d1", "d2")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Principals(b.Context(), s); err != nil {
			b.Fatal(err)
		}
	}
}
