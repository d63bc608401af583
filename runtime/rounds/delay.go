package rounds

import "time"

// Delay is how long to wait after so many failures in a row, from 1: first,
// and twice as long each time, up to longest.
func Delay(failures int, first, longest time.Duration) time.Duration {
	d := first
	for range failures - 1 {
		if d *= 2; d >= longest {
			return longest
		}
	}
	return min(d, longest)
}
