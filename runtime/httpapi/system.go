package httpapi

import (
	"net/http"
	"time"

	"github.com/banli-oa/banli/policies/authz"
)

// System tells what is running, for IT. Its functions are asked anew for each
// answer.
type System struct {
	// Version is the program's version, as its build says.
	Version string
	// Store names the store in use: "embedded" or "mongodb".
	Store string
	// StartedAt is when this process began to serve.
	StartedAt time.Time
	// Policy tells the revision of the policy in force, and why a later one was
	// refused; empty when it was not.
	Policy func() (revision, refused string)
	// Scripts tells of the workers that run the apps' scripts.
	Scripts func() ScriptWorkers
}

// ScriptWorkers are the workers that run scripts.
type ScriptWorkers struct {
	// Limited says that the memory of each is limited. It is false where the
	// system cannot do that: a script is then stopped for its time alone.
	Limited bool `json:"limited"`
	// Running is how many there are now, Replaced how many were ended and replaced
	// since the start.
	Running  int `json:"running"`
	Replaced int `json:"replaced"`
}

// systemView is System as the control room shows it.
type systemView struct {
	Version   string `json:"version"`
	Store     string `json:"store"`
	StartedAt int64  `json:"startedAt"`
	Policy    struct {
		Revision string `json:"revision"`
		Refused  string `json:"refused,omitempty"`
	} `json:"policy"`
	Scripts ScriptWorkers `json:"scripts"`
	// Trouble says why the server can't serve now; empty when it can.
	Trouble string `json:"trouble,omitempty"`
}

func (s *Server) systemRoutes() []route {
	return []route{{method: http.MethodGet, path: "/api/system", handle: s.readSystem}}
}

func (s *Server) readSystem(k *call) error {
	if err := s.permit(k, authz.SystemRead, "system"); err != nil {
		return err
	}
	view := systemView{Version: s.System.Version, Store: s.System.Store, StartedAt: s.System.StartedAt.UnixMilli()}
	view.Policy.Revision, view.Policy.Refused = s.System.Policy()
	view.Scripts = s.System.Scripts()
	if err := s.Ready(k.ctx); err != nil {
		view.Trouble = err.Error()
	}
	return k.answer(http.StatusOK, view)
}
