package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
)

// Designs knows the drafts and all revisions of apps.
type Designs interface {
	// ListUses lists the apps that name a list of the organisation.
	ListUses(ctx context.Context, list string) ([]studio.ListUse, error)
}

var _ Designs = (*studio.Service)(nil)

// DeleteList deletes a list of the organisation that nothing takes options from:
// no draft, nothing that can be started, no case that runs on an earlier revision,
// and no list below it. Ended cases keep the words of what was chosen. It returns
// *fault.NotFound, *fault.Denied, *fault.Stale, and a *fault.Conflict "list.used"
// that names what uses it.
//
// An app that is published at the same moment is not seen; it is told by lint, and
// its field offers nothing.
func (s *Service) DeleteList(ctx context.Context, a Actor, id string, rev int64) error {
	if _, err := s.ask(ctx, a, authz.ListsWrite, authz.Resource{Kind: "lists", ID: id, Owner: a.Subject.ID}); err != nil {
		return err
	}
	if list, err := s.Lists.List(id); err != nil {
		return err
	} else if list.Rev() != rev {
		return &fault.Stale{Thing: "list", Rev: list.Rev()}
	}
	uses, err := s.Designs.ListUses(ctx, id)
	if err != nil {
		return err
	}
	running, err := s.running(ctx, uses)
	if err != nil {
		return err
	}
	var used []string
	for _, u := range uses {
		var where []string
		if u.Draft {
			where = append(where, sayIn(a.Lang, "draft", "草稿"))
		}
		if u.Published {
			where = append(where, sayIn(a.Lang, "published", "已发布"))
		}
		if running[u.App] {
			where = append(where, sayIn(a.Lang, "running requests", "办理中的申请"))
		}
		if len(where) > 0 {
			name := u.Name.In(a.Lang, words.English)
			used = append(used, sayIn(a.Lang, "“"+name+"” ("+strings.Join(where, ", ")+")", "“"+name+"”（"+strings.Join(where, "、")+"）"))
		}
	}
	for _, below := range s.Lists.Below(id, a.Lang) {
		name := below.Name().In(a.Lang, words.English)
		used = append(used, sayIn(a.Lang, "the list “"+name+"”, which stands below it", "其下级列表“"+name+"”"))
	}
	if len(used) > 0 {
		return conflictOf("list.used", []string{"uses", strings.Join(used, sayIn(a.Lang, "; ", "；"))})
	}
	return s.Lists.Remove(ctx, id, rev, len(uses) > 0)
}

// running tells the apps of which a case runs on one of the earlier revisions that
// are named. It looks at every case, and only where there is such a revision.
func (s *Service) running(ctx context.Context, uses []studio.ListUse) (map[string]bool, error) {
	found, open := map[string]bool{}, map[string][]int{}
	for _, u := range uses {
		if len(u.Older) > 0 {
			open[u.App] = u.Older
		}
	}
	for q := (store.Query{Limit: reindexPage}); len(open) > 0; {
		page, err := s.instances.Find(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("workflow: reading instances: %w", err)
		}
		for _, doc := range page.Items {
			if !doc.Tombstone && !doc.Case.Status.Ended() && slices.Contains(open[doc.Case.App], doc.Case.Revision) {
				found[doc.Case.App] = true
				delete(open, doc.Case.App)
			}
		}
		if page.Next == "" {
			break
		}
		q.After = page.Next
	}
	return found, nil
}
