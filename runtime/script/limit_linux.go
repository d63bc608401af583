package script

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"syscall"
)

// Limited reports whether a worker's memory can be limited on this system.
// Where it can't, a script can take the machine's memory until it is killed
// for its time.
func Limited() bool { return true }

// RLIMIT_DATA is missing from package syscall; it is 2 on every architecture
// of Linux (include/uapi/asm-generic/resource.h).
const rlimitData = 2

// limitMemory lets this process take so many bytes beyond what it has, and
// tries out that it can't take more. RLIMIT_DATA counts private writable
// mappings (since Linux 4.7), which is what Go's heap is made of; the address
// space as a whole says nothing, Go reserves far more than it uses.
func limitMemory(extra int64) (bool, error) {
	has, err := dataSize()
	if err != nil {
		return false, err
	}
	limit := uint64(has + extra) // both are small and positive
	if err := syscall.Setrlimit(rlimitData, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		return false, fmt.Errorf("setting RLIMIT_DATA: %w", err)
	}
	none := syscall.Rlimit{}
	if err := syscall.Setrlimit(syscall.RLIMIT_CORE, &none); err != nil {
		return false, fmt.Errorf("setting RLIMIT_CORE: %w", err)
	}
	// Pages that are never touched cost nothing, so this is a cheap question.
	probe, err := syscall.Mmap(-1, 0, int(limit), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return true, nil // being refused is what was hoped for
	}
	return false, syscall.Munmap(probe)
}

// dataSize returns this process's VmData in bytes (proc_pid_status(5)).
func dataSize() (int64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	for line := range bytes.Lines(status) {
		if rest, ok := bytes.CutPrefix(line, []byte("VmData:")); ok {
			kib, err := strconv.ParseInt(string(bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimSpace(rest), []byte("kB")))), 10, 64)
			return kib << 10, err
		}
	}
	return 0, fmt.Errorf("no VmData in /proc/self/status")
}
