package mongostore_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain runs fewer random cases than the embedded store's tests: of the same
// suite, but each operation of FerretDB takes a thousand times as long. A number
// on the command line (-rapid.checks) still counts.
func TestMain(m *testing.M) {
	if os.Getenv("BANLI_TEST_MONGODB_URI") == "" {
		if err := flag.Set("rapid.checks", "15"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run()) // which reads the command line
}
