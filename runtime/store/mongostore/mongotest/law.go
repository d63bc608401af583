package mongotest

import (
	"fmt"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// gridFS begins the names of GridFS's collections, which are free of the law:
// their documents have no revision, and a name that has one decides about them.
const gridFS = "fileContents."

// breach says how a command breaks what the store promises of every write:
// that it waits for a majority, and that it changes one revision of one
// document. It is empty for one that does not.
func breach(c Command) string {
	list := map[string]string{"insert": "", "update": "updates", "delete": "deletes"}
	array, writes := list[c.Name]
	if _, coll := c.namespace(); !writes && c.Name != "findAndModify" || strings.HasPrefix(coll, gridFS) {
		return ""
	}
	if c.Name == "findAndModify" {
		return "the store uses no findAndModify"
	}
	if w, _ := c.Body.Lookup("writeConcern", "w").StringValueOK(); w != "majority" {
		return "it does not wait for a majority"
	}
	if array == "" {
		return ""
	}
	all, _ := c.Body.Lookup(array).ArrayOK()
	values, err := all.Values()
	if err != nil || len(values) == 0 {
		return "it changes nothing"
	}
	for _, v := range values {
		filter, _ := v.Document().Lookup("q").DocumentOK()
		if why := unguarded(filter); why != "" {
			return why
		}
	}
	return ""
}

func unguarded(filter bson.Raw) string {
	fields, err := filter.Elements()
	if err != nil || len(fields) != 2 || fields[0].Key() != "_id" || fields[1].Key() != "rev" {
		return fmt.Sprintf("it is not guarded by {_id, rev} but by %s", filter)
	}
	_, id := fields[0].Value().StringValueOK()
	_, rev := fields[1].Value().Int64OK()
	if !id || !rev {
		return fmt.Sprintf("its guard %s does not name one revision of one document", filter)
	}
	return ""
}

// judge notes a command that breaks the law.
func (p *Proxy) judge(c Command) {
	if why := breach(c); why != "" {
		ns, _ := c.namespace()
		p.breaches[c.DB] = append(p.breaches[c.DB], fmt.Sprintf("%s on %s: %s", c.Name, ns, why))
	}
}

// report fails a test for what was noted on its database.
func (p *Proxy) report(t testing.TB, db string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, b := range p.breaches[db] {
		t.Error(b)
	}
}
