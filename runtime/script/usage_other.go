//go:build !linux

package script

import "time"

func processUsage(int) (cpu time.Duration, rss, pss int64) { return 0, 0, 0 }

func processorTime(int) (time.Duration, bool) { return 0, false }
