package bundle

import "testing"

// BenchmarkDefault is what starting up pays for the default policy.
func BenchmarkDefault(b *testing.B) {
	for b.Loop() {
		if _, err := Default(b.Context(), patient); err != nil {
			b.Fatal(err)
		}
	}
}
