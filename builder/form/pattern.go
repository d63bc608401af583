package form

import (
	"regexp/syntax"
)

// The caps of patterns. Matching takes time in proportion to a pattern's
// program, and so does the schema library's compiling of it.
const (
	// maxPattern bounds one pattern's compiled program.
	maxPattern = 500
	// maxPatternText bounds one pattern's text, in bytes.
	maxPatternText = 1000
	// maxPatterns bounds how many different patterns a schema may have, and
	// maxPrograms the sum of the programs of all, each as often as it stands
	// there.
	maxPatterns = 500
	maxPrograms = 10_000
)

// pattern checks that a pattern compiles, and to something small; and that all
// patterns together do.
func (d *document) pattern(pattern, location string) {
	size, known := d.patterns[pattern]
	if !known {
		size = programSize(pattern)
		d.patterns[pattern] = size
	}
	if size == 0 {
		d.add(location, CodePattern, map[string]any{"pattern": clip(pattern)})
		return
	}
	d.programs += size
	if d.programs > maxPrograms || len(d.patterns) > maxPatterns {
		d.add(location, CodePattern, map[string]any{"pattern": clip(pattern)})
		d.stopped = true
	}
}

// programSize is the size of a pattern's program; 0 for a pattern that is none,
// or is too large. What would be large is seen before it is made.
func programSize(pattern string) int {
	if len(pattern) > maxPatternText {
		return 0
	}
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || roughSize(parsed) > 4*maxPattern {
		return 0
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil || len(program.Inst) > maxPattern {
		return 0
	}
	return len(program.Inst)
}

// roughSize estimates the size of a pattern's program without writing its
// repetitions out.
func roughSize(re *syntax.Regexp) int {
	const most = 1 << 20
	size := 1
	if re.Op == syntax.OpLiteral {
		size = len(re.Rune)
	}
	for _, sub := range re.Sub {
		size = min(size+roughSize(sub), most)
	}
	if re.Op == syntax.OpRepeat {
		size = min(size*max(re.Min, re.Max, 1), most)
	}
	return size
}
