package script

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// lowerPriority leaves to a process only the processor time that nobody else
// wants (SCHED_IDLE of sched(7)): whatever else wakes up takes its place at
// once, which a mere nice value does not promise. The policy is one of each
// thread, and new threads take that of the one that starts them, so a second
// pass finds what was started during the first. A process that is gone, or a
// system that refuses, changes nothing: the limits hold all the same.
func lowerPriority(pid int) {
	threads := "/proc/" + strconv.Itoa(pid) + "/task"
	for range 2 {
		all, err := os.ReadDir(threads)
		if err != nil {
			return
		}
		for _, thread := range all {
			if id, err := strconv.Atoi(thread.Name()); err == nil {
				_ = unix.SchedSetAttr(id, &unix.SchedAttr{Policy: unix.SCHED_IDLE}, 0)
			}
		}
	}
}
