package sqlitestore

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

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
		found, err := declarations(c)
		for _, name := range slices.Sorted(maps.Keys(found)) {
			all = append(all, store.Spec{Name: name, Indexes: found[name].Indexes})
		}
		return err
	})
	return all, err
}

// declarations returns what every collection was last declared as, by name.
func declarations(c *conn) (map[string]declaration, error) {
	st, err := c.prepare("SELECT name, declaration FROM collections")
	if err != nil {
		return nil, err
	}
	all := map[string]declaration{}
	return all, st.each(nil, func(row []driver.Value) (bool, error) {
		name, _ := row[0].(string)
		text, _ := row[1].(string)
		var d declaration
		if err := json.Unmarshal([]byte(text), &d); err != nil {
			return false, fmt.Errorf("%w: the declaration of %s: %w", store.ErrCorrupt, name, err)
		}
		all[name] = d
		return true, nil
	})
}
