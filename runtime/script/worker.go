package script

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// stackBytes bounds the Go stack of a worker: native functions that call each
// other through a script use it, beside the count of calls.
const stackBytes = 64 << 20

// exitOverdue is what a worker ends with whose parent did not kill it in time.
const exitOverdue = 3

// WorkerMain is the whole of a worker process: it holds itself to the limits
// that the first frame names and then serves one request after the other until
// in ends, which it does when the parent is gone. It is meant for a process of
// its own and changes settings of the whole process. Nothing else may write to
// out.
func WorkerMain(in io.Reader, out io.Writer) error {
	r := bufio.NewReaderSize(in, 64<<10)
	var h hello
	if err := readJSON(r, &h); err != nil {
		return fmt.Errorf("script: reading the limits: %w", err)
	}
	debug.SetMaxStack(stackBytes)
	box := newSandbox(h.Stack)
	box.warm()
	tuneMemory(h.Memory)
	limited, err := limitMemory(h.Memory)
	if err != nil {
		return fmt.Errorf("script: limiting the memory: %w", err)
	}
	if err := writeJSON(out, ready{Limited: limited}); err != nil {
		return fmt.Errorf("script: saying ready: %w", err)
	}
	// The parent kills a worker that runs too long. Should the parent itself be
	// gone by then, or get no processor, this ends the process all the same.
	backstop := time.AfterFunc(time.Hour, func() { os.Exit(exitOverdue) }) //nolint:forbidigo // the worker is a process of its own, and nobody is left to tell
	backstop.Stop()
	allowed := 2 * patience * time.Duration(h.WallMS) * time.Millisecond
	var frame, answer []byte
	for {
		frame, err = readFrame(r, frame, maxRequest)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("script: reading a request: %w", err)
		}
		q, err := parseRequest(frame)
		if err != nil {
			return fmt.Errorf("script: reading a request: %w", err)
		}
		backstop.Reset(allowed)
		answer, err = box.answer(beginFrame(answer), q)
		backstop.Stop()
		if err != nil {
			return err
		}
		if _, err := out.Write(endFrame(answer)); err != nil {
			return fmt.Errorf("script: answering: %w", err)
		}
		if cap(frame) > 256<<10 { // one large form must not stay for good
			frame = nil
		}
	}
}

// headroom is the garbage that a worker lets pile up before it collects: a run
// makes some tens of KB, so that it collects once in a few hundred runs and
// stays small beside its parent.
const headroom = 4 << 20

// tuneMemory lets garbage pile up to headroom, and collects ever harder as the
// script's memory nears its limit.
func tuneMemory(extra int64) {
	runtime.GC()
	// What the collector's percentage is a percentage of (runtime/debug).
	base := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/scan/globals:bytes"}, {Name: "/gc/scan/stack:bytes"}}
	metrics.Read(base)
	size := uint64(2 << 20) // a run's own live data and compiled scripts, to come
	for _, s := range base {
		if s.Value.Kind() == metrics.KindUint64 {
			size += s.Value.Uint64()
		}
	}
	debug.SetGCPercent(int(max(25, headroom*100/size))) // at most 400
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetMemoryLimit(int64(m.Sys-m.HeapReleased) + extra*3/4) // a process is far below 8 EiB
}

// answer appends the answer to a request to a frame.
func (b *sandbox) answer(frame []byte, q *request) ([]byte, error) {
	p, err := b.program(q)
	if errors.Is(err, errNeedSource) {
		return append(frame, answerSource), nil
	}
	var res result
	if err == nil && q.kind == askOutline {
		if res, err = b.outline(q); errors.Is(err, errNeedSource) {
			return append(frame, answerSource), nil
		}
	}
	frame = append(frame, answerResult)
	var wrong *ScriptError
	switch {
	case errors.As(err, &wrong):
		res.Error = wrong
	case err != nil:
		return nil, err
	case q.kind != askOutline:
		res = b.run(p, q)
	}
	body, err := json.Marshal(&res)
	if err != nil {
		return nil, fmt.Errorf("script: writing a result: %w", err)
	}
	if len(body) > maxAnswer-1 {
		body, err = json.Marshal(&result{Error: &ScriptError{Message: "the result is too large"}})
	}
	return append(frame, body...), err
}
