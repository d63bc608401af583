package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/banli-oa/banli/runtime/store"
)

// Options say what to measure.
type Options struct {
	Clients  int
	Duration time.Duration
	WarmUp   time.Duration
	// Binary is the banli that is started as the server and for the floor.
	Binary string
	// Data is the folder for the run's data; empty takes a temporary one,
	// which is removed at the end.
	Data string
	// ServeFlags are handed to `banli serve` on top of its own.
	ServeFlags []string
	// Streams is how many event streams are open during the load.
	Streams int
	// NoFloor leaves the floor out.
	NoFloor bool
	// OpenStore opens the store in a data folder as the server will.
	OpenStore func(ctx context.Context, data string) (store.Backend, error)
}

// ErrLost means that a case which the server had confirmed was not there, or
// not in its final state, when it was read again.
var ErrLost = errors.New("bench: confirmed cases were lost")

// Run measures a server. The report is good even where the error is ErrLost.
func Run(ctx context.Context, o Options, progress io.Writer) (Report, error) {
	data, cleanUp, err := dataFolder(o.Data)
	if err != nil {
		return Report{}, err
	}
	defer cleanUp()

	fmt.Fprintf(progress, "preparing %d people and the leave app in %s\n", people, data)
	c, err := prepare(ctx, o, data)
	if err != nil {
		return Report{}, err
	}
	diskBefore, err := diskUse(data)
	if err != nil {
		return Report{}, err
	}
	s, err := startServer(ctx, o.Binary, data, c.meter.token, o.ServeFlags)
	if err != nil {
		return Report{}, err
	}
	r, total, err := measure(ctx, o, s, c, progress)
	if err := errors.Join(err, s.stop()); err != nil {
		return Report{}, err
	}
	diskAfter, err := diskUse(data)
	if err != nil {
		return Report{}, err
	}
	r.DiskPerCase = float64(diskAfter-diskBefore) / float64(total)
	if !o.NoFloor {
		if err := r.takeFloor(ctx, o, progress); err != nil {
			return Report{}, err
		}
	}
	if r.Lost > 0 {
		return r, fmt.Errorf("%w: %d of %d", ErrLost, r.Lost, r.ReadAgain)
	}
	return r, nil
}

// measure drives a server that runs and returns how many cases it has in all.
func measure(ctx context.Context, o Options, s *server, c cast, progress io.Writer) (r Report, total int, err error) {
	l, err := newLoad(s.address, c, o.Clients, strconv.FormatInt(time.Now().UnixNano(), 36), time.Now())
	if err != nil {
		return r, 0, err
	}
	memory := watchMemory(ctx, s.command.Process.Pid)
	defer memory.stop()
	fmt.Fprintf(progress, "first answer after %s; warming up for %s\n", s.started.Round(time.Millisecond), o.WarmUp)
	warm, err := l.drive(ctx, o.WarmUp)
	if err != nil {
		return r, 0, err
	}
	if err := s.drain(ctx, c.meter.token); err != nil {
		return r, 0, err
	}

	var idle StreamFigures
	if o.Streams > 0 {
		if l.audience, idle, err = gather(ctx, o, s, c, progress); err != nil {
			return r, 0, err
		}
		defer l.audience.close()
	}
	fmt.Fprintf(progress, "measuring for %s\n", o.Duration)
	before, err := measureTree(s.command.Process.Pid, false)
	if err != nil {
		return r, 0, err
	}
	ownBefore, began := ownCPU(), time.Now()
	did, err := l.drive(ctx, o.Duration)
	if err != nil {
		return r, 0, err
	}
	ownAfter, loaded := ownCPU(), time.Now()
	if err := s.drain(ctx, c.meter.token); err != nil {
		return r, 0, err
	}
	ended := time.Now()
	after, err := measureTree(s.command.Process.Pid, true)
	if err != nil {
		return r, 0, err
	}
	peak, err := memory.end()
	if err != nil {
		return r, 0, err
	}
	n := float64(len(did.cases))
	if n == 0 {
		return r, 0, fmt.Errorf("no case was finished within %s", o.Duration)
	}
	all := slices.Concat(warm.cases, did.cases)
	fmt.Fprintf(progress, "reading %d cases again\n", len(all))
	again, err := l.readAgain(ctx, all)
	if err != nil {
		return r, 0, err
	}
	r = Report{
		Clients: o.Clients, People: len(c.byID), WarmUpSeconds: o.WarmUp.Seconds(),
		Seconds: ended.Sub(began).Seconds(), DrainMs: milliseconds(ended.Sub(loaded)),
		Cases: len(did.cases), ApprovalsPerCase: float64(len(did.decides)) / n,
		CasesPerSecond: n / ended.Sub(began).Seconds(),
		Submit:         did.submits.spread(), Decide: did.decides.spread(),
		CPUPerCase: milliseconds(after.cpu-before.cpu) / n, GeneratorCPU: milliseconds(ownAfter-ownBefore) / n,
		PeakRSS: mebibytes(peak.rss), PeakPSS: mebibytes(max(peak.pss, after.pss)), Processes: peak.count,
		StartMs: milliseconds(s.started), ReadAgain: len(all), Lost: again.lost, WritesPerCase: again.writes,
		// Each approver is told of their task, the one in HR of the copy, and
		// the initiator of the end.
		NoticesPerCase: float64(len(did.decides))/n + 2,
	}
	if l.audience != nil {
		figures, err := l.audience.figures(did.cases)
		if err != nil {
			return r, 0, err
		}
		figures.Memory, figures.IdleCPU = idle.Memory, idle.IdleCPU
		r.Streams = &figures
	}
	return r, len(all), nil
}

// takeFloor measures the store alone, with as many writes a case as the server
// made, in a process of its own.
func (r *Report) takeFloor(ctx context.Context, o Options, progress io.Writer) error {
	fmt.Fprintf(progress, "taking the floor for %s\n", o.Duration)
	cmd := exec.CommandContext(ctx, o.Binary, "bench", "-floor-only", "-json", "-",
		"-c", strconv.Itoa(o.Clients), "-d", o.Duration.String(), "-warm", o.WarmUp.String(),
		"-writes", strconv.FormatFloat(r.WritesPerCase, 'f', -1, 64),
		"-notices", strconv.FormatFloat(r.NoticesPerCase, 'f', -1, 64))
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("take the floor: %w\n%s", err, problems.String())
	}
	r.Floor = new(Floor)
	if err := json.Unmarshal(out.Bytes(), r.Floor); err != nil {
		return fmt.Errorf("read the floor: %w", err)
	}
	r.Ratio = r.CasesPerSecond / r.Floor.CasesPerSecond
	return nil
}

// dataFolder returns an empty folder and what removes it again if it is a
// temporary one.
func dataFolder(wanted string) (dir string, cleanUp func(), err error) {
	if wanted == "" {
		dir, err = os.MkdirTemp("", "banli-bench-")
		if err != nil {
			return "", nil, fmt.Errorf("make a folder: %w", err)
		}
		return dir, func() { _ = os.RemoveAll(dir) }, nil // nothing rests on its being gone
	}
	if err := os.MkdirAll(wanted, 0o700); err != nil {
		return "", nil, fmt.Errorf("make a folder: %w", err)
	}
	entries, err := os.ReadDir(wanted)
	if err != nil {
		return "", nil, fmt.Errorf("look into the folder: %w", err)
	}
	if len(entries) > 0 {
		return "", nil, fmt.Errorf("the folder %s is not empty", wanted)
	}
	return wanted, func() {}, nil
}

// diskUse adds up the files below a folder, in bytes.
func diskUse(dir string) (int64, error) {
	var sum int64
	err := filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		sum += info.Size()
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("add up the files: %w", err)
	}
	return sum, nil
}

// ownCPU is how long this process has run, in user and in system.
func ownCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func mebibytes(n int64) float64 { return float64(n) / (1 << 20) }

// WriteJSON writes v to a file, or to standard output where path is "-".
func WriteJSON(path string, v any, stdout io.Writer) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("write the figures: %w", err)
	}
	data = append(data, '\n')
	if path == "-" {
		_, err = stdout.Write(data)
	} else {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		return fmt.Errorf("write the figures: %w", err)
	}
	return nil
}
