package mongotest

import (
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
)

func TestBreach(t *testing.T) {
	t.Parallel()
	majority := bson.E{Key: "writeConcern", Value: bson.D{{Key: "w", Value: "majority"}}}
	change := func(list string, filter bson.D) bson.D {
		return bson.D{{Key: list[:len(list)-1], Value: "items"}, {Key: list, Value: bson.A{bson.D{{Key: "q", Value: filter}}}}, majority}
	}
	guard := bson.D{{Key: "_id", Value: "a"}, {Key: "rev", Value: int64(1)}}
	for name, tt := range map[string]struct {
		body bson.D
		says string
	}{
		"an insert":          {bson.D{{Key: "insert", Value: "items"}, majority}, ""},
		"a lax insert":       {bson.D{{Key: "insert", Value: "items"}}, "majority"},
		"w: 1":               {bson.D{{Key: "insert", Value: "items"}, {Key: "writeConcern", Value: bson.D{{Key: "w", Value: 1}}}}, "majority"},
		"an update":          {change("updates", guard), ""},
		"a delete":           {change("deletes", guard), ""},
		"without a revision": {change("updates", guard[:1]), "guarded"},
		"of all":             {change("deletes", bson.D{}), "guarded"},
		"of several":         {change("deletes", bson.D{{Key: "_id", Value: bson.D{{Key: "$gt", Value: ""}}}, {Key: "rev", Value: int64(1)}}), "one revision"},
		"of later revisions": {change("updates", bson.D{{Key: "_id", Value: "a"}, {Key: "rev", Value: bson.D{{Key: "$gt", Value: 1}}}}), "one revision"},
		"more than a guard":  {change("updates", append(guard[:2:2], bson.E{Key: "x", Value: 1})), "guarded"},
		"another command":    {bson.D{{Key: "findAndModify", Value: "items"}, majority}, "findAndModify"},
		"a read":             {bson.D{{Key: "find", Value: "items"}}, ""},
		"a chunk":            {bson.D{{Key: "insert", Value: "fileContents.chunks"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw, err := bson.Marshal(tt.body)
			if err != nil {
				t.Fatal(err)
			}
			c, err := commandOf(raw)
			if err != nil {
				t.Fatal(err)
			}
			if got := breach(c); (got == "") != (tt.says == "") || !strings.Contains(got, tt.says) {
				t.Errorf("%q, want %q", got, tt.says)
			}
		})
	}
}
