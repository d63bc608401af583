package openapi

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const (
	// problemsKey lists the codes that an operation can answer with.
	problemsKey = "x-problems"
	problemKind = "application/problem+json"
)

// complete adds to each operation what every operation has, and turns its
// x-problems into answers. Operations outside /api have no problems but those
// that they name.
func complete(doc object) error {
	paths, _ := doc["paths"].(object)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item, _ := paths[path].(object)
		for _, method := range methods() {
			op, ok := item[method].(object)
			if !ok {
				continue
			}
			if err := completeOperation(method, op); err != nil {
				return fmt.Errorf("%w: %s %s: %w", ErrContract, strings.ToUpper(method), path, err)
			}
		}
	}
	return addCodes(doc)
}

func methods() []string { return []string{"get", "put", "post", "delete", "patch"} }

func completeOperation(method string, op object) error {
	codes, err := ownCodes(op)
	if err != nil {
		return err
	}
	if plain, _ := op["x-plain"].(bool); plain { // no problem documents here
		return nil
	}
	changes := method != "get"
	if changes {
		op["parameters"] = append(list(op["parameters"]), object{"$ref": "#/components/parameters/Csrf"})
	}
	codes = append(codes, commonCodes(op, changes)...)
	slices.Sort(codes)
	codes = slices.Compact(codes)
	byStatus := map[int][]any{}
	for _, code := range codes {
		p, ok := Lookup(code)
		if !ok {
			return fmt.Errorf("the registry has no code %q", code)
		}
		byStatus[p.Status] = append(byStatus[p.Status], code)
	}
	responses, _ := op["responses"].(object)
	if responses == nil {
		return fmt.Errorf("no answers")
	}
	for status, codes := range byStatus {
		key := strconv.Itoa(status)
		if _, ok := responses[key]; ok {
			return fmt.Errorf("answer %s is described twice", key)
		}
		responses[key] = problemAnswer(status, codes)
	}
	return nil
}

// ownCodes are those that the operation names.
func ownCodes(op object) ([]string, error) {
	var codes []string
	for _, c := range list(op[problemsKey]) {
		code, ok := c.(string)
		if !ok {
			return nil, fmt.Errorf("%s holds %v", problemsKey, c)
		}
		codes = append(codes, code)
	}
	delete(op, problemsKey)
	return codes, nil
}

// commonCodes are those that need not be named: what can happen to any request
// of this shape before and after its handler.
func commonCodes(op object, changes bool) []string {
	codes := []string{"request.unauthenticated", "permission.denied", "server.internal", "server.unasked", "server.store", "server.full", "server.busy", "request.tooMany", "request.headTooLarge"}
	if changes {
		codes = append(codes, "request.origin", "request.csrf", "request.tooLarge")
	}
	if _, ok := op["requestBody"]; ok {
		codes = append(codes, "request.malformed", "request.unknownKey", "request.type")
	}
	return codes
}

func problemAnswer(status int, codes []any) object {
	return object{
		"description": http.StatusText(status),
		"content": object{problemKind: object{"schema": object{
			"allOf": []any{
				object{"$ref": "#/components/schemas/Problem"},
				object{"properties": object{"status": object{"const": status}, "code": object{"enum": codes}}},
			},
		}}},
	}
}

// addCodes makes the registry's codes a schema of their own.
func addCodes(doc object) error {
	all, err := Problems()
	if err != nil {
		return err
	}
	codes := make([]any, 0, len(all))
	for _, p := range all {
		codes = append(codes, p.Code)
	}
	components, _ := doc["components"].(object)
	schemas, _ := components["schemas"].(object)
	if schemas == nil {
		return fmt.Errorf("%w: no schemas", ErrContract)
	}
	schemas["ProblemCode"] = object{"type": "string", "enum": codes}
	return nil
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}
