package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// ticksPerSecond is the unit of the times in /proc/PID/stat (USER_HZ), which
// Linux keeps at 100 on every architecture that Go runs on.
const ticksPerSecond = 100

// process is what /proc/PID/stat tells about one process.
type process struct {
	pid, parent int
	// cpu is the time this process and those of its children that it has
	// already waited for have run, in user and in system.
	cpu time.Duration
}

// usage is what a process and everything below it takes at one moment.
type usage struct {
	cpu   time.Duration
	rss   int64 // bytes; pages shared between processes count in each
	pss   int64 // bytes; shared pages are split between their owners
	count int
}

// parseStat reads one /proc/PID/stat line. The second field is the program's
// name in brackets and may itself hold brackets and blanks, so the fields are
// counted from its last bracket.
func parseStat(line string) (process, error) {
	open, shut := strings.IndexByte(line, '('), strings.LastIndexByte(line, ')')
	if open < 0 || shut < open {
		return process{}, fmt.Errorf("no program name in %q", line)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line[:open]))
	if err != nil {
		return process{}, fmt.Errorf("read the process id: %w", err)
	}
	// From field 3 (state) on; parent is field 4, the four times are 14 to 17.
	fields := strings.Fields(line[shut+1:])
	if len(fields) < 15 {
		return process{}, fmt.Errorf("too few fields in %q", line)
	}
	parent, err := strconv.Atoi(fields[1])
	if err != nil {
		return process{}, fmt.Errorf("read the parent's id: %w", err)
	}
	var ticks int64
	for _, field := range fields[11:15] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return process{}, fmt.Errorf("read the times: %w", err)
		}
		ticks += n
	}
	return process{pid: pid, parent: parent, cpu: time.Duration(ticks) * time.Second / ticksPerSecond}, nil
}

// tree returns root and all processes below it, root first.
func tree(root int) ([]process, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, fmt.Errorf("list the processes: %w", err)
	}
	below := map[int][]process{}
	var found []process
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		line, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue // it ended while the list was read
		}
		p, err := parseStat(string(line))
		if err != nil {
			return nil, err
		}
		if pid == root {
			found = append(found, p)
		}
		below[p.parent] = append(below[p.parent], p)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("process %d: %w", root, fs.ErrNotExist)
	}
	for i := 0; i < len(found); i++ {
		found = append(found, below[found[i].pid]...)
	}
	return found, nil
}

// measureTree adds up what root and all processes below it take now. Shares
// are only read when withPSS is set, because reading them stops the process
// for a moment.
func measureTree(root int, withPSS bool) (usage, error) {
	processes, err := tree(root)
	if err != nil {
		return usage{}, err
	}
	var sum usage
	for _, p := range processes {
		sum.cpu += p.cpu
		sum.count++
		sum.rss += residentSize(p.pid)
		if withPSS {
			sum.pss += proportionalSize(p.pid)
		}
	}
	return sum, nil
}

// residentSize returns 0 for a process that has ended in the meantime.
func residentSize(pid int) int64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data))
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// proportionalSize returns 0 where the kernel does not tell it.
func proportionalSize(pid int) int64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(data) {
		fields := strings.Fields(string(line))
		if len(fields) >= 2 && fields[0] == "Pss:" {
			kilobytes, err := strconv.ParseInt(fields[1], 10, 64)
			if err != nil {
				return 0
			}
			return kilobytes << 10
		}
	}
	return 0
}

// memoryWatch samples the memory of a process tree until it is stopped.
type memoryWatch struct {
	stop context.CancelFunc
	done sync.WaitGroup
	peak usage
	err  error
}

// watchMemory samples ten times a second, and the shares once a second.
func watchMemory(ctx context.Context, root int) *memoryWatch {
	ctx, cancel := context.WithCancel(ctx)
	w := &memoryWatch{stop: cancel}
	w.done.Go(func() {
		ticks := time.NewTicker(100 * time.Millisecond)
		defer ticks.Stop()
		for n := 0; ; n++ {
			now, err := measureTree(root, n%10 == 0)
			if err != nil {
				if !errors.Is(err, fs.ErrNotExist) {
					w.err = err
				}
				return
			}
			w.peak.rss = max(w.peak.rss, now.rss)
			w.peak.pss = max(w.peak.pss, now.pss)
			w.peak.count = max(w.peak.count, now.count)
			select {
			case <-ctx.Done():
				return
			case <-ticks.C:
			}
		}
	})
	return w
}

// end stops the watch and returns the highest values it saw.
func (w *memoryWatch) end() (usage, error) {
	w.stop()
	w.done.Wait()
	return w.peak, w.err
}
