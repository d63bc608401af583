package form

import (
	"maps"
	"slices"
)

// The types of files that a layout may name in [FieldLayout.Accept].
const (
	FilesImage    = "image"
	FilesPDF      = "pdf"
	FilesDocument = "document"
	FilesSheet    = "sheet"
	FilesSlides   = "slides"
	FilesText     = "text"
	FilesArchive  = "archive"
)

// The limits of files, in mebibytes: the most that a layout may allow, and what
// it allows where it does not say.
const (
	MaxMB     = 100
	DefaultMB = 20
)

// FileTypes lists the types of files in a fixed order.
func FileTypes() []string {
	return []string{FilesImage, FilesPDF, FilesDocument, FilesSheet, FilesSlides, FilesText, FilesArchive}
}

// Holds reports whether the field holds files.
func (f *Field) Holds() bool { return f.Kind == KindAttachments || f.Kind == KindImages }

// Accepts lists the types of files that the field takes.
func (f *Field) Accepts() []string {
	switch {
	case f.Kind == KindImages:
		return []string{FilesImage}
	case len(f.Layout.Accept) > 0:
		return slices.Clone(f.Layout.Accept)
	}
	return FileTypes()
}

// MaxBytes is the size of the largest file that the field takes, in bytes.
func (f *Field) MaxBytes() int64 {
	if f.Layout.MaxMB > 0 {
		return int64(f.Layout.MaxMB) << 20
	}
	return DefaultMB << 20
}

// fileKinds are the kinds of lists of files, by the format of their elements.
var fileKinds = map[string]Kind{"attachment": KindAttachments, "image": KindImages}

// checkFiles refuses ids of files in other places than the lists of a field or
// a column: nobody could upload there, and nobody would know who may read it.
func (l *fieldList) checkFiles() {
	for _, location := range slices.Sorted(maps.Keys(l.doc.schemas)) {
		s, _ := l.doc.schemas[location].(map[string]any)
		if _, files := fileKinds[textOf(s["format"])]; files && !l.files[location] {
			l.doc.add(location, CodeFilePlace, nil)
		}
	}
}

// listed notes where the elements of a list of files are described.
func (l *fieldList) listed(location string) {
	for at := l.rows(location); !l.files[at]; {
		l.files[at] = true
		s, _ := l.doc.schemas[at].(map[string]any)
		target, code := l.doc.resolve(s["$ref"])
		if code != "" {
			return
		}
		at = target
	}
}
