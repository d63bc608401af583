package script_test

import (
	"fmt"
	"strings"

	"github.com/banli-oa/banli/runtime/script"
)

// hostile is a script that means harm, and what may stop it. None is anything:
// the engine may refuse it, or it may end by itself, having done nothing. Where
// says is set it ends with just that mistake.
type hostile struct {
	code string
	want []error
	says string
}

var (
	forTime    = []error{script.ErrTimeout}
	forOne     = []error{script.ErrTimeout, script.ErrMemory}
	anyOutcome []error
)

// body makes a script whose validate has the given statements.
func body(statements string) string { return "function validate(form, ctx) { " + statements + " }" }

// hostileScripts are at least 200 scripts, by name.
func hostileScripts() map[string]hostile {
	all := map[string]hostile{}
	add := func(group string, want []error, scripts map[string]string) {
		for name, code := range scripts {
			if !strings.Contains(code, "function validate") {
				code = body(code)
			}
			if _, twice := all[group+": "+name]; twice {
				panic(group + ": " + name + " is there twice")
			}
			all[group+": "+name] = hostile{code: code, want: want}
		}
	}
	add("loop", forTime, map[string]string{
		"while":                  `while (true);`,
		"do":                     `do {} while (1)`,
		"for":                    `for (;;) {}`,
		"at top level":           `for (;;) {} function validate() {}`,
		"with catch":             `for (;;) try { for (;;); } catch (e) {} finally { continue }`,
		"finally that continues": `l: for (;;) { try { return 1 } finally { continue l } }`,
		"labels":                 `a: for (;;) { b: for (;;) { continue a } }`,
		"a number that stays":    `let i = 2 ** 53; while (i++ < 2 ** 53 + 2);`,
		"NaN":                    `let i = 0; while (i !== NaN) i = i + NaN;`,
		"dates":                  `const end = Date.now() + 1e12; while (Date.now() < end);`,
		"random":                 `while (Math.random() >= 0);`,
		"switch":                 `for (;;) switch (1) { case 1: continue }`,
		"in a string callback":   `"a".replace(/a/, () => { for (;;); })`,
		"in forEach":             `[1].forEach(() => { while (1); })`,
		"in map":                 `[1].map(() => { while (1); })`,
		"in reduce":              `[1, 2].reduce(() => { while (1); })`,
		"in filter":              `[1].filter(() => { while (1); })`,
		"in find":                `[1].find(() => { while (1); })`,
		"in from":                `Array.from([1], () => { while (1); })`,
		"in sort":                `[3, 2, 1].sort(() => { for (;;); })`,
		"in a typed sort":        `new Int8Array([3, 2, 1]).sort(() => { for (;;); })`,
		"in a reviver":           `JSON.parse("[1]", () => { for (;;); })`,
		"in a replacer":          `JSON.stringify([1], () => { for (;;); })`,
		"in toJSON":              `JSON.stringify({toJSON() { for (;;); }})`,
		"in a constructor":       `new (class { constructor() { for (;;); } })()`,
		"in a static block":      `(() => { class A { static x = (() => { for (;;); })() } })()`,
		"in a default":           `(function (a = (() => { for (;;); })()) {})()`,
		"in a template":          "`${(() => { for (;;); })()}`",
		"in a tagged template":   "(() => { for (;;); })`x`",
		"in a microtask":         `Promise.resolve().then(() => { for (;;); })`,
		"in a promise":           `new Promise(() => { for (;;); })`,
		"in an async function":   `(async () => { for (;;); })()`,
		"in bind":                `(function () { for (;;); }).bind(null)()`,
		"in call":                `(function () { for (;;); }).call()`,
		"in apply":               `(function () { for (;;); }).apply()`,
		"in Reflect.apply":       `Reflect.apply(() => { for (;;); }, null, [])`,
		"in eval":                `eval("for (;;);")`,
		"in new Function":        `new Function("for (;;);")()`,
		"of eval":                `for (;;) eval("var a = 1")`,
		"of throws":              `for (;;) try { throw new Error("x") } catch (e) {}`,
		"of deep throws":         `function f(n) { if (n) f(n - 1); else throw 1 } for (;;) try { f(100) } catch (e) {}`,
		"of consoles":            `for (;;) console.log("x")`,
		"two that call":          `function a() { for (;;) b() } function b() {} a()`,
	})
	add("trap", forTime, map[string]string{
		"getter of a problem":     `return [{get message() { for (;;); }}]`,
		"getter of a field":       `return [{get field() { for (;;); }, message: "x"}]`,
		"getter of a language":    `return [{message: {get en() { for (;;); }}}]`,
		"getter of an index":      `const a = [1]; Object.defineProperty(a, 0, {get() { for (;;); }}); return a`,
		"getter of a thrown name": `throw {get name() { for (;;); }, get message() { for (;;); }}`,
		"getter by prototype":     `Object.defineProperty(Object.prototype, "message", {get() { for (;;); }}); return [{}]`,
		"toString":                `"" + {toString() { for (;;); }}`,
		"valueOf":                 `+{valueOf() { for (;;); }}`,
		"toPrimitive":             `+{[Symbol.toPrimitive]() { for (;;); }}`,
		"hasInstance":             `({}) instanceof ({[Symbol.hasInstance]() { for (;;); }})`,
		"iterator":                `[...{[Symbol.iterator]() { for (;;); }}]`,
		"isConcatSpreadable":      `[].concat({get [Symbol.isConcatSpreadable]() { for (;;); }})`,
		"species":                 `class A extends Array { static get [Symbol.species]() { for (;;); } } new A(1).map(x => x)`,
		"match":                   `"a".match({[Symbol.match]() { for (;;); }})`,
		"replace":                 `"a".replace({[Symbol.replace]() { for (;;); }}, "")`,
		"search":                  `"a".search({[Symbol.search]() { for (;;); }})`,
		"split":                   `"a".split({[Symbol.split]() { for (;;); }})`,
		"toStringTag":             `Object.prototype.toString.call({get [Symbol.toStringTag]() { for (;;); }})`,
		"proxy get":               `new Proxy({}, {get() { for (;;); }}).x`,
		"proxy set":               `new Proxy({}, {set() { for (;;); }}).x = 1`,
		"proxy has":               `"x" in new Proxy({}, {has() { for (;;); }})`,
		"proxy ownKeys":           `Object.keys(new Proxy({}, {ownKeys() { for (;;); }}))`,
		"proxy getPrototypeOf":    `Object.getPrototypeOf(new Proxy({}, {getPrototypeOf() { for (;;); }}))`,
		"proxy apply":             `new Proxy(function () {}, {apply() { for (;;); }})()`,
		"proxy construct":         `new (new Proxy(function () {}, {construct() { for (;;); }}))()`,
		"proxy define":            `Object.defineProperty(new Proxy({}, {defineProperty() { for (;;); }}), "x", {})`,
		"proxy delete":            `delete new Proxy({}, {deleteProperty() { for (;;); }}).x`,
		"proxy in JSON":           `JSON.stringify(new Proxy({}, {ownKeys() { for (;;); }}))`,
		"proxy in console":        `console.log(new Proxy({}, {ownKeys() { for (;;); }}))`,
		"toJSON in console":       `console.log({toJSON() { for (;;); }})`,
		"setter":                  `({set a(v) { for (;;); }}).a = 1`,
		"regexp lastIndex":        `const r = /a/g; r.lastIndex = {valueOf() { for (;;); }}; r.test("a")`,
		"date from a trap":        `new Date({valueOf() { for (;;); }})`,
		"array length":            `[].length = {valueOf() { for (;;); }}`,
		"thenable":                `Promise.resolve({get then() { for (;;); }})`,
	})
	add("regular expression", forTime, map[string]string{
		"nested plus":         `return /^(a+)+$(?!b)/.test("a".repeat(40) + "!")`,
		"nested star":         `return /^(a*)*$(?!b)/.test("a".repeat(40) + "!")`,
		"alternation of more": `return /^(a|aa)+$(?!b)/.test("a".repeat(60) + "!")`,
		"look-ahead":          `return /(?=(x+x+)+y)/.test("x".repeat(5000))`,
		"back-reference":      `return /^(a+)+\1$/.test("a".repeat(41) + "!")`,
		"in replace":          `return "a".repeat(40).concat("!").replace(/^(a+)+$(?!b)/, "")`,
		"in split":            `return ("a".repeat(40) + "!").split(/^(a+)+$(?!b)/)`,
		"in match":            `return ("a".repeat(40) + "!").match(/^(a+)+$(?!b)/)`,
		"in search":           `return ("a".repeat(40) + "!").search(/^(a+)+$(?!b)/)`,
		"in matchAll":         `return [...("a".repeat(40) + "!").matchAll(/^(a+)+$(?!b)/g)]`,
		"from a string":       `return new RegExp("^(a+)+$(?!b)").test("a".repeat(40) + "!")`,
		"unicode":             `return /^(\u00e4+)+$(?!b)/u.test("\u00e4".repeat(40) + "!")`,
		"ignoring case":       `return /^(a+)+$(?!b)/i.test("aA".repeat(20) + "!")`,
	})
	add("regular expression", anyOutcome, map[string]string{
		"deep":             `return new RegExp("(".repeat(50000) + ")".repeat(50000)).test("x")`,
		"long alternation": `return new RegExp("a|".repeat(100000)).test("b")`,
		"large count":      `return /a{1,100000}b/.test("a".repeat(1e5))`,
		"counts of counts": `return /((a{1,100}){1,100}){1,100}b/.test("a".repeat(5000))`,
		"large class":      `return new RegExp("[" + "a-z".repeat(50000) + "]").test("5")`,
		"linear on a lot":  `return /(a+)+$/.test("a".repeat(1e6) + "!")`,
		"every place":      `return "a".repeat(1e5).replace(/a*?$/g, "b").length`,
	})
	add("memory", forOne, map[string]string{
		"huge array":            `return new Array(1e8).fill(0)`,
		"buffers":               `const a = []; for (;;) a.push(new ArrayBuffer(1e7))`,
		"typed arrays":          `const a = []; for (;;) a.push(new Float64Array(1e6))`,
		"string doubling":       `let s = "ab"; for (;;) s += s;`,
		"wide string":           `let s = "\u4e2d"; for (;;) s += s;`,
		"objects":               `const a = []; for (;;) a.push({a: a.length})`,
		"a map":                 `const m = new Map(); for (let i = 0;; i++) m.set(i, [i])`,
		"a set":                 `const s = new Set(); for (let i = 0;; i++) s.add("k" + i)`,
		"keys":                  `const o = {}; for (let i = 0;; i++) o["k" + i] = i`,
		"symbols":               `const o = {}; for (let i = 0;; i++) o[Symbol(i)] = i`,
		"registered symbols":    `for (let i = 0;; i++) Symbol.for("k" + i)`,
		"closures":              `let f = () => 0; for (;;) { const g = f; f = () => g }`,
		"a chain":               `let o = null; for (;;) o = {o}`,
		"prototypes":            `let o = {}; for (;;) o = Object.create(o)`,
		"bound functions":       `let f = () => 0; for (;;) f = f.bind(null)`,
		"proxies of proxies":    `let p = {}; for (;;) p = new Proxy(p, {})`,
		"concat":                `let a = [1]; for (;;) a = a.concat(a)`,
		"spread":                `let a = [1]; for (;;) a = [...a, ...a]`,
		"push of itself":        `const a = [1]; for (;;) a.push(...a.slice(0, 1e4))`,
		"splice":                `const a = [1]; for (;;) a.splice(0, 0, 1, 2, 3, 4, 5, 6, 7, 8)`,
		"a generator":           `function* g() { for (;;) yield 1 } return [...g()]`,
		"an endless iterator":   `return Array.from({[Symbol.iterator]: () => ({next: () => ({value: 1, done: false})})})`,
		"a map of an iterator":  `return new Map({[Symbol.iterator]: () => { let i = 0; return {next: () => ({value: [i++, 1], done: false})} }})`,
		"destructuring":         `const [...all] = {[Symbol.iterator]: () => ({next: () => ({value: 1, done: false})})}; return all`,
		"promises":              `(function f() { Promise.resolve().then(f) })()`,
		"promises that stay":    `const a = []; for (;;) a.push(new Promise(() => {}))`,
		"microtasks that breed": `function f() { Promise.resolve().then(f); Promise.resolve().then(f) } f()`,
		"async recursion":       `(async function f() { await 0; await Promise.all([f(), f()]) })()`,
		"replace bomb":          `let s = "aaaaaaaaaa"; for (;;) s = s.replace(/a/g, s)`,
		"join bomb":             `let s = "x"; for (;;) s = [s, s, s].join(s)`,
		"JSON bomb":             `let s = "[]"; for (;;) s = JSON.stringify([s, s])`,
		"JSON of one shared":    `let o = {a: 1}; for (let i = 0; i < 60; i++) o = [o, o]; return JSON.stringify(o)`,
		"big integer":           `let x = 2n; for (;;) x *= x`,
		"big integer shift":     `let x = 1n; for (;;) x = (x << 1000000n) | x`,
		"big integer power":     `return (10n ** 100000000n).toString().length`,
		"errors":                `const a = []; for (;;) a.push(new Error("x".repeat(1000) + a.length))`,
		"stacks":                `const a = []; function f(n) { return n ? f(n - 1) : new Error("x").stack } for (;;) a.push(f(200))`,
		"functions by eval":     `const a = []; for (let i = 0;; i++) a.push(eval("(function () { return " + i + " })"))`,
		"split":                 `let a = []; for (;;) a = a.concat("x,".repeat(1e5).split(","))`,
		"form that grows":       `form = form || []; const a = []; for (;;) a.push(JSON.parse(JSON.stringify([a.length, "x".repeat(1000)])))`,
	})
	add("memory", anyOutcome, map[string]string{
		"huge typed array":     `return new Uint8Array(2e9)`,
		"huge buffer at once":  `return new ArrayBuffer(2 ** 40)`,
		"repeat":               `return "x".repeat(2 ** 30).length`,
		"repeat of repeats":    `return "x".repeat(1e6).repeat(1e6).length`,
		"padding":              `return "x".padEnd(2 ** 30).length`,
		"padding with padding": `return "x".padStart(2 ** 29, "ab".repeat(1e5)).length`,
		"join":                 `return new Array(2 ** 32 - 1).join("x")`,
		"sparse":               `const a = []; a[4294967294] = 1; return a.map(x => x).indexOf(2)`,
		"sparse sort":          `const a = []; a[4294967294] = 1; return a.sort()`,
		"length":               `const a = []; a.length = 4294967295; return a`,
		"fill of a fake":       `Array.prototype.fill.call({length: 2 ** 53 - 1}, 0)`,
		"push to a fake":       `Array.prototype.push.call({length: 2 ** 53 - 1}, 0)`,
		"apply with many":      `return Math.max.apply(null, new Array(5e6))`,
		"from a length":        `return Array.from({length: 2 ** 32 - 1})`,
		"charcodes":            `return String.fromCharCode.apply(null, new Array(3e6).fill(65)).length`,
		"toString of digits":   `return (2 ** 1000).toString(2).repeat(1e5).length`,
		"big integer parse":    `return BigInt("9".repeat(1e6)).toString().length`,
		"big integer as":       `return BigInt.asUintN(2 ** 31, -1n)`,
	})
	add("recursion", anyOutcome, map[string]string{
		"plain":             `function f(n) { return 1 + f(n + 1) } return f(0)`,
		"mutual":            `function a() { return b() } function b() { return a() } return a()`,
		"by map":            `function f() { return [1].map(f) } return f()`,
		"by sort":           `function f() { return [2, 1].sort(f) } return f()`,
		"by replace":        `function f() { return "a".replace(/a/, f) } return f()`,
		"by toString":       `const o = {toString() { return "" + o }}; return "" + o`,
		"by valueOf":        `const o = {valueOf() { return +o }}; return +o`,
		"by getter":         `const o = {get a() { return this.a }}; return o.a`,
		"by setter":         `const o = {set a(v) { this.a = v }}; o.a = 1`,
		"by proxy":          `const p = new Proxy({}, {get(t, k, r) { return r[k] }}); return p.x`,
		"by proxy chain":    `let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); return p.x`,
		"by prototype":      `let o = {}; for (let i = 0; i < 1e5; i++) o = Object.create(o); return o.x`,
		"by bind":           `let f = () => 1; for (let i = 0; i < 1e5; i++) f = f.bind(null); return f()`,
		"by toJSON":         `const o = {toJSON() { return JSON.stringify(o) }}; return JSON.stringify(o)`,
		"by constructor":    `class A { constructor() { new A() } } new A()`,
		"by apply":          `function f() { return f.apply(null, arguments) } return f()`,
		"by Reflect":        `function f() { return Reflect.construct(f, []) } return f()`,
		"by generator":      `function* g() { yield* g() } return [...g()]`,
		"by async":          `(async function f() { await f() })()`,
		"by eval":           `function f() { return eval("f()") } return f()`,
		"by Function":       `globalThis.f = () => new Function("return f()")(); return f()`,
		"by template":       "function f() { return `${f()}` } return f()",
		"by spread":         `function f(...a) { return f(...a, 1) } return f()`,
		"by iterator":       `const o = {[Symbol.iterator]() { return [...o][Symbol.iterator]() }}; return [...o]`,
		"by instanceof":     `const o = {[Symbol.hasInstance](x) { return x instanceof o }}; return 1 instanceof o`,
		"deep structure":    `let o = {}; for (let i = 0; i < 1e6; i++) o = {o}; return JSON.stringify(o).length`,
		"deep array":        `let o = []; for (let i = 0; i < 1e5; i++) o = [o]; return o.toString()`,
		"deep flat":         `let o = []; for (let i = 0; i < 1e5; i++) o = [o]; return o.flat(Infinity)`,
		"deep JSON":         `return JSON.parse("[".repeat(1e5) + "]".repeat(1e5))`,
		"circular JSON":     `const a = []; a.push(a); return JSON.stringify(a)`,
		"circular join":     `const a = []; a.push(a); return a.join()`,
		"circular problems": `const a = []; a.push(a); return a`,
		"deep source":       `return ` + strings.Repeat("[", 30000) + strings.Repeat("]", 30000),
		"deep parentheses":  `return ` + strings.Repeat("(", 30000) + "1" + strings.Repeat(")", 30000),
		"deep blocks":       strings.Repeat("{", 30000) + strings.Repeat("}", 30000),
		"deep operators":    `return ` + strings.Repeat("!", 60000) + "1",
		"long chain":        `return 1` + strings.Repeat("+1", 30000),
	})
	add("host", anyOutcome, map[string]string{
		"constructor":          `return this.constructor.constructor("return process")()`,
		"require":              `return require("fs")`,
		"import":               `return import("fs")`,
		"process":              `return process.exit(1)`,
		"global names":         `return Object.getOwnPropertyNames(globalThis).map(n => { globalThis[n] = null; })`,
		"delete everything":    `for (const n of Object.getOwnPropertyNames(globalThis)) delete globalThis[n]`,
		"freeze everything":    `for (const n of Object.getOwnPropertyNames(globalThis)) Object.freeze(globalThis[n])`,
		"input's prototype":    `Object.setPrototypeOf(form || {}, null); Object.prototype.message = "mine"; return [{}]`,
		"JSON replaced":        `JSON.stringify = () => "{}"; JSON.parse = () => 1; return []`,
		"array iterator":       `Array.prototype[Symbol.iterator] = function* () { yield 1 }; return []`,
		"pollution by parse":   `Object.assign({}, JSON.parse('{"__proto__": {"polluted": 1}}')); return []`,
		"pollution by assign":  `({}).__proto__.message = "mine"; return [{}]`,
		"pollution of lists":   `Array.prototype[0] = {message: "mine"}; return new Array(1)`,
		"error's stack":        `Error.prepareStackTrace = (e, s) => s; return new Error().stack`,
		"stack limit":          `Error.stackTraceLimit = Infinity; function f(n) { return n ? f(n - 1) : new Error().stack } return f(900)`,
		"source map":           "//# sourceMappingURL=/etc/passwd\nfunction validate() { eval(\"1\\n//# sourceMappingURL=/etc/passwd\") }",
		"negative dates":       `return new Date(-8.64e15 - 1).toISOString()`,
		"dates in locales":     `return new Date(8.64e15).toLocaleString("x".repeat(1e5))`,
		"normalize":            `return "\u1e9b\u0323".repeat(1e5).normalize("NFKD").length`,
		"case":                 `return "\u0130".repeat(1e6).toLowerCase().length`,
		"huge console":         `for (let i = 0; i < 1e4; i++) console.log("x".repeat(1e4), i)`,
		"console of levels":    `for (const l of ["log", "info", "warn", "error", "debug"]) for (let i = 0; i < 1e3; i++) console[l](i)`,
		"wide console":         `console.log.apply(null, new Array(1e5).fill("x".repeat(100)))`,
		"huge error":           `throw new Error("x".repeat(1e6))`,
		"huge thrown text":     `throw "x".repeat(1e6)`,
		"thrown symbol":        `throw Symbol("x")`,
		"thrown nothing":       `throw undefined`,
		"thrown proxy":         `throw new Proxy({}, {get() { throw 1 }})`,
		"thrown big integer":   `throw 10n ** 1000n`,
		"too many problems":    `return Array.from({length: 1e5}, () => ({message: "x"}))`,
		"huge message":         `return [{message: "x".repeat(1e7)}]`,
		"huge path":            `return [{path: "/" + "x".repeat(1e7), message: "x"}]`,
		"symbol as a message":  `return [{message: Symbol("x")}]`,
		"proxy as the list":    `return new Proxy([], {get(t, k) { return k === "length" ? 5 : t[k] }})`,
		"list that shrinks":    `const a = [1, 2]; Object.defineProperty(a, 0, {get() { a.length = 0; return {message: "x"} }}); return a`,
		"message that changes": `let n = 0; return [{get message() { return n++ ? 5 : "x" }}]`,
		"weak references":      `const m = new WeakMap(); for (let i = 0; i < 1e5; i++) m.set({}, i); return []`,
		"lone surrogates":      `return [{message: "\ud800".repeat(100)}]`,
		"zero bytes":           `return [{path: "/\0", message: "a\0b"}]`,
	})
	// The same harm while the result is read, in each of the functions.
	for i, trap := range []string{`get %s() { for (;;); }`, `%s: {toJSON() { for (;;); }}`, `%s: new Proxy({}, {ownKeys() { for (;;); }})`} {
		all[fmt.Sprintf("result: trap %d", i)] = hostile{code: "function validate() { return JSON.stringify({" + fmt.Sprintf(trap, "a") + "}) }", want: forTime}
	}
	// What would run for ever elsewhere and does not here.
	for name, c := range map[string]hostile{
		// A stack that is full ends the script; its catch is not asked.
		"overflows that are caught": {code: `function f() { f() } for (;;) try { f() } catch (e) {}`, says: "too many calls inside each other"},
		// A proxy of a list is no list, so that its length is never asked for.
		"a getter of the length": {code: `return new Proxy([], {get(t, k) { if (k === "length") for (;;); return t[k] }})`, says: "must return a list"},
		// The last round of the group is empty, and so are the references to it.
		"a back-reference twice": {code: `throw String(/^(.*)*\1\1$/.test("ab".repeat(40) + "!"))`, says: "true"},
		// The engine makes one of two alternatives that are the same.
		"alternatives that are the same": {code: `throw String(/^(a|a)*$(?!b)/.test("a".repeat(40) + "!"))`, says: "false"},
	} {
		c.code = body(c.code)
		all["ends: "+name] = c
	}
	return all
}
