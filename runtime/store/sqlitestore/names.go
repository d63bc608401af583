package sqlitestore

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"github.com/banli-oa/banli/runtime/store"
)

// Names lists the collections that the database holds, empty ones too.
func (s *Store) Names(ctx context.Context) ([]string, error) {
	specs, err := s.Declared(ctx)
	names := make([]string, 0, len(specs))
	for _, spec := range specs {
		names = append(names, spec.Name)
	}
	return names, err
}

// Declared lists the collections that the database holds as they were declared
// last, by name.
func (s *Store) Declared(ctx context.Context) ([]store.Spec, error) {
	s.life.RLock()
	defer s.life.RUnlock()
	if s.closed {
		return nil, store.ErrClosed
	}
	var all []store.Spec
	err := s.readers.use(ctx, func(c *conn) error {
		st, err := c.prepare("SELECT name, declaration FROM collections ORDER BY name")
		if err != nil {
			return err
		}
		return st.each(nil, func(row []driver.Value) (bool, error) {
			name, _ := row[0].(string)
			text, _ := row[1].(string)
			var d declaration
			if err := json.Unmarshal([]byte(text), &d); err != nil {
				return false, fmt.Errorf("%w: the declaration of %s: %w", store.ErrCorrupt, name, err)
			}
			all = append(all, store.Spec{Name: name, Indexes: d.Indexes})
			return true, nil
		})
	})
	return all, err
}
