package files

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/form"
)

// headSize is how much of a file is looked at to tell what it is, in bytes.
const headSize = 4096

// kind is a type of files that is taken. What is on none of these lists is not:
// neither programs nor pages, nor pictures that can run scripts.
type kind struct {
	media string
	group string
	// endings of names; the first is given to a name that has none of them.
	endings []string
}

var (
	png  = kind{"image/png", form.FilesImage, []string{".png"}}
	jpeg = kind{"image/jpeg", form.FilesImage, []string{".jpg", ".jpeg", ".jpe", ".jfif"}}
	gif  = kind{"image/gif", form.FilesImage, []string{".gif"}}
	webp = kind{"image/webp", form.FilesImage, []string{".webp"}}
	pdf  = kind{"application/pdf", form.FilesPDF, []string{".pdf"}}
	zip  = kind{"application/zip", form.FilesArchive, []string{".zip"}}

	// The formats that are told apart by their names, since their contents begin
	// alike: Office's and OpenDocument's are ZIP files, the old ones all OLE.
	zipped = []kind{
		{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", form.FilesDocument, []string{".docx"}},
		{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", form.FilesSheet, []string{".xlsx"}},
		{"application/vnd.openxmlformats-officedocument.presentationml.presentation", form.FilesSlides, []string{".pptx"}},
		{"application/vnd.oasis.opendocument.text", form.FilesDocument, []string{".odt"}},
		{"application/vnd.oasis.opendocument.spreadsheet", form.FilesSheet, []string{".ods"}},
		{"application/vnd.oasis.opendocument.presentation", form.FilesSlides, []string{".odp"}},
	}
	compound = []kind{
		{"application/msword", form.FilesDocument, []string{".doc", ".wps"}},
		{"application/vnd.ms-excel", form.FilesSheet, []string{".xls", ".et"}},
		{"application/vnd.ms-powerpoint", form.FilesSlides, []string{".ppt", ".dps"}},
	}
	texts = []kind{
		{"text/csv", form.FilesSheet, []string{".csv"}},
		{"text/plain", form.FilesText, []string{".txt", ".log", ".md"}},
	}
	// signatures are the contents that tell by their first bytes what they are.
	signatures = []struct {
		begin string
		kind  kind
	}{
		{"\x89PNG\r\n\x1a\n", png},
		{"\xff\xd8\xff", jpeg},
		{"GIF87a", gif},
		{"GIF89a", gif},
		{"%PDF-", pdf},
		{"7z\xbc\xaf\x27\x1c", kind{"application/x-7z-compressed", form.FilesArchive, []string{".7z"}}},
		{"Rar!\x1a\x07", kind{"application/vnd.rar", form.FilesArchive, []string{".rar"}}},
	}
)

// sniff tells by its beginning what a file is. Its name only chooses among
// formats whose contents begin alike. false is a type that is not taken.
func sniff(head []byte, name string) (kind, bool) {
	ending := strings.ToLower(path.Ext(name))
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.begin)) {
			return s.kind, true
		}
	}
	switch {
	case isHEIC(head):
		return kind{group: HEIC}, false
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return webp, true
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return sniffZip(head, ending)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return named(compound, ending)
	case isText(head):
		return named(texts, ending)
	}
	return kind{}, false
}

// HEIC is what TypeError says was found where a picture is one of those that many
// phones take and hardly any browser shows. No field takes them.
const HEIC = "heic"

// isHEIC reports whether a file begins as ISO/IEC 23008-12 says, with a brand of
// pictures coded by HEVC.
func isHEIC(head []byte) bool {
	if len(head) < 12 || string(head[4:8]) != "ftyp" {
		return false
	}
	return slices.Contains([]string{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}, string(head[8:12]))
}

// sniffZip tells a document from a plain archive: by its name, if its first
// entry is one that such documents begin with.
func sniffZip(head []byte, ending string) (kind, bool) {
	k, ok := named(zipped, ending)
	if !ok {
		return zip, ending == ".zip"
	}
	if strings.HasPrefix(k.media, "application/vnd.oasis.") {
		return k, bytes.Contains(head, []byte("mimetype"+k.media))
	}
	for _, entry := range []string{"[Content_Types].xml", "_rels/", "docProps/", "word/", "xl/", "ppt/"} {
		if bytes.Contains(head[:min(len(head), 128)], []byte(entry)) {
			return k, true
		}
	}
	return kind{}, false
}

// named chooses by the ending of a name.
func named(kinds []kind, ending string) (kind, bool) {
	for _, k := range kinds {
		if slices.Contains(k.endings, ending) {
			return k, true
		}
	}
	return kind{}, false
}

// isText reports whether a content begins like text in any encoding that has
// no zero bytes, or in UTF-16 with its mark.
func isText(head []byte) bool {
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return true
	}
	return bytes.IndexFunc(head, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7f
	}) < 0
}

// Shown reports whether a file of a type may be shown in place. Only pictures
// that hold no scripts are.
func Shown(media string) bool {
	return media == png.media || media == jpeg.media || media == gif.media || media == webp.media
}
