package rule

// Kind is the type of a value as the operators see it.
type Kind string

// The kinds of values. Persons and choices are text; a table is a list of rows.
const (
	KindNull   Kind = "null"
	KindBool   Kind = "boolean"
	KindNumber Kind = "number"
	KindText   Kind = "text"
	KindDate   Kind = "date"
	KindTime   Kind = "time"
	// KindDateTime is a point in time: two that are written with different
	// offsets may be the same.
	KindDateTime  Kind = "dateTime"
	KindDateRange Kind = "dateRange"
	KindTable     Kind = "table"
	// KindOpaque is a value that no operator but empty understands.
	KindOpaque Kind = "opaque"
)

// Type is the static type of a field or of an expression.
type Type struct {
	Kind Kind `json:"kind"`
	// List is set for a list of Kind, as {"var":"table.column"} gives.
	List bool `json:"list,omitempty"`
	// Options are the values that a choice field may have; nil for others.
	Options []string `json:"options,omitempty"`
}

// Types are the types of a form's fields: field id → type, and
// "table.column" → the type of one cell.
type Types map[string]Type

// initiatorTypes are what {"var":"$initiator.…"} may read of the person who
// submits: their id, their department and the roles that they have, all as ids.
var initiatorTypes = map[string]Type{
	"id":    {Kind: KindText},
	"dept":  {Kind: KindText},
	"roles": {Kind: KindText, List: true},
}

// rangeTypes are what a path into a date range reads.
var rangeTypes = map[string]Type{
	"start":     {Kind: KindDate},
	"startHalf": {Kind: KindText, Options: []string{"am", "pm"}},
	"end":       {Kind: KindDate},
	"endHalf":   {Kind: KindText, Options: []string{"am", "pm"}},
}

// lookup returns the type of a variable. table is the table whose rows $row
// stands for, "" where there is none. The code is "" when the variable exists.
func (t Types) lookup(path []string, table string) (Type, string) {
	switch path[0] {
	case varToday:
		if len(path) == 1 {
			return Type{Kind: KindDate}, ""
		}
		return Type{}, CodeVar
	case varNow:
		return Type{}, CodeNow
	case varInitiator:
		if len(path) == 2 {
			if typ, ok := initiatorTypes[path[1]]; ok {
				return typ, ""
			}
		}
		return Type{}, CodeVar
	case varRow:
		if table == "" {
			return Type{}, CodeRow
		}
		if len(path) < 2 {
			return Type{}, CodeVar
		}
		return t.into(table+"."+path[1], path[2:])
	}
	top, ok := t[path[0]]
	if ok && top.Kind == KindTable && len(path) > 1 {
		typ, code := t.into(path[0]+"."+path[1], path[2:])
		if typ.List {
			return Type{Kind: KindOpaque}, code
		}
		typ.List = true
		return typ, code
	}
	return t.into(path[0], path[1:])
}

// into returns the type of what a further path reads of a field.
func (t Types) into(field string, rest []string) (Type, string) {
	typ, ok := t[field]
	if !ok {
		return Type{}, CodeVar
	}
	switch {
	case len(rest) == 0:
		return typ, ""
	case len(rest) == 1 && typ.Kind == KindDateRange && !typ.List:
		if part, ok := rangeTypes[rest[0]]; ok {
			return part, ""
		}
	}
	return Type{}, CodeVar
}
