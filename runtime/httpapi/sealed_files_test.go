package httpapi_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/keyring"
)

// TestALostKeyIsSaidOfFiles: whoever reads a sealed file is told that the server's
// key is missing, not that there is no such file.
func TestALostKeyIsSaidOfFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(payApp("http://127.0.0.1:9"))
	scan := w.putScan("scan")
	if cache := w.as("ann", "GET", "/api/files/"+scan, "").want(t, 200).header.Get("Cache-Control"); cache != "no-store" {
		t.Errorf("a browser may keep it: %s", cache)
	}
	w.as("ann", "POST", "/api/apps/pay/files?field=scan", aScan, "X-File-Name", "%zz").problem(t, 400, "request.parameter")
	other, err := keyring.LoadOrCreate(filepath.Join(t.TempDir(), "other.key"))
	must(t, err)
	w.files.Keys = other
	w.as("ann", "GET", "/api/files/"+scan, "").problem(t, 503, "server.sealed")
	w.as("ann", "DELETE", "/api/files/"+scan, "").want(t, 204)
}

// TestAFieldThatBecomesSensitiveTakesNoPlainFile: what lies readable in the store
// is uploaded again.
func TestAFieldThatBecomesSensitiveTakesNoPlainFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	publish := func(sensitive string) {
		w.publishFields(`{"scan":{"type":"array","maxItems":3,"sensitive":`+sensitive+`,"items":{"type":"string","format":"image"}}}`, `{"scan":{"title":{"en":"Scan","zh-CN":"扫描"}}}`)
	}
	upload := func() string {
		return w.as("ann", "POST", "/api/apps/leave/files?field=scan", aScan, "Content-Type", "application/octet-stream").want(t, 201).text(t, "id")
	}
	send := func(id string) answer {
		return w.as("ann", "POST", "/api/apps/leave/instances", strings.Replace(shortLeave, `"form":{`, `"form":{"scan":["`+id+`"],`, 1))
	}
	publish("false")
	before := upload()
	publish("true")
	refused := send(before).problem(t, 422, "form.invalid")
	if refused.text(t, "errors", 0, "code") != "form.filePlain" || refused.text(t, "errors", 0, "path") != "/scan/0" {
		t.Error(refused.body)
	}
	send(upload()).want(t, 201)
}
