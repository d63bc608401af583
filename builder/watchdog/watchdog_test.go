package watchdog

import (
	"testing"
	"time"
)

func TestWhatTakesLongIsEndedAndWhatWaitsIsNot(t *testing.T) {
	t.Parallel()
	over := make(chan time.Duration, 1)
	stop := watch(50*time.Millisecond, func(took time.Duration) { over <- took })
	defer stop()
	for spin := 0; ; spin++ {
		select {
		case took := <-over:
			if took < 50*time.Millisecond {
				t.Errorf("ended after %s", took)
			}
			return
		default:
		}
	}
}

func TestWhatIsOverInTimeIsLeftAlone(t *testing.T) {
	t.Parallel()
	stop := watch(time.Hour, func(took time.Duration) { t.Errorf("ended after %s", took) })
	stop()
	Watch(t)
}
