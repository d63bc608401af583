package workflow

import (
	"context"

	"github.com/banli-oa/banli/builder/words"
)

// message returns what a notify step says about a case as it is now.
func (s *Service) message(ctx context.Context, d *Document, node string) (words.Text, error) {
	ed, err := s.Editions.Numbered(ctx, d.Case.App, d.Case.Revision)
	if err != nil {
		return nil, err
	}
	n := ed.Flow.Node(node)
	if n == nil {
		return nil, nil
	}
	return s.fillTemplate(n.Message, ed, d.Case.Values, d.Case.Initiator, d.Labels), nil
}
