package rule_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/banli-oa/banli/builder/rule"
)

// maker makes random expressions: mostly of the type that is wanted, so that
// most of them come to something.
type maker struct {
	rng *rand.Rand
	// of are the ways to make each kind.
	of map[rule.Kind][]func(depth int) any
}

// randomExpressions makes the expressions of the random file.
func randomExpressions(t *testing.T) (randomWorld, []randomCase) {
	t.Helper()
	world := randomWorldOf(t)
	m := newMaker()
	kinds := []rule.Kind{rule.KindBool, rule.KindNumber, rule.KindText, rule.KindDate, rule.KindDateTime}
	var out []randomCase
	for len(out) < 10_400 {
		want := kinds[m.rng.IntN(len(kinds))]
		expr := m.make(want, 1+m.rng.IntN(3))
		if m.rng.IntN(20) == 0 {
			want = kinds[m.rng.IntN(len(kinds))]
		}
		var text bytes.Buffer
		enc := json.NewEncoder(&text)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(expr); err != nil {
			t.Fatal(err)
		}
		raw := bytes.TrimSpace(text.Bytes())
		if _, err := rule.Parse(raw); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		out = append(out, randomCase{Expr: raw, Values: m.rng.IntN(len(world.Values)), Want: want})
	}
	return world, out
}

// randomWorldOf has values of the right types, values that are missing, and a
// few that no form should hold.
func randomWorldOf(t *testing.T) randomWorld {
	t.Helper()
	var w randomWorld
	decode(t, []byte(`{
		"today": "2026-11-21", "initiator": {"id": "p1", "dept": "sales", "roles": ["employee", "hr"]},
		"calendar": {"weekend": [0, 6], "holidays": ["2026-10-01", "2026-10-02", "2026-12-25"], "workdays": ["2026-10-10"]},
		"types": {"n": {"kind": "number"}, "m": {"kind": "number"}, "flag": {"kind": "boolean"}, "s": {"kind": "text"},
			"kind": {"kind": "text", "options": ["taxi", "hotel", "meal"]}, "d": {"kind": "date"}, "at": {"kind": "time"}, "since": {"kind": "dateTime"}, "until": {"kind": "dateTime"}, "period": {"kind": "dateRange"},
			"rows": {"kind": "table"}, "rows.price": {"kind": "number"}, "rows.qty": {"kind": "number"}, "rows.kind": {"kind": "text", "options": ["taxi", "hotel", "meal"]},
			"rows.day": {"kind": "date"}, "blob": {"kind": "opaque"}},
		"values": [
			{"n": 3, "m": 19.99, "flag": true, "s": "出差上海", "kind": "taxi", "d": "2026-11-30", "at": "09:30", "since": "2026-11-27T09:00:00+08:00", "until": "2026-11-27T02:30:15.25Z", "period": {"start": "2026-11-23", "startHalf": "pm", "end": "2026-12-01", "endHalf": "am"},
				"rows": [{"price": 12.5, "qty": 2, "kind": "taxi", "day": "2026-11-22"}, {"price": 0.1, "qty": 3, "kind": "meal"}, {"qty": 1}]},
			{"n": -2.675, "m": 0, "flag": false, "s": "  Straße 12 ", "kind": "hotel", "d": "2028-02-29", "at": "23:59:59", "since": "0001-01-01T00:00:00+23:59", "until": "9999-12-31T23:59:59.999999999-23:59", "period": {"start": "2026-10-01", "end": "2026-10-10"},
				"rows": [{"price": 999999999999.99, "qty": -1, "kind": "hotel", "day": "2026-10-10"}]},
			{"n": 1e-9, "m": 123456789.123456, "s": "", "kind": "meal", "since": "2026-11-27T01:00:00Z", "rows": []},
			{},
			{"n": 0, "m": 1000000, "flag": true, "s": "a\"b\\c👍", "kind": "taxi", "d": "9999-12-31", "period": {"start": "2026-12-05", "startHalf": "am", "end": "2026-12-01", "endHalf": "pm"},
				"rows": [{"price": 1, "qty": 1, "kind": "taxi", "day": "0001-01-01"}, {"price": 2, "qty": 2, "kind": "taxi", "day": "2026-02-28"}]},
			{"n": "three", "m": true, "flag": "yes", "s": 7, "kind": "boat", "d": "2026-02-30", "since": "2026-02-30T09:00:00Z", "until": "2026-11-27T09:00:00", "period": {"start": "soon"}, "rows": [{"price": "x"}, 5]}
		]}`), &w)
	return w
}

type expr = map[string]any

func newMaker() *maker {
	m := &maker{rng: rand.New(rand.NewPCG(2026, 1127))}
	call := func(op string, kinds ...rule.Kind) func(int) any {
		return func(depth int) any {
			args := make([]any, len(kinds))
			for i, k := range kinds {
				args[i] = m.make(k, depth-1)
			}
			return expr{op: args}
		}
	}
	some := func(op string, least, most int, kind rule.Kind) func(int) any {
		return func(depth int) any {
			args := make([]any, least+m.rng.IntN(most-least+1))
			for i := range args {
				args[i] = m.make(kind, depth-1)
			}
			return expr{op: args}
		}
	}
	const number, text, date, boolean, span, moment = rule.KindNumber, rule.KindText, rule.KindDate, rule.KindBool, rule.KindDateRange, rule.KindDateTime
	choice := func(kind rule.Kind) func(int) any {
		return func(depth int) any {
			args := []any{m.make(boolean, depth-1), m.make(kind, depth-1)}
			for m.rng.IntN(4) == 0 {
				args = append(args, m.make(boolean, depth-1), m.make(kind, depth-1))
			}
			if m.rng.IntN(4) > 0 {
				args = append(args, m.make(kind, depth-1))
			}
			return expr{"if": args}
		}
	}
	same := func(ops ...string) func(int) any {
		return func(depth int) any {
			kind := []rule.Kind{number, number, date, text, moment}[m.rng.IntN(5)]
			return expr{ops[m.rng.IntN(len(ops))]: []any{m.make(kind, depth-1), m.make(kind, depth-1)}}
		}
	}
	list := func(kind rule.Kind) any {
		out := make([]any, m.rng.IntN(4))
		for i := range out {
			out[i] = m.leaf(kind)
		}
		return out
	}
	column := func(names ...string) any { return expr{"var": "rows." + names[m.rng.IntN(len(names))]} }
	aggregate := func(op string) func(int) any {
		return func(depth int) any {
			args := []any{column("price", "qty")}
			if m.rng.IntN(3) == 0 {
				args = append(args, m.make(number, depth-1), list(number))
			}
			return expr{op: args}
		}
	}
	m.of = map[rule.Kind][]func(int) any{
		boolean: {
			same("==", "!="), same("==", "!="), same("<", "<=", ">", ">="), same("<", "<=", ">", ">="), same("<", "<=", ">", ">="),
			some("and", 1, 3, boolean), some("or", 1, 3, boolean), call("!", boolean), choice(boolean), call("startsWith", text, text),
			call("contains", text, text), call("empty", text), call("empty", number), call("empty", span),
			func(int) any { return expr{"contains": []any{column("kind"), m.leaf(text)}} },
			func(int) any { return expr{"in": []any{m.leaf(text), list(text)}} },
			func(int) any { return expr{"in": []any{m.leaf(number), column("price", "qty")}} },
			func(depth int) any { return expr{"empty": []any{m.make(text, depth-1)}} },
		},
		number: {
			some("+", 1, 3, number), some("*", 1, 3, number), call("-", number, number), call("-", number), call("/", number, number), call("/", number, number),
			call("abs", number), call("round", number), call("roundUp", number), call("roundDown", number),
			func(depth int) any { return expr{"round": []any{m.make(number, depth-1), m.rng.IntN(6) - 2}} },
			func(depth int) any { return expr{"roundUp": []any{m.make(number, depth-1), m.rng.IntN(6) - 2}} },
			func(depth int) any { return expr{"roundDown": []any{m.make(number, depth-1), m.rng.IntN(6) - 2}} },
			aggregate("sum"), aggregate("min"), aggregate("max"), aggregate("avg"),
			func(int) any { return expr{"count": []any{column("price", "kind", "day")}} },
			func(int) any { return expr{"count": []any{expr{"var": "rows"}}} },
			call("length", text), choice(number), some("ifEmpty", 2, 3, number), call("days", span), call("workdays", span),
			call("days", date, date), call("workdays", date, date), call("daysBetween", date, date),
			call("minutesBetween", moment, moment), call("minutesBetween", moment, moment), call("year", date), call("month", date), call("day", date), call("weekday", date),
		},
		text: {
			some("cat", 1, 3, text), func(depth int) any { return expr{"cat": []any{m.make(text, depth-1), m.make(number, depth-1)}} },
			choice(text), some("ifEmpty", 2, 3, text), call("upper", text), call("lower", text), call("trim", text),
			func(depth int) any { return expr{"left": []any{m.make(text, depth-1), m.rng.IntN(5)}} },
			func(depth int) any { return expr{"right": []any{m.make(text, depth-1), m.rng.IntN(5)}} },
			call("money", number), call("money", number), call("moneyWords", number), call("moneyWords", number),
			func(int) any { return expr{"join": []any{column("kind", "price")}} },
			func(int) any { return expr{"join": []any{column("kind", "day"), m.leaf(text)}} },
		},
		date: {
			func(depth int) any { return expr{"addDays": []any{m.make(date, depth-1), m.rng.IntN(800) - 400}} },
			func(depth int) any { return expr{"addMonths": []any{m.make(date, depth-1), m.rng.IntN(60) - 30}} },
			func(depth int) any { return expr{"addWorkdays": []any{m.make(date, depth-1), m.rng.IntN(40) - 20}} },
			call("addDays", date, number), call("addMonths", date, number), call("addWorkdays", date, number), choice(date), some("ifEmpty", 2, 2, date),
		},
		moment: {choice(moment), some("ifEmpty", 2, 2, moment)},
		span:   {func(int) any { return expr{"var": "period"} }},
	}
	return m
}

// make makes an expression of a kind; now and then of another.
func (m *maker) make(kind rule.Kind, depth int) any {
	if m.rng.IntN(40) == 0 {
		kind = []rule.Kind{rule.KindBool, rule.KindNumber, rule.KindText, rule.KindDate, rule.KindDateTime, rule.KindDateRange}[m.rng.IntN(6)]
	}
	if depth <= 0 || m.rng.IntN(6) == 0 {
		return m.leaf(kind)
	}
	ways := m.of[kind]
	return ways[m.rng.IntN(len(ways))](depth)
}

var leaves = map[rule.Kind][]any{
	rule.KindBool:      {true, false, expr{"var": "flag"}, expr{"var": "flag"}},
	rule.KindNumber:    {0, 1, 2.5, -3, 0.1, 0.2, 19.99, 1.005, 100, 123456789012345, 1e-7, -0.5, 1e15, expr{"var": "n"}, expr{"var": "m"}, expr{"var": "n"}, expr{"var": "m"}},
	rule.KindText:      {"", "taxi", "taxy", "请假 ", "Straße", "a\"b", "x,y", expr{"var": "s"}, expr{"var": "s"}, expr{"var": "kind"}, expr{"var": "$initiator.dept"}, expr{"var": "period.startHalf"}},
	rule.KindDate:      {"2026-01-31", "2028-02-29", "2026-02-30", "soon", expr{"var": "d"}, expr{"var": "d"}, expr{"var": "$today"}, expr{"var": "period.start"}, expr{"var": "period.end"}},
	rule.KindDateTime:  {"2026-11-27T09:00:00+08:00", "2026-11-27T01:00:00Z", "2026-11-27t01:00:00.000000001z", "2028-02-30T00:00:00Z", expr{"var": "since"}, expr{"var": "since"}, expr{"var": "until"}, expr{"var": "until"}},
	rule.KindDateRange: {expr{"var": "period"}},
}

// odd leaves stand anywhere, seldom.
var odd = []any{nil, expr{"var": "blob"}, expr{"var": "gone"}, expr{"var": "at"}, expr{"var": "$now"}, "09:30", expr{"var": "rows"}, expr{"var": "rows.price"}, expr{"var": "$row.price"}, expr{"var": "$initiator.roles"}, []any{1, "a"}}

func (m *maker) leaf(kind rule.Kind) any {
	if m.rng.IntN(25) == 0 {
		return odd[m.rng.IntN(len(odd))]
	}
	of := leaves[kind]
	return of[m.rng.IntN(len(of))]
}
