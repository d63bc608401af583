package files

import (
	"path"
	"slices"
	"strings"
	"unicode"
)

// maxName is the longest name that is kept, in characters.
const maxName = 120

// devices are names that no file can have on some machines, whatever their
// ending.
var devices = []string{"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"}

// CleanName makes a name safe to show and to save under: without folders,
// control characters, what turns the direction of writing or has no width,
// and what some systems do not allow; at most 120 characters. The name ends
// with one of the endings, of which the first is added where it does not:
// "photo" → "photo.jpg", "a.exe" → "a.exe.jpg".
func CleanName(name string, endings ...string) string {
	name = strings.ToValidUTF8(name, "_")
	name = strings.ReplaceAll(name, `\`, "/")
	name = name[strings.LastIndexByte(name, '/')+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	ending := path.Ext(name)
	if len(endings) > 0 && !slices.Contains(endings, strings.ToLower(ending)) {
		ending = endings[0]
		name += ending
	}
	stem := strings.TrimRight(strings.TrimSuffix(name, ending), " .")
	if stem == "" {
		stem = "file"
	}
	first, _, _ := strings.Cut(stem, ".")
	if slices.Contains(devices, strings.ToLower(first)) {
		stem = "_" + stem
	}
	runes := []rune(stem)
	room := max(1, maxName-len([]rune(ending)))
	if len(runes) > room {
		stem = strings.TrimRight(string(runes[:room]), " .")
	}
	return stem + ending
}
