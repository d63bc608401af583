package engine

import (
	"fmt"
	"slices"
)

// run hands over every task that the leaver has or will have:
// those whose turn comes later, and those that come back to them. Nobody is told who has the task
// already.
func (c HandOver) run(r *run) error {
	from := UserPrefix + c.From
	if !isPrincipal(c.To) || !isPrincipal(from) || c.To == from {
		return fmt.Errorf("%w: from %q to %q", ErrAnswer, from, c.To)
	}
	handed := false
	for _, t := range r.in.liveTasks() {
		has := slices.Contains(t.Assignees, from)
		if !has && !slices.Contains(t.Lender, from) {
			continue
		}
		if err := r.emit(TaskHandedOver{Task: t.ID, From: from, To: c.To}); err != nil {
			return err
		}
		handed = true
		if has && t.Status == TaskOpen && !slices.Contains(t.Assignees, c.To) {
			r.notify(Notice{Kind: NoticeTaskAssigned, To: []string{c.To}, Task: t.ID, Node: t.Node})
		}
	}
	if !handed {
		return ErrNothingToHandOver
	}
	return nil
}
