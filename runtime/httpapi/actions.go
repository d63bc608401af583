package httpapi

import (
	"net/http"

	"github.com/banli-oa/banli/runtime/workflow"
)

// actionRoutes are what people do with tasks and instances beside deciding.
func (s *Server) actionRoutes() []route {
	return []route{
		{method: http.MethodPost, path: "/api/tasks/:id/actions", handle: s.act},
		{method: http.MethodPost, path: "/api/instances/:id/withdrawal", handle: s.withdraw},
		{method: http.MethodPost, path: "/api/instances/:id/copies", handle: s.copyTo},
		{method: http.MethodPost, path: "/api/instances/:id/comments", handle: s.comment},
		{method: http.MethodPost, path: "/api/instances/:id/interventions", handle: s.intervene},
	}
}

// change binds a body, carries a change out under the request's key and answers
// with how the instance stands then.
func change[B any](k *call, carryOut func(body B, key string) (workflow.Receipt, error)) error {
	var body B
	if err := bind(k, &body); err != nil {
		return err
	}
	key, err := k.idempotencyKey()
	if err != nil {
		return err
	}
	receipt, err := carryOut(body, key)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, receipt)
}

func (s *Server) act(k *call) error {
	type body struct {
		Action  string   `json:"action"`
		To      []string `json:"to"`
		Where   string   `json:"where"`
		Comment string   `json:"comment"`
	}
	return change(k, func(in body, key string) (workflow.Receipt, error) {
		return s.Workflow.Act(k.ctx, k.actor, workflow.TaskAction{
			Task: k.Params("id"), Action: in.Action, To: in.To, Where: in.Where, Comment: in.Comment, Key: key,
		})
	})
}

func (s *Server) withdraw(k *call) error {
	return change(k, func(in workflow.Withdrawal, key string) (workflow.Receipt, error) {
		in.Key = key
		return s.Workflow.Withdraw(k.ctx, k.actor, k.Params("id"), in)
	})
}

func (s *Server) copyTo(k *call) error {
	return change(k, func(in workflow.Copies, key string) (workflow.Receipt, error) {
		in.Key = key
		return s.Workflow.Copy(k.ctx, k.actor, k.Params("id"), in)
	})
}

func (s *Server) comment(k *call) error {
	return change(k, func(in workflow.Remark, key string) (workflow.Receipt, error) {
		in.Key = key
		return s.Workflow.Comment(k.ctx, k.actor, k.Params("id"), in)
	})
}

func (s *Server) intervene(k *call) error {
	return change(k, func(in workflow.Intervention, key string) (workflow.Receipt, error) {
		in.Key = key
		return s.Workflow.Intervene(k.ctx, k.actor, k.Params("id"), in)
	})
}
