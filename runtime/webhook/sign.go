package webhook

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The headers of a call.
const (
	HeaderID        = "webhook-id"
	HeaderTimestamp = "webhook-timestamp"
	HeaderSignature = "webhook-signature"
)

const (
	// secretPrefix begins a secret as people see it.
	secretPrefix = "whsec_"
	// secretSize is between the 24 and 64 bytes that the specification asks for.
	secretSize = 32
)

// newSecret makes the bytes of a secret.
func newSecret() []byte {
	key := make([]byte, secretSize)
	_, _ = rand.Read(key) // never fails: it ends the process instead (crypto/rand)
	return key
}

// showSecret writes a secret as it is given to the receiver.
func showSecret(key []byte) string { return secretPrefix + base64.StdEncoding.EncodeToString(key) }

// sign signs one attempt at a call with each of the keys: "v1," and the
// HMAC-SHA256 of id, timestamp in seconds and body, joined by dots.
func sign(keys [][]byte, id string, at time.Time, body []byte) string {
	var all []string
	for _, key := range keys {
		mac := hmac.New(sha256.New, key)
		fmt.Fprintf(mac, "%s.%s.", id, stamp(at))
		_, _ = mac.Write(body) // a hash never fails to write
		all = append(all, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	}
	return strings.Join(all, " ")
}

func stamp(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }
