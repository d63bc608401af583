package authz

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// allowedBuiltins are the functions a policy may call. A decision must depend on
// its input and data alone and must end when it is told to, so nothing here reads
// the network, the clock, randomness, the environment or the process, and nothing
// builds a huge value in one step: bits.lsh makes gigabytes of a small number,
// graph.reachable_paths enumerates exponentially many, and neither looks at
// cancellation. Keys, certificates, tokens, GraphQL, JSON Schema and YAML are left
// out because a decision does not parse documents.
var allowedBuiltins = []string{
	// operators and what the compiler itself inserts
	"assign", "eq", "equal", "neq", "gt", "gte", "lt", "lte",
	"plus", "minus", "mul", "div", "rem", "and", "or",
	"internal.member_2", "internal.member_3", "internal.template_string",
	// print is known so that a policy with it compiles; the calls are erased
	"print", "internal.print",

	"abs", "ceil", "floor", "round", "numbers.range", "numbers.range_step",
	"bits.and", "bits.negate", "bits.or", "bits.rsh", "bits.xor",

	"count", "max", "min", "product", "sort", "sum",
	"array.concat", "array.flatten", "array.reverse", "array.slice",
	"intersection", "union",
	"json.filter", "json.patch", "json.remove",
	"object.filter", "object.get", "object.keys", "object.remove", "object.subset",
	"object.union", "object.union_n", "graph.reachable", "walk",

	"concat", "contains", "endswith", "format_int", "indexof", "indexof_n", "lower",
	"replace", "split", "sprintf", "startswith", "strings.any_prefix_match",
	"strings.any_suffix_match", "strings.count", "strings.replace_n",
	"strings.reverse", "strings.split_n", "substring", "trim", "trim_left",
	"trim_prefix", "trim_right", "trim_space", "trim_suffix", "upper",
	"glob.match", "glob.quote_meta",
	"regex.find_all_string_submatch_n", "regex.find_n", "regex.is_valid",
	"regex.match", "regex.replace", "regex.split", "regex.template_match",
	"semver.compare", "semver.is_valid",

	"is_array", "is_boolean", "is_null", "is_number", "is_object", "is_set",
	"is_string", "type_name", "to_number",

	"base64.decode", "base64.encode", "base64.is_valid", "base64url.decode",
	"base64url.encode", "base64url.encode_no_pad", "hex.decode", "hex.encode",
	"json.is_valid", "json.marshal", "json.unmarshal",
	"crypto.hmac.equal", "crypto.hmac.sha256", "crypto.hmac.sha512",
	"crypto.sha256",

	// these compute with times that they are given
	"time.parse_duration_ns", "time.parse_rfc3339_ns",
}

// Capabilities are what a policy is compiled with: the allowed builtins, no
// network, and the language without what is still an experiment. Each call gives a
// copy of its own.
func Capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	builtins := make([]*ast.Builtin, 0, len(allowedBuiltins))
	for _, b := range c.Builtins {
		if slices.Contains(allowedBuiltins, b.Name) {
			builtins = append(builtins, b)
		}
	}
	c.Builtins = builtins
	c.AllowNet = []string{}
	c.Features = []string{
		ast.FeatureRegoV1,
		ast.FeatureRegoV1Import,
		ast.FeatureRefHeads,
		ast.FeatureRefHeadStringPrefixes,
		ast.FeatureKeywordsInRefs,
		ast.FeatureTemplateStrings,
	}
	c.FutureKeywords = nil
	return c
}
