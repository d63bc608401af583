package sqlitestore

import (
	"errors"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

// Check finds each kind of damage, says where it is, and finds none where there
// is none.
func TestCheckFindsDamage(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ damage, says string }{
		"a column that says something else": {"UPDATE d_items SET k0 = 'elsewhere' WHERE id = 'a'", "group of a"},
		"a column that says nothing":        {"UPDATE d_items SET k1 = NULL WHERE id = 'b'", "at of b"},
		"an entry that is gone":             {"DELETE FROM m_items_tagsAt WHERE id = 'a' AND v = 'all'", "lacks the entry"},
		"an entry too many":                 {"INSERT INTO m_items_tagsAt (v, p1, id, n) SELECT 'x', p1, id, n FROM m_items_tagsAt WHERE id = 'a' AND v = 'all'", "5 entries"},
		"an entry of another document":      {"UPDATE m_items_tagsAt SET n = n + 1 WHERE id = 'a' AND v = 'all'", "lacks the entry"},
		"another revision":                  {"UPDATE d_items SET rev = 7 WHERE id = 'a'", "revision 7"},
		"a body that is none":               {"UPDATE d_items SET body = x'0badc0de' WHERE id = 'a'", "document a"},
		"a document that is gone":           {"DELETE FROM d_items WHERE id = 'a'", "4 entries"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openStore(t, t.TempDir(), Options{})
			c := openItems(t, s, itemSpec)
			insertItems(t, c, newItem("a", 1), newItem("b", 2))
			verify(t, s)
			onWriter(t, s, func(c *conn) error { return c.run(tt.damage) })
			err := s.Check(t.Context())
			if !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "collection items") {
				t.Fatalf("%v, want one that says %q", err, tt.says)
			}
		})
	}
}
