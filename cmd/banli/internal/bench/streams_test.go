package bench

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

// A server with two people, of whom one hears of the end and one is told that
// something was lost.
func TestTheAudienceCountsWhatItHears(t *testing.T) {
	t.Parallel()
	decided := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		say := func(format string, args ...any) {
			fmt.Fprintf(w, format, args...)
			_ = http.NewResponseController(w).Flush()
		}
		say("retry: 3000\n\n")
		say("event: state\ndata: {\"unread\":0}\n\n")
		<-decided
		say(":\n\n")
		if r.Header.Get("Authorization") == "Bearer B" {
			say("event: resync\ndata: {}\n\n")
		} else {
			say("id: n\nevent: notice\ndata: {\"kind\":\"task.assigned\",\"instance\":\"i\"}\n\n")
			say("id: n\nevent: notice\ndata: {\"kind\":\"instance.ended\",\"instance\":\"i\"}\n\n")
		}
		<-r.Context().Done()
	}))
	defer server.Close()
	c := cast{byID: map[string]person{"a": {token: "A"}, "b": {token: "B"}}}
	if _, err := openAudience(context.Background(), server.Listener.Addr().String(), c, 2*streamsPerPerson+1); err == nil {
		t.Fatal("more streams than the server lets people open")
	}
	a, err := openAudience(context.Background(), server.Listener.Addr().String(), c, 4)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	a.deciding("i")
	close(decided)
	f, err := a.figures([]finished{{id: "i", token: "A"}})
	if err != nil {
		t.Fatal(err)
	}
	if f.Open != 4 || f.Missed != 0 || f.Heard.Count != 2 {
		t.Fatalf("%+v", f)
	}
	var nobody *audience
	nobody.deciding("i") // no streams, nothing to note
}
