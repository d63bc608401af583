package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// supervised is when a supervisor such as systemd or Kubernetes is usually
// told to kill what does not stop.
const supervised = 10 * time.Second

func TestStoppingUnderLoadLosesNothing(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serve(t, data, "--person-rate", "100000")
	key := token(t, data, "lin.xiao")

	var (
		mu           sync.Mutex
		acknowledged []string
		refused      []string // answers that are neither yes nor "try again"
		group        sync.WaitGroup
	)
	enough := make(chan struct{})
	for range 8 {
		group.Go(func() {
			client := &http.Client{Transport: &http.Transport{}} // keeps its connection, as browsers do
			defer client.CloseIdleConnections()
			for {
				status, body, err := submitOnce(t, client, p.base, key)
				if err != nil {
					return // the connection ended without an answer: nothing was promised
				}
				mu.Lock()
				switch status {
				case http.StatusCreated:
					acknowledged = append(acknowledged, body)
					if len(acknowledged) == 100 {
						close(enough)
					}
				case http.StatusServiceUnavailable: // "try again"
				default:
					refused = append(refused, body)
				}
				mu.Unlock()
			}
		})
	}
	<-enough
	began := time.Now()
	p.stop()
	if took := time.Since(began); took > supervised {
		t.Errorf("stopping took %s", took)
	}
	group.Wait()
	if len(refused) > 0 {
		t.Errorf("%d answers were faults, such as %s", len(refused), refused[0])
	}

	p = serve(t, data, "--person-rate", "100000")
	for _, body := range acknowledged {
		var receipt struct{ ID string }
		if err := json.Unmarshal([]byte(body), &receipt); err != nil {
			t.Fatal(err)
		}
		if status, _ := p.ask(key, http.MethodGet, "/api/instances/"+receipt.ID, ""); status != http.StatusOK {
			t.Fatalf("%s was acknowledged and is gone: %d", receipt.ID, status)
		}
	}
	p.stop()
}

// submitOnce sends one submission and returns the answer, or an error where
// there was none.
func submitOnce(t *testing.T, client *http.Client, base, key string) (int, string, error) {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/api/apps/leave/instances", strings.NewReader(sickLeave))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Authorization", "Bearer "+key)
	res, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, string(body), err
}

func TestAnIdleConnectionDoesNotHoldUpTheStop(t *testing.T) {
	t.Parallel()
	p := serve(t, t.TempDir())
	client := &http.Client{Transport: &http.Transport{}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.base+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	began := time.Now()
	p.stop()
	if took := time.Since(began); took > stopLimit {
		t.Errorf("stopping took %s", took)
	}
}
