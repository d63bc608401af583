package audit

import (
	"context"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/runtime/store"
)

const actionErased = "record.erased"

// ErrNewest says that an object's newest entry is to be erased: its document
// holds it too, until the next change.
var ErrNewest = errors.New("audit: the newest entry of an object cannot be erased")

// Erase takes away the content of an entry, as a law may ask for, with what it
// is found by but its object, place, action and time. The chain stays whole.
// That it was erased, by whom and why, is recorded first: content that is gone
// without it is a finding. It returns store.ErrNotFound and ErrNewest.
func (r *Recorder) Erase(ctx context.Context, object string, seq int64, why string) error {
	doc, err := r.entries.Get(ctx, entryID(object, seq))
	if err != nil {
		return fmt.Errorf("audit: erasing entry %d of %s: %w", seq, object, err)
	}
	if _, err := r.entries.Get(ctx, entryID(object, seq+1)); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return ErrNewest
		}
		return fmt.Errorf("audit: erasing entry %d of %s: %w", seq, object, err)
	}
	if err := r.Record(ctx, Event{
		Object: ObjectRecord, Action: actionErased, Facts: map[string]any{"entry": doc.ID, "why": why},
	}); err != nil {
		return err
	}
	doc.Content, doc.People = "", []string{}
	if err := r.entries.Replace(ctx, doc); err != nil {
		return fmt.Errorf("audit: erasing entry %d of %s: %w", seq, object, err)
	}
	return nil
}
