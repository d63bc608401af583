package files_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/files"
)

func TestCleanName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, want string }{
		{"photo.jpg", "photo.jpg"}, {"PHOTO.JPG", "PHOTO.JPG"}, {"photo", "photo.jpg"}, {"a.exe", "a.exe.jpg"}, {"", "file.jpg"}, {".jpg", "jpg.jpg"}, {"...", "file.jpg"},
		{"../../etc/passwd", "passwd.jpg"}, {`C:\Windows\evil.jpg`, "evil.jpg"}, {"a/b/", "file.jpg"}, {"报销单 1.jpg", "报销单 1.jpg"},
		{"a\r\nSet-Cookie: x.jpg", "aSet-Cookie_ x.jpg"}, {"gpj.\u202eexe.jpg", "gpj.exe.jpg"}, {"a\u200bb\ufeff.jpg", "ab.jpg"}, {"\x00a\x7f.jpg", "a.jpg"},
		{`<b>"x"|y?*.jpg`, "_b__x__y__.jpg"}, {"con.jpg", "_con.jpg"}, {"LPT1", "_LPT1.jpg"}, {" a . jpg", "a . jpg.jpg"}, {"\xff\xfe.jpg", "_.jpg"},
		{strings.Repeat("长", 500) + ".jpg", strings.Repeat("长", 116) + ".jpg"},
		{"a." + strings.Repeat("x", 500), "a." + strings.Repeat("x", 114) + ".jpg"},
	} {
		got := files.CleanName(tt.name, ".jpg", ".jpeg")
		if got != tt.want {
			t.Errorf("%q: %q, want %q", tt.name, got, tt.want)
		}
		if again := files.CleanName(got, ".jpg", ".jpeg"); again != got {
			t.Errorf("%q is not clean: %q", got, again)
		}
	}
}

func TestPolyglotsAreWhatTheyBeginWith(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	for _, tt := range []struct{ name, content, media string }{
		{"a.gif", "GIF89a/*<script>alert(1)</script>*/=1", "image/gif"},
		{"a.html", "GIF89a<script>alert(1)</script>", "image/gif"},
		{"a.svg", "%PDF-1.4<svg onload=alert(1)>", "application/pdf"},
		{"a.txt", "<html><script>alert(1)</script>", "text/plain"},
		{"a.webp", "RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"},
		{"a.csv", "\xff\xfea\x00,\x00", "text/csv"},
		{"a.odt", "PK\x03\x04" + strings.Repeat("\x00", 26) + "mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"},
		{"a.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"},
		{"a.msi", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""},
		{"a.html", "<html>", ""}, {"a.svg", "<svg/>", ""}, {"a.js", "alert(1)", ""}, {"a.txt", "a\x00b", ""}, {"a.jar", "PK\x03\x04", ""},
		{"a.heic", "\x00\x00\x00\x18ftypheic\x00", ""}, {"a.sh", "#!/bin/sh", ""}, {"a.odt", "PK\x03\x04word/", ""}, {"a", "plain", ""},
	} {
		f, err := r.Receive(t.Context(), files.Arrival{
			Owner: "ann", App: "app", Field: "f", Name: tt.name, Accept: form.FileTypes(), Limit: 100, Length: int64(len(tt.content)), Body: bytes.NewReader([]byte(tt.content)),
		})
		var typed *files.TypeError
		if tt.media == "" && !errors.As(err, &typed) || tt.media != "" && f.Type != tt.media {
			t.Errorf("%s %q: %q, %v", tt.name, tt.content, f.Type, err)
		}
		if heic := strings.HasSuffix(tt.name, ".heic"); heic != (typed != nil && typed.Found == files.HEIC) {
			t.Errorf("%s is taken for %+v", tt.name, typed)
		}
		if files.Shown(f.Type) != strings.HasPrefix(f.Type, "image/") {
			t.Errorf("%s is shown: %v", f.Type, files.Shown(f.Type))
		}
	}
}
