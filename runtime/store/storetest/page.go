package storetest

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

// shelf fills a collection with n documents whose order has many ties.
func shelf(t *testing.T, c *store.Collection[doc], n int) []string {
	t.Helper()
	var order []string
	for i := range n {
		id := fmt.Sprintf("%03d", i)
		insert(t, c, newDoc(id, func(d *doc) { d.Group, d.At, d.Tags = "g", int64(i/7)+1, []string{"t"} }))
		order = append(order, id)
	}
	return order
}

func testPages(t *testing.T, b store.Backend) {
	c := openDocs(t, b)
	order := shelf(t, c, 60)
	backwards := slices.Clone(order)
	slices.Reverse(backwards)
	for _, q := range []store.Query{
		{}, {Order: "at"}, {Where: where("group", "g")}, {Where: where("group", "g"), Order: "at"}, {Where: where("tags", "t"), Order: "at"},
	} {
		for _, limit := range []int{0, 1, 7, 13, 59, 60, 61, 5000} {
			q.Limit = limit
			q.Desc = false
			wantFound(t, c, q, order...)
			if q.Order != "" || len(q.Where) > 0 {
				q.Desc = true
				wantFound(t, c, q, backwards...)
			}
		}
	}
	// The page has the asked-for size, the last one no continuation.
	for limit, want := range map[int]int{0: store.DefaultLimit, -1: store.DefaultLimit, 10: 10, 60: 60, 1 << 20: 60} {
		page, err := c.Find(t.Context(), store.Query{Order: "at", Limit: limit})
		if err != nil || len(page.Items) != want || (page.Next == "") != (want == 60) {
			t.Fatalf("limit %d: %d items, next %q, %v", limit, len(page.Items), page.Next, err)
		}
	}
}

func testPagesUnderWrites(t *testing.T, b store.Backend) {
	c := openDocs(t, b)
	shelf(t, c, 20)
	q := store.Query{Where: where("group", "g"), Order: "at", Limit: 5}
	var got []string
	for page := 0; ; page++ {
		p, err := c.Find(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, ids(p.Items)...)
		if p.Next == "" {
			break
		}
		q.After = p.Next
		// One comes in before the place reached, one far behind it, and one
		// that has been shown is taken away.
		insert(t, c,
			newDoc(fmt.Sprint("before", page), func(d *doc) { d.Group, d.At = "g", -1 }),
			newDoc(fmt.Sprint("behind", page), func(d *doc) { d.Group, d.At = "g", 1000 }),
		)
		if err := c.Delete(t.Context(), p.Items[0].ID, 1); err != nil {
			t.Fatal(err)
		}
		// The place itself may vanish too.
		if last := p.Items[len(p.Items)-1]; strings.HasPrefix(last.ID, "0") {
			if err := c.Delete(t.Context(), last.ID, 1); err != nil {
				t.Fatal(err)
			}
		}
		if page > 10 {
			t.Fatal("the pages do not end")
		}
	}
	var want []string
	for i := range 20 {
		want = append(want, fmt.Sprintf("%03d", i))
	}
	shown := got[:min(20, len(got))]
	if !slices.Equal(shown, want) {
		t.Fatalf("shown %q\nwant  %q", shown, want)
	}
	for _, id := range got[20:] {
		if !strings.HasPrefix(id, "behind") {
			t.Fatalf("%q shows up behind the others", id)
		}
	}
}

func testCursors(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	shelf(t, c, 20)
	q := store.Query{Where: where("group", "g"), Order: "at", Limit: 5}
	page, err := c.Find(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	good := page.Next
	if strings.Trim(string(good), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		t.Fatalf("cursor %q is not safe in a URL", good)
	}
	bytes, err := base64.RawURLEncoding.DecodeString(string(good))
	if err != nil {
		t.Fatal(err)
	}
	bad := []store.Cursor{"x", "????", good + "A", good + "=", good[:len(good)-2], store.Cursor(strings.Repeat("A", 1<<20))}
	for i := range bytes {
		cut := base64.RawURLEncoding.EncodeToString(bytes[:i])
		if cut != "" {
			bad = append(bad, store.Cursor(cut))
		}
	}
	for _, cursor := range bad {
		q.After = cursor
		if _, err := c.Find(ctx, q); !errors.Is(err, store.ErrCursor) {
			t.Errorf("cursor %.40q: %v, want ErrCursor", cursor, err)
		}
	}
	// Any flipped bit gives an error or a page, never a failure of the store.
	for i := range bytes {
		for bit := range 8 {
			flipped := slices.Clone(bytes)
			flipped[i] ^= 1 << bit
			q.After = store.Cursor(base64.RawURLEncoding.EncodeToString(flipped))
			if _, err := c.Find(ctx, q); err != nil && !errors.Is(err, store.ErrCursor) {
				t.Fatalf("byte %d, bit %d: %v", i, bit, err)
			}
		}
	}
	for _, other := range []store.Query{
		{Order: "at", After: good},
		{Where: where("group", "g"), Order: "at", Desc: true, After: good},
		{Where: where("group", "g", "at", 1), After: good},
		{Where: where("tags", "t"), Order: "at", After: good},
		{After: good},
	} {
		if _, err := c.Find(ctx, other); !errors.Is(err, store.ErrCursor) {
			t.Errorf("a cursor of another query in %+v: %v, want ErrCursor", other, err)
		}
	}
}

func testCounts(t *testing.T, b store.Backend) {
	c := openDocs(t, b)
	shelf(t, c, 60)
	for _, tc := range []struct {
		q     store.Query
		limit int
		want  int
	}{
		{store.Query{}, 1000, 60},
		{store.Query{}, 10, 10},
		{store.Query{Where: where("group", "g")}, 1000, 60},
		{store.Query{Where: where("group", "g"), Limit: 5}, 1000, 60},
		{store.Query{Where: where("group", "g", "at", 1)}, 1000, 7},
		{store.Query{Where: where("group", "g", "at", 1)}, 7, 7},
		{store.Query{Where: where("group", "g", "at", 1)}, 3, 3},
		{store.Query{Where: where("tags", "t"), Order: "at", From: 2, To: 4}, 1000, 14},
		{store.Query{Order: "at", Desc: true, To: 3}, 1000, 14},
		{store.Query{Where: where("group", "none")}, 1000, 0},
		{store.Query{Where: where("group", "g")}, 0, 0},
		{store.Query{Where: where("group", "g")}, -1, 0},
	} {
		n, err := c.Count(t.Context(), tc.q, tc.limit)
		if err != nil || n != tc.want {
			t.Errorf("count %+v up to %d: %d, %v; want %d", tc.q, tc.limit, n, err, tc.want)
		}
	}
}

func testFindAny(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	var want []string
	for i := range 40 {
		id := fmt.Sprintf("%02d", i)
		tags := [][]string{{"user:1"}, {"role:hr"}, {"user:1", "role:hr"}, {"user:2"}}[i%4]
		insert(t, c, newDoc(id, func(d *doc) { d.Tags, d.At = tags, int64(i/3)+1 }))
		if i%4 != 3 {
			want = append(want, id)
		}
	}
	mine := []any{"user:1", "role:hr", "role:none", "user:1"}
	for _, desc := range []bool{false, true} {
		if desc {
			slices.Reverse(want)
		}
		for _, limit := range []int{1, 4, 29, 30, 31, 0} {
			var got []string
			for q := (store.Query{Order: "at", Desc: desc, Limit: limit}); ; {
				page, err := c.FindAny(ctx, "tags", mine, q)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, ids(page.Items)...)
				if q.After = page.Next; page.Next == "" {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%d a page: %q\nwant %q", limit, got, want)
			}
		}
	}
	if page, err := c.FindAny(ctx, "tags", nil, store.Query{Order: "at"}); err != nil || len(page.Items) != 0 || page.Next != "" {
		t.Fatalf("none of no values: %d items, %v", len(page.Items), err)
	}
	_, err := c.FindAny(ctx, "tags", []any{[]string{"x"}}, store.Query{Order: "at"})
	wantErr(t, err, store.ErrQuery)
	_, err = c.FindAny(ctx, "body", []any{"x"}, store.Query{})
	wantErr(t, err, store.ErrNoIndex)
}
