package httpapi_test

import (
	"net/http"
	"slices"
	"testing"
)

func TestTheControlRoomOpensToWhomThePolicySays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tt := range []struct {
		login     string
		sections  []any
		maySystem bool
	}{
		{"ivan", []any{"system", "directory", "lists", "company", "audit", "failures"}, true},
		{"eva", []any{"system", "directory", "lists", "company", "audit", "failures"}, true},
		{"hong", []any{"directory"}, false},
		{"bo", []any{}, false},
		{"ann", []any{}, false},
	} {
		t.Run(tt.login, func(t *testing.T) {
			me := w.as(tt.login, http.MethodGet, "/api/session", "").want(t, http.StatusOK)
			if got := me.get(t, "user", "sections").([]any); !slices.Equal(got, tt.sections) {
				t.Errorf("sections %v, want %v", got, tt.sections)
			}
			if got := slices.Contains(me.get(t, "user", "entrances").([]any), any("control")); got != (len(tt.sections) > 0) {
				t.Errorf("the control room is open: %v", got)
			}
			if !tt.maySystem {
				w.as(tt.login, http.MethodGet, "/api/system", "").problem(t, http.StatusForbidden, "permission.denied")
				return
			}
			system := w.as(tt.login, http.MethodGet, "/api/system", "").want(t, http.StatusOK)
			if got := system.text(t, "policy", "revision"); got != "default" {
				t.Errorf("policy %q", got)
			}
			if system.get(t, "scripts", "limited") != true {
				t.Errorf("scripts: %v", system.get(t, "scripts"))
			}
		})
	}
}
