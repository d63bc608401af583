package directory

import (
	"strings"

	"github.com/banli-oa/banli/runtime/identity"
)

// places finds departments by what people call them: the code, the name, or the
// names from the top down.
type places struct {
	byCode map[string]string
	byPath map[string][]string
}

func placesOf(depts map[string]*identity.Department) places {
	p := places{byCode: map[string]string{}, byPath: map[string][]string{}}
	for id, d := range depts {
		p.byCode[d.Code] = id
		// Every way to say it: each name, and each name below each way to say what
		// is above. A tree is some levels deep and has two languages.
		paths := namesOf(d)
		above := depts[d.Parent]
		for range maxLevels {
			for _, path := range paths {
				p.add(path, id)
			}
			if above == nil {
				break
			}
			var longer []string
			for _, name := range namesOf(above) {
				for _, path := range paths {
					longer = append(longer, name+"/"+path)
				}
			}
			if len(longer) > maxSayings {
				break
			}
			paths, above = longer, depts[above.Parent]
		}
	}
	return p
}

// The bounds of what a department is found by.
const (
	maxLevels  = 16
	maxSayings = 256
)

func (p places) add(path, id string) {
	for _, known := range p.byPath[path] {
		if known == id {
			return
		}
	}
	p.byPath[path] = append(p.byPath[path], id)
}

func namesOf(d *identity.Department) []string {
	var names []string
	for _, n := range d.Name {
		n = plainPath(n)
		if len(names) == 0 || names[0] != n {
			names = append(names, n)
		}
	}
	return names
}

// plainPath takes a path for what it says: "／", ">" and blanks around them are
// as good as "/".
func plainPath(path string) string {
	parts := strings.FieldsFunc(strings.ToLower(path), func(r rune) bool { return strings.ContainsRune("/／>＞\\", r) })
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return strings.Join(parts, "/")
}

// find returns the department that is called so; several says that more than one
// is.
func (p places) find(named string) (id string, several bool) {
	if id, ok := p.byCode[strings.ToLower(named)]; ok {
		return id, false
	}
	found := p.byPath[plainPath(named)]
	if len(found) == 1 {
		return found[0], false
	}
	return "", len(found) > 1
}
