package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// The aims that Banli sets itself for this load.
const (
	aimRate    = 900.0 // cases a second, on a quiet machine
	aimRatio   = 0.55  // of the storage-only floor taken in the same run, on any machine
	aimLatency = 20.0  // p99 of submit and decide, in milliseconds
	aimCPU     = 1.5   // milliseconds a case
	aimMemory  = 150.0 // MiB
	aimStart   = 1000.0
)

// Report is what a run has measured.
type Report struct {
	Clients          int     `json:"clients"`
	People           int     `json:"people"`
	WarmUpSeconds    float64 `json:"warmUpSeconds"`
	Seconds          float64 `json:"seconds"` // of load, and of waiting for the outbox
	DrainMs          float64 `json:"drainMs"`
	Cases            int     `json:"cases"`
	ApprovalsPerCase float64 `json:"approvalsPerCase"`
	CasesPerSecond   float64 `json:"casesPerSecond"`
	Submit           Spread  `json:"submit"`
	Decide           Spread  `json:"decide"`
	// CPUPerCase is of the server and its workers, in milliseconds;
	// GeneratorCPU is this process's, which shares the machine with them.
	CPUPerCase   float64 `json:"cpuPerCaseMs"`
	GeneratorCPU float64 `json:"generatorCpuPerCaseMs"`
	// The server and its workers: PeakRSS counts a page in each process that
	// maps it, PeakPSS splits shared pages between their owners. MiB.
	PeakRSS   float64 `json:"peakRssMiB"`
	PeakPSS   float64 `json:"peakPssMiB"`
	Processes int     `json:"processes"`
	StartMs   float64 `json:"startToFirstAnswerMs"`
	// DiskPerCase is in bytes, of all the run's cases, after the server stopped.
	DiskPerCase float64 `json:"diskPerCaseBytes"`
	ReadAgain   int     `json:"casesReadAgain"`
	// WritesPerCase counts the durable writes of a case's document: submitting,
	// deciding, and taking delivered effects out of it.
	WritesPerCase float64 `json:"writesPerCase"`
	// NoticesPerCase counts the notices that a case's effects become, each a
	// durable write of its own.
	NoticesPerCase float64 `json:"noticesPerCase"`
	Lost           int     `json:"casesLost"`
	// Streams is about event streams, where there were any.
	Streams *StreamFigures `json:"streams,omitempty"`
	Floor   *Floor         `json:"floor,omitempty"`
	// Ratio is CasesPerSecond by the floor's; 0 without a floor.
	Ratio float64 `json:"ratioToFloor"`
}

// Floor is what the store alone does with the same writes.
type Floor struct {
	Clients        int     `json:"clients"`
	Seconds        float64 `json:"seconds"`
	Cases          int     `json:"cases"`
	WritesPerCase  float64 `json:"writesPerCase"`
	NoticesPerCase float64 `json:"noticesPerCase"`
	BodyBytes      int     `json:"bodyBytes"`
	Indexes        int     `json:"indexes"`
	CasesPerSecond float64 `json:"casesPerSecond"`
	Case           Spread  `json:"case"`
	Write          Spread  `json:"write"`
	CPUPerCase     float64 `json:"cpuPerCaseMs"`
}

// table writes rows of a name, a figure and, where there is one, the aim with
// whether it was reached.
type table struct{ w *tabwriter.Writer }

func newTable(out io.Writer) table {
	return table{tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)}
}

func (t table) row(name, format string, args ...any) {
	fmt.Fprintf(t.w, "%s\t%s\t\t\n", name, fmt.Sprintf(format, args...))
}

func (t table) aim(name, figure, aim string, reached bool) {
	verdict := "reached"
	if !reached {
		verdict = "missed"
	}
	fmt.Fprintf(t.w, "%s\t%s\taim %s\t%s\n", name, figure, aim, verdict)
}

func (t table) spread(name string, s Spread, aimed bool) {
	figure := fmt.Sprintf("p50 %.1f, p95 %.1f, p99 %.1f, max %.1f ms (%d)", s.P50, s.P95, s.P99, s.Max, s.Count)
	if aimed {
		t.aim(name, figure, fmt.Sprintf("p99 < %.0f ms", aimLatency), s.P99 < aimLatency)
		return
	}
	t.row(name, "%s", figure)
}

// Print prints the report for a person.
func (r Report) Print(out io.Writer) error {
	t := newTable(out)
	t.row("load", "%d clients in a closed loop, %d people with tokens, %.1f approvals a case", r.Clients, r.People, r.ApprovalsPerCase)
	t.row("measured", "%d cases in %.1f s after %.0f s of warm-up; the outbox was empty after %.0f ms more", r.Cases, r.Seconds, r.WarmUpSeconds, r.DrainMs)
	t.aim("cases a second", fmt.Sprintf("%.0f", r.CasesPerSecond), fmt.Sprintf(">= %.0f on a quiet machine", aimRate), r.CasesPerSecond >= aimRate)
	t.spread("submit", r.Submit, true)
	t.spread("decide", r.Decide, true)
	t.aim("server CPU a case", fmt.Sprintf("%.2f ms", r.CPUPerCase), fmt.Sprintf("< %.1f ms", aimCPU), r.CPUPerCase < aimCPU)
	t.row("generator CPU a case", "%.2f ms", r.GeneratorCPU)
	t.aim("memory at its peak", fmt.Sprintf("%.0f MiB RSS, %.0f MiB PSS in %d processes", r.PeakRSS, r.PeakPSS, r.Processes),
		fmt.Sprintf("< %.0f MiB", aimMemory), r.PeakRSS < aimMemory)
	t.aim("start to first answer", fmt.Sprintf("%.0f ms", r.StartMs), fmt.Sprintf("< %.0f ms", aimStart), r.StartMs < aimStart)
	t.row("disk a case", "%.0f bytes", r.DiskPerCase)
	t.row("writes a case", "%.1f of the case and %.1f notices", r.WritesPerCase, r.NoticesPerCase)
	t.aim("read again", fmt.Sprintf("%d cases, %d lost", r.ReadAgain, r.Lost), "0 lost", r.Lost == 0)
	if s := r.Streams; s != nil {
		t.row("event streams", "%d open, %.0f KiB of memory each; %.1f %% of a processor while idle", s.Open, s.Memory, s.IdleCPU)
		t.spread("decision to event", s.Heard, false)
		t.aim("events missed", fmt.Sprintf("%d, %d resyncs", s.Missed, s.Resyncs), "none but what a resync stands for", s.Missed <= s.Resyncs)
	}
	if r.Floor != nil {
		r.Floor.rows(t)
		t.aim("ratio to the floor", fmt.Sprintf("%.0f %%", r.Ratio*100), fmt.Sprintf(">= %.0f %%", aimRatio*100), r.Ratio >= aimRatio)
	}
	return t.flush()
}

func (f Floor) rows(t table) {
	t.row("floor", "%.0f cases a second with the store alone (%d clients, %.1f writes and %.1f notices a case, %d-byte bodies, %d indexes)",
		f.CasesPerSecond, f.Clients, f.WritesPerCase, f.NoticesPerCase, f.BodyBytes, f.Indexes)
	t.spread("floor, a case", f.Case, false)
	t.spread("floor, a write", f.Write, false)
	t.row("floor, CPU a case", "%.2f ms", f.CPUPerCase)
}

// Print prints the floor for a person.
func (f Floor) Print(out io.Writer) error {
	t := newTable(out)
	f.rows(t)
	return t.flush()
}

func (t table) flush() error {
	if err := t.w.Flush(); err != nil {
		return fmt.Errorf("print the table: %w", err)
	}
	return nil
}
