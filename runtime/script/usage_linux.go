package script

import (
	"bytes"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// clockTick is the unit of times in /proc/PID/stat: 1/USER_HZ of a second,
// which is 100 on every architecture that Go runs on.
const clockTick = 10 * time.Millisecond

// processUsage reads /proc/PID/stat (proc_pid_stat(5)); a process that is gone
// has used nothing that is not counted elsewhere.
func processUsage(pid int) (cpu time.Duration, rss, pss int64) {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, 0, 0
	}
	// The second field is a name in parentheses that may hold blanks.
	i := bytes.LastIndexByte(stat, ')')
	fields := bytes.Fields(stat[i+1:])
	const utime, stime, pages = 14 - 3, 15 - 3, 24 - 3 // fields are numbered from 1, and two are cut off
	if i < 0 || len(fields) <= pages {
		return 0, 0, 0
	}
	number := func(n int) int64 { v, _ := strconv.ParseInt(string(fields[n]), 10, 64); return v }
	rss = number(pages) * int64(os.Getpagesize())
	return time.Duration(number(utime)+number(stime)) * clockTick, rss, proportional(pid, rss)
}

// proportional reads Pss from /proc/PID/smaps_rollup (proc_pid_smaps_rollup(5));
// where it can't be read, nothing is taken to be shared.
func proportional(pid int, rss int64) int64 {
	rollup, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/smaps_rollup")
	if err != nil {
		return rss
	}
	for line := range bytes.Lines(rollup) {
		if rest, ok := bytes.CutPrefix(line, []byte("Pss:")); ok {
			kib, err := strconv.ParseInt(string(bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimSpace(rest), []byte("kB")))), 10, 64)
			if err == nil {
				return kib << 10
			}
		}
	}
	return rss
}

// processorTime reads the clock of the processor time that a process has used
// (clock_getcpuclockid(3)); it costs less than a microsecond.
func processorTime(pid int) (time.Duration, bool) {
	const scheduled = 2 // CPUCLOCK_SCHED of the kernel's posix-timers.h
	var t unix.Timespec
	if err := unix.ClockGettime(int32(^pid<<3|scheduled), &t); err != nil {
		return 0, false
	}
	return time.Duration(t.Nano()), true
}
