package engine_test

import (
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/runtime/engine"
)

var (
	seed = flag.Uint64("play.seed", 0, "play the scenario of this seed, and no other")
	runs = flag.Int("play.runs", 0, "how many random scenarios to play; by default 1,000, and 10,000 in CI")
)

// enough scenarios play everything that is legal.
const enough = 5000

// playAll plays random scenarios, or the one that the command line names. A
// scenario that breaks something is told with its seed and as few of its moves
// as still break it. It returns how many it played.
func playAll(t *testing.T, play func(*player, scenario) error, covered map[string]int) (played int) {
	t.Helper()
	count := *runs
	if count == 0 {
		count = 1000
		if os.Getenv("CI") != "" {
			count = 10_000
		}
	}
	first := rand.Uint64()
	if os.Getenv("CI") != "" {
		first = seedOfSources(t)
	}
	if *seed != 0 {
		first, count = *seed, 1
	}
	for i := range count {
		s := scenarioOf(first + uint64(i))
		p := newPlayer()
		p.covered = covered
		if err := play(p, s); err != nil {
			t.Fatalf("seed %d (-play.seed): %v", first+uint64(i), err)
		}
		if len(p.broken) > 0 {
			s, p = shorten(s, p, play)
			for invariant, how := range p.broken {
				t.Errorf("seed %d (-play.seed): %s: %s", first+uint64(i), invariant, how)
			}
			t.Fatalf("flow %s\nworld %s\nvalues %s\nmoves %+v\nhistory:\n  %s", mustText(s.Flow), mustText(s.World), mustText(s.Values),
				s.Moves, strings.Join(say(p.events, sayEvent), "\n  "))
		}
	}
	return count
}

// seedOfSources makes a seed of what the engine and the flow compiler are made
// of: each change of them is played through with scenarios of its own, and what
// was green for somebody is green for whoever runs the same sources.
func seedOfSources(t *testing.T) uint64 {
	t.Helper()
	digest := sha256.New()
	for _, pattern := range []string{"*.go", "../../builder/flow/*.go", "../../builder/rule/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources in %s: %v", pattern, err)
		}
		for _, file := range files { // Glob sorts them
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			digest.Write(text)
		}
	}
	return binary.BigEndian.Uint64(digest.Sum(nil))
}

// shorten leaves out moves as long as something breaks without them.
func shorten(s scenario, p *player, play func(*player, scenario) error) (scenario, *player) {
	for i := 0; i < len(s.Moves); {
		less := s
		less.Moves = slices.Delete(slices.Clone(s.Moves), i, i+1)
		again := newPlayer()
		if err := play(again, less); err == nil && len(again.broken) > 0 {
			s, p = less, again
		} else {
			i++
		}
	}
	return s, p
}

// TestInvariants plays random commands on random flows in random companies.
func TestInvariants(t *testing.T) {
	t.Parallel()
	covered := map[string]int{}
	played := playAll(t, (*player).play, covered)
	for _, pair := range legal() {
		t.Logf("%7d %s", covered[pair], pair)
		if covered[pair] == 0 && played >= enough {
			t.Errorf("%s was never played", pair)
		}
	}
}

// TestPathForeseen compares the path that is shown before submitting with the
// one that is taken if everybody approves and nothing is edited, be it in the
// order in which they were asked or in any other.
func TestPathForeseen(t *testing.T) {
	t.Parallel()
	playAll(t, (*player).foresee, map[string]int{})
}

// foresee takes a case to its end, or once round where it goes in circles, and
// compares the way with what was shown before each of its steps.
func (p *player) foresee(s scenario) error {
	g, err := flow.Compile(s.Flow, scenarioTypes)
	if err != nil {
		return err
	}
	p.scene, p.world = engine.Scene{Graph: g, Env: rule.Env{Today: "2026-11-21"}}, s.World
	p.world.Mended = true // a script that fails holds the case up where the path goes on
	draft := engine.Instance{App: "app", Revision: 1, Initiator: "ann", Values: s.Values}
	first, err := p.path(p.world, p.scene, draft)
	if err != nil {
		return err
	}
	shown := [][]engine.Step{first}
	submission, _ := p.choosing(engine.Submit{Actor: "ann", Values: s.Values, At: 1}, len(s.Moves)).(engine.Submit)
	draft.Choices = submission.Choices
	if first, err = p.path(p.world, p.scene, draft); err != nil {
		return err
	}
	shown = append(shown, first)
	if !p.do(submission, false) {
		if !slices.ContainsFunc(first, func(s engine.Step) bool {
			return s.State == engine.StepUpcoming && s.Nobody && len(s.Assignees) == 0
		}) {
			// A step may refuse that is undecided only because the form might
			// still be filled in; then nothing was promised. Nor was it behind a wait
			// that another branch's rejection does not let come to its end.
			waits := slices.ContainsFunc(g.Nodes(), waits)
			if !slices.ContainsFunc(first, func(s engine.Step) bool {
				return s.State == engine.StepUndecided || waits && s.Type == flow.End && g.Node(s.Node).Outcome == flow.Rejected
			}) {
				p.fail(foreseen, "refused, but the path said nothing: %q", say(first, sayStep))
			}
		}
		return nil
	}
	rounds := 0
	for at := int64(2); !p.in.Status.Ended() && rounds < 40; at, rounds = at+1, rounds+1 {
		steps, err := p.path(p.world, p.scene, p.in)
		if err != nil {
			return err
		}
		shown = append(shown, steps)
		if open := p.in.OpenTasks(); len(open) > 0 {
			task := open[s.turn(rounds)%len(open)]
			c := engine.DecideTask{Task: task.ID, Actor: only(task), Action: engine.Approve, At: at}
			if g.Node(task.Node).Type == flow.FillIn {
				c.Action = engine.Complete
			}
			p.do(p.choosing(c, rounds), false)
			continue
		}
		if i := slices.IndexFunc(p.in.Errands, engine.Errand.Live); i >= 0 {
			p.do(engine.FinishErrand{Errand: p.in.Errands[i].ID, Result: string(engine.Approved), At: at}, false)
			continue
		}
		t := p.in.Timers[0]
		at = max(at, t.Due)
		p.do(engine.FireTimer{Timer: t.ID, At: at}, false)
	}
	taken, err := p.path(p.world, p.scene, p.in)
	if err != nil {
		return err
	}
	if !p.in.Status.Ended() { // it goes in circles: what lies ahead is not taken
		taken = taken[:slices.IndexFunc(taken, func(s engine.Step) bool { return s.State == engine.StepCurrent })]
	}
	compare := func(shown, taken []engine.Step) { p.compare(shown, taken, !s.asked()) }
	races := !s.asked() || slices.ContainsFunc(g.Nodes(), waits)
	if slices.ContainsFunc(s.Flow.Nodes, func(n flow.Node) bool { return n.Type == flow.Parallel || n.Type == flow.Inclusive }) {
		compare = func(shown, taken []engine.Step) { p.compareBranches(shown, taken, races) }
	}
	if scriptsBeside(g) {
		return nil
	}
	for _, steps := range shown {
		compare(steps, taken)
	}
	return nil
}

// waits reports whether a node waits for something other than a person.
func waits(n *flow.Node) bool {
	return n.Type == flow.Wait || n.Type == flow.Subflow || n.Type == flow.Webhook
}

// scriptsBeside reports whether scripts may run beside what else goes on: which
// fields they find, and who finds what they set, is then a matter of who is first.
func scriptsBeside(g *flow.Graph) bool {
	is := func(types ...flow.Type) bool {
		return slices.ContainsFunc(g.Nodes(), func(n *flow.Node) bool { return slices.Contains(types, n.Type) })
	}
	return is(flow.Script) && is(flow.Parallel, flow.Inclusive)
}

// asked reports whether people act in the order in which they were asked.
func (s scenario) asked() bool { return len(s.Moves) == 0 || s.Moves[0].Other%2 == 0 }

// turn chooses who acts in a round, of those who can.
func (s scenario) turn(round int) int {
	if s.asked() {
		return 0
	}
	return s.Moves[round%len(s.Moves)].Pick
}

// only returns the person who alone has a task; of a group somebody acts who
// has nothing else to do.
func only(t engine.Task) string {
	if id, ok := strings.CutPrefix(t.Assignees[0], engine.UserPrefix); ok && len(t.Assignees) == 1 {
		return id
	}
	return "zoe"
}

// unasked reports whether a step found nobody to ask: it was skipped, the
// initiator's own or not, or fell to the administrators as one does that is met
// again before anybody has acted.
func unasked(s engine.Step) bool { return s.Nobody || s.Auto == engine.SkippedInitiator }

// compareBranches checks what was shown against what was taken where branches
// run side by side. In which order their steps come depends on who acts first,
// so each step that was shown must be found, wherever. Where branches race one
// cannot tell which of them is ahead.
func (p *player) compareBranches(shown, taken []engine.Step, races bool) {
	if !p.in.Status.Ended() || len(p.in.Visits) > 400 {
		return // it goes in circles, some branches faster than others, or on and on
	}
	if p.in.Status == engine.Rejected && races {
		return // an end that rejects stops the other branches, wherever they are
	}
	if slices.ContainsFunc(shown, func(s engine.Step) bool { return s.State == engine.StepUndecided }) {
		return // which branch is ahead, and so what it meets or stops, may hang on it
	}
	// Whether somebody acts between two branches' coming to a step that finds
	// nobody depends on which is ahead.
	circles := false
	left := slices.Clone(taken)
	for i, s := range shown {
		circles = circles || s.Type.Asks() && slices.ContainsFunc(shown[:i], func(o engine.Step) bool { return o.Node == s.Node })
		if s.Type.Branches() {
			continue
		}
		at := slices.IndexFunc(left, func(was engine.Step) bool {
			people := s.State == engine.StepUpcoming && s.Nobody && len(s.Assignees) == 0 ||
				slices.Equal(s.Assignees, was.Assignees) && slices.Equal(s.For, was.For) && s.Nobody == was.Nobody || races && (unasked(s) && unasked(was) ||
				p.scene.Graph.Node(s.Node).ChosenBy(flow.ByApprover)) // whoever comes last to a join chooses, if anybody does
			return s.Node == was.Node && people && slices.Equal(s.Branch, was.Branch)
		})
		if at < 0 {
			p.fail(foreseen, "shown %q, taken %q", say(shown, sayStep), say(taken, sayStep))
			return
		}
		left = slices.Delete(left, at, at+1)
	}
	ends := 0
	for _, s := range shown {
		if s.Type == flow.End {
			ends++
		}
	}
	if !circles && ends > 0 && len(left) > 0 {
		p.fail(foreseen, "shown to the end %q, taken also %q", say(shown, sayStep), say(left, sayStep))
	}
}

// compare checks what was shown against what was taken. Where the way goes in
// circles the path shown is cut short. Where people act in another order than
// they were asked in, it is somebody else who comes last and chooses who is next.
func (p *player) compare(shown, taken []engine.Step, races bool) {
	shown = slices.DeleteFunc(slices.Clone(shown), func(s engine.Step) bool { return s.Type.Branches() })
	if len(shown) > len(taken) && p.in.Status.Ended() {
		p.fail(foreseen, "shown %q, taken %q", say(shown, sayStep), say(taken, sayStep))
		return
	}
	shown = shown[:min(len(shown), len(taken))]
	if ends := len(shown) > 0 && shown[len(shown)-1].Type == flow.End; ends && len(shown) != len(taken) {
		p.fail(foreseen, "shown to the end %q, taken %q", say(shown, sayStep), say(taken, sayStep))
		return
	}
	open := false
	for i, s := range shown {
		was := taken[i]
		people := slices.Equal(s.Assignees, was.Assignees) && slices.Equal(s.For, was.For) && s.Nobody == was.Nobody &&
			(s.State == engine.StepSkipped) == (was.State == engine.StepSkipped)
		switch {
		case s.State == engine.StepUndecided:
			// What becomes of it is not known: also not whether it is skipped, and
			// so whether one that finds nobody is skipped in the next round too.
			open, people = true, true
		case s.State == engine.StepUpcoming && s.Nobody && len(s.Assignees) == 0:
			people = true // it refuses
		case races && p.scene.Graph.Node(s.Node).ChosenBy(flow.ByApprover):
			open, people = true, true
		case open && unasked(s) && unasked(was):
			people = true
		}
		if s.Node != was.Node || s.Type != was.Type || !people {
			p.fail(foreseen, "shown %q, taken %q", say(shown, sayStep), say(taken, sayStep))
			return
		}
	}
}
