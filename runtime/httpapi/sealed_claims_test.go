package httpapi_test

import (
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/flow"
)

// TestASealedFileStaysWhereItWas: a case whose values are sealed is known to have
// held a file, also when its field does not name it any more.
func TestASealedFileStaysWhereItWas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(appOf("pay", ``, payFields, line(
		flow.Node{ID: "again", Type: flow.FillIn, Name: bothWords("Again"), Assignee: &flow.Assignee{Kind: flow.Initiator},
			Fields: map[string]flow.Access{"scan": flow.Edit, "items": flow.Edit}},
		flow.Node{ID: "more", Type: flow.FillIn, Name: bothWords("More"), Assignee: &flow.Assignee{Kind: flow.Initiator},
			Fields: map[string]flow.Access{"name": flow.Edit}},
	)))
	scan, copied, late := w.putScan("scan"), w.putScan("items.copy"), w.putScan("scan")
	sent := w.as("ann", "POST", "/api/apps/pay/instances", `{"form":{"scan":["`+scan+`"],"items":[{"copy":["`+copied+`"]}]}}`).want(t, 201)
	id := sent.text(t, "id")
	w.decide("ann", sent.open(t), `{"action":"complete","form":{"scan":["`+late+`"],"items":[]}}`).want(t, 200)
	for range 3 {
		w.clock.Advance(25 * time.Hour)
		_, err := w.files.Reap(t.Context(), w.workflow)
		must(t, err)
	}
	for _, file := range []string{scan, copied, late} {
		w.as("ann", "DELETE", "/api/files/"+file, "").problem(t, 409, "file.inUse")
		w.as("ann", "GET", "/api/files/"+file, "").problem(t, 404, "file.notFound")
		if !w.contents()[file] {
			t.Errorf("%s was taken away", file)
		}
	}
	w.as("ann", "POST", "/api/apps/pay/instances", `{"form":{"scan":["`+scan+`"]}}`).problem(t, 422, "form.invalid")
	w.as("ann", "GET", "/api/instances/"+id+"/files/"+scan, "").problem(t, 404, "file.notFound")
	w.as("ann", "GET", "/api/instances/"+id+"/files/"+late, "").want(t, 200)
}
