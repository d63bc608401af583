package webhook

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

// The example of the specification's own libraries.
func TestSignAsTheSpecificationDoes(t *testing.T) {
	t.Parallel()
	key, err := base64.StdEncoding.DecodeString("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	const want = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
	at, body := time.Unix(1614265330, 999), []byte(`{"test": 2432232314}`)
	if got := sign([][]byte{key}, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body); got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
	both := strings.Fields(sign([][]byte{[]byte("another"), key}, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body))
	if len(both) != 2 || both[1] != want || both[0] == want {
		t.Errorf("with two keys: %v", both)
	}
	if secret := showSecret(key); secret != "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" {
		t.Errorf("shown as %s", secret)
	}
	if n := len(newSecret()); n < 24 || n > 64 {
		t.Errorf("a secret of %d bytes", n)
	}
}

func TestOrigin(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://ERP.example.com/hook?x=1": "https://erp.example.com",
		"https://erp.example.com:443/":     "https://erp.example.com",
		"http://erp.example.com:80":        "http://erp.example.com",
		"https://erp.example.com:8443":     "https://erp.example.com:8443",
		"http://erp.example.com:443":       "http://erp.example.com:443",
		"https://[::1]:8443/x":             "https://[::1]:8443",
		"ftp://erp.example.com":            "", "erp.example.com": "", "https://": "", "https://erp.example.com:port": "", "": "",
	} {
		if got := Origin(address); got != want {
			t.Errorf("%q is at %q, want %q", address, got, want)
		}
	}
}
