package httpapi_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// soon bounds how long a test waits for an event.
const soon = 10 * time.Second

// said is one event of a stream.
type said struct {
	name, id string
	data     map[string]any
}

// stream is an open event stream; its channel is closed when it ends.
type stream struct {
	t      *testing.T
	events chan said
	beats  chan struct{}
	status int
	header http.Header
	hangUp context.CancelFunc
}

// listen opens an event stream; headers come in pairs.
func (w *world) stream(headers ...string) *stream {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	w.t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.base+"/api/events", nil)
	must(w.t, err)
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req) //nolint:bodyclose // the goroutine below closes it
	must(w.t, err)
	if res.StatusCode == http.StatusOK {
		w.conform(http.MethodGet, "/api/events", "", req.Header, answer{status: res.StatusCode, header: res.Header})
	}
	s := &stream{t: w.t, events: make(chan said, 100), beats: make(chan struct{}, 1), status: res.StatusCode, header: res.Header, hangUp: cancel}
	go func() {
		defer close(s.events)
		defer func() { _ = res.Body.Close() }()
		var e said
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			field, value, _ := strings.Cut(lines.Text(), ": ")
			switch field {
			case ":":
				select {
				case s.beats <- struct{}{}:
				default:
				}
			case "event":
				e.name = value
			case "id":
				e.id = value
			case "data":
				if json.Unmarshal([]byte(value), &e.data) != nil {
					e.name = "not JSON: " + value
				}
			case "":
				if e.name != "" {
					s.events <- e
				}
				e = said{}
			}
		}
	}()
	return s
}

func (w *world) streamOf(login string, headers ...string) *stream {
	w.t.Helper()
	s := w.stream(append([]string{"Authorization", "Bearer " + w.tokens[login]}, headers...)...)
	if s.status != http.StatusOK {
		w.t.Fatalf("the stream of %s: status %d", login, s.status)
	}
	return s
}

// want returns the next event, which must have this name.
func (s *stream) want(name string) said {
	s.t.Helper()
	select {
	case e, open := <-s.events:
		if !open {
			s.t.Fatalf("the stream ended before %q", name)
		}
		if e.name != name {
			s.t.Fatalf("the event %q %v, want %q", e.name, e.data, name)
		}
		return e
	case <-time.After(soon):
		s.t.Fatalf("no %q came", name)
	}
	return said{}
}

// silent fails the test where something comes within two heartbeats.
func (s *stream) silent() {
	s.t.Helper()
	for range 2 {
		select {
		case <-s.beats:
		case e, open := <-s.events:
			s.t.Fatalf("an event that is not for this reader, or the end (%t): %v", !open, e)
		case <-time.After(soon):
			s.t.Fatal("no heartbeat")
		}
	}
}

// ended waits for the end of the stream after the event end with this reason.
func (s *stream) ended(reason string) {
	s.t.Helper()
	if e := s.want("end"); e.data["reason"] != reason {
		s.t.Fatalf("ended because %v, want %s", e.data["reason"], reason)
	}
	select {
	case e, open := <-s.events:
		if open {
			s.t.Fatalf("%v after the end", e)
		}
	case <-time.After(soon):
		s.t.Fatal("the stream goes on")
	}
}

func TestAStreamTellsWhatWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bo, stranger, hong := w.streamOf("bo"), w.streamOf("max"), w.streamOf("hong")
	if kind := bo.header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("Content-Type %q", kind)
	}
	if cache := bo.header.Get("Cache-Control"); cache != "no-store" {
		t.Errorf("Cache-Control %q", cache)
	}
	if e := bo.want("state"); e.data["unread"] != 0.0 || e.id != "" {
		t.Errorf("at first: %v", e)
	}
	stranger.want("state")
	hong.want("state")

	id, task := w.submit(shortLeave)
	bo.want("inbox") // at once, before anything is delivered
	w.deliver()
	e := bo.want("notice")
	if e.data["kind"] != "task.assigned" || e.data["instance"] != id || e.data["task"] != task || e.data["unread"] != 1.0 || e.id == "" || e.id != e.data["id"] {
		t.Errorf("the notice: %v", e)
	}
	if text, _ := json.Marshal(e.data); strings.Contains(string(text), "Flu") {
		t.Errorf("the stream tells what is in the form: %s", text)
	}

	again := w.streamOf("bo", "Last-Event-ID", e.id)
	if state := again.want("state"); state.id != e.id || state.data["unread"] != 1.0 {
		t.Errorf("after a break: %v", state)
	}
	again.want("resync")

	w.as("bo", http.MethodPost, "/api/notices/"+e.id+"/read", "").want(t, http.StatusNoContent)
	for _, s := range []*stream{bo, again} {
		if read := s.want("read"); read.data["unread"] != 0.0 {
			t.Errorf("after reading: %v", read)
		}
	}
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)
	bo.want("inbox")
	w.deliver()
	if e := hong.want("notice"); e.data["kind"] != "copy.sent" {
		t.Errorf("a role's copy: %v", e)
	}
	stranger.silent()
}

func TestAStreamEndsWithItsToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.streamOf("ann")
	s.want("state")
	must(t, w.identity.RevokeTokens(t.Context(), w.ids["ann"]))
	s.ended("signedOut")
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := w.ask(http.MethodPost, "/api/session", `{"login":"ann","password":"`+password+`"}`).want(t, http.StatusOK)
	cookie, _, _ := strings.Cut(in.header.Get("Set-Cookie"), ";")
	s := w.stream("Cookie", cookie)
	s.want("state")
	s.silent()
	must(t, w.identity.EndSessions(t.Context(), w.ids["ann"]))
	s.ended("signedOut")
}

// Merely staying open is no use of a session: it ends as if nobody were there.
func TestAStreamKeepsNoSessionAlive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := w.ask(http.MethodPost, "/api/session", `{"login":"ann","password":"`+password+`"}`).want(t, http.StatusOK)
	cookie, _, _ := strings.Cut(in.header.Get("Set-Cookie"), ";")
	s := w.stream("Cookie", cookie)
	s.want("state")
	w.clock.Advance(7 * time.Hour)
	s.silent()
	w.clock.Advance(7 * time.Hour)
	s.ended("signedOut")
}

func TestAStreamEndsWhenItsPersonLeaves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.streamOf("dan")
	s.want("state")
	_, err := w.leaving.Leave(t.Context(), w.ids["dan"], 0, "", "")
	must(t, err)
	s.ended("signedOut")
}

func TestAStreamIsOnlyForWhoIsSignedInAndMay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if s := w.stream(); s.status != http.StatusUnauthorized {
		t.Errorf("nobody: status %d", s.status)
	}
	w.policy(denyAll)
	if s := w.stream("Authorization", "Bearer "+w.tokens["ann"]); s.status != http.StatusForbidden {
		t.Errorf("denied: status %d", s.status)
	}
	if n := w.hub.Open(); n != 0 {
		t.Errorf("%d streams are open", n)
	}
}

func TestTheNinthStreamEndsTheFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.streamOf("ann")
	first.want("state")
	second := w.streamOf("ann")
	for range 7 {
		w.streamOf("ann").want("state")
	}
	first.ended("replaced")
	second.want("state")
	second.silent()
	if n := w.hub.Open(); n != 8 {
		t.Errorf("%d streams are open", n)
	}
}

// A reader that has gone is noticed at a heartbeat.
func TestAReaderThatGoesIsForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.streamOf("ann")
	s.want("state")
	s.hangUp()
	deadline := time.After(soon)
	for w.hub.Open() != 0 {
		select {
		case <-deadline:
			t.Fatal("the stream is still counted")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func TestStoppingEndsStreamsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.streamOf("ann")
	s.want("state")
	began := time.Now()
	must(t, w.server.Shutdown(t.Context()))
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("stopping took %s", took)
	}
	s.ended("stopping")
}

func TestAFullHubSaysWhenToComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hub.Shut()
	a := w.as("ann", http.MethodGet, "/api/events", "").problem(t, http.StatusServiceUnavailable, "events.full")
	if a.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}
