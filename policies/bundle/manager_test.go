package bundle

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/policies/authz"
)

func TestManagerKeepsTheLastGoodOne(t *testing.T) {
	t.Parallel()
	e := authz.New(nil, authz.Options{Deadline: 30 * time.Second})
	m := NewManager(e, patient)
	ask := func() string {
		return e.Decide(t.Context(), authz.Request{Action: authz.AppsList, Subject: authz.Subject{ID: "wu"}}).Reasons[0]
	}
	if ask() != authz.ReasonNoPolicy || m.Status().Active != nil {
		t.Error("a policy is in force before Activate")
	}
	if _, err := m.Activate(t.Context(), ""); err != nil || ask() != "allow.person" {
		t.Fatal(err, ask())
	}

	dir := folder(t, map[string]string{"a.rego": denyAll})
	c, err := m.Activate(t.Context(), dir)
	if err != nil || ask() != "deny.all" || m.Status().Active != c || e.Policy() != c.Policy {
		t.Fatal(err, ask())
	}

	fill(t, dir, map[string]string{"a.rego": denyAll + "\nx := http.send({})\n"})
	_, err = m.Reload(t.Context())
	var refused *Error
	if !errors.As(err, &refused) || refused.Code != CodeBuiltin || ask() != "deny.all" {
		t.Error(err, ask())
	}
	if s := m.Status(); s.Active != c || !errors.Is(s.Refused, err) {
		t.Errorf("%+v", s)
	}

	fill(t, dir, map[string]string{"a.rego": allowAll})
	if _, err = m.Reload(t.Context()); err != nil || ask() != "allow.all" || m.Status().Refused != nil {
		t.Error(err, ask())
	}

	// What was refused is what Reload tries again once it is mended.
	late := folder(t, map[string]string{"README": ""})
	if _, err = m.Activate(t.Context(), late); err == nil || ask() != "allow.all" {
		t.Error(err, ask())
	}
	fill(t, late, map[string]string{"a.rego": denyAll})
	if _, err = m.Reload(t.Context()); err != nil || ask() != "deny.all" || m.Status().Active.Origin != late {
		t.Error(err, ask())
	}
}

func TestReloadAloneIsTheDefault(t *testing.T) {
	t.Parallel()
	m := NewManager(authz.New(nil, authz.Options{}), patient)
	if c, err := m.Reload(t.Context()); err != nil || c.Origin != "" || !slices.Equal(c.Files, []string{"authz.rego"}) {
		t.Error(c, err)
	}
}

// TestReloadUnderDecisions: decisions go on while policies are replaced and refused.
func TestReloadUnderDecisions(t *testing.T) {
	t.Parallel()
	e := authz.New(nil, authz.Options{Deadline: 30 * time.Second})
	m := NewManager(e, patient)
	origins := []string{
		folder(t, map[string]string{"a.rego": allowAll}),
		folder(t, map[string]string{"a.rego": "nonsense"}),
		folder(t, map[string]string{"a.rego": denyAll}),
	}
	if _, err := m.Activate(t.Context(), origins[0]); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var asking, loading sync.WaitGroup
	for range 2 {
		asking.Go(func() {
			for ctx.Err() == nil {
				d := e.Decide(t.Context(), authz.Request{Action: authz.AppsList})
				if want := map[bool]string{true: "allow.all", false: "deny.all"}[d.Allow]; d.Reasons[0] != want {
					t.Errorf("%+v", d)
				}
				if m.Status().Active == nil {
					t.Error("nothing in force")
				}
			}
		})
		loading.Go(func() {
			for i := range 9 {
				_, err := m.Activate(t.Context(), origins[i%3])
				if (err != nil) != (i%3 == 1) {
					t.Error(i, err)
				}
			}
		})
	}
	loading.Wait()
	stop()
	asking.Wait()
}
