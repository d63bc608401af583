package files

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	codec "image/jpeg"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

const placeMarker = "39.9087N116.3975E"

// aPhoto is a JPEG of a pattern, coded in one way or the other.
func aPhoto(t testing.TB, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.RGBA{uint8(x * 7), uint8(y * 5), uint8(x * y), 255})
		}
	}
	var out bytes.Buffer
	if err := codec.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func segment(code byte, body string) string {
	n := len(body) + 2
	return "\xff" + string([]byte{code, byte(n >> 8), byte(n)}) + body
}

// exif is Exif data in one byte order with an orientation and a place.
func exif(big bool, orientation byte) string {
	head, tag, kind, count, value, next := "II*\x00\x08\x00\x00\x00\x02\x00", "\x12\x01", "\x03\x00", "\x01\x00\x00\x00", string([]byte{orientation, 0, 0, 0}), "\x00\x00\x00\x00"
	gps := "\x25\x88\x04\x00\x01\x00\x00\x00\x26\x00\x00\x00"
	if big {
		head, tag, kind, count, value = "MM\x00*\x00\x00\x00\x08\x00\x02", "\x01\x12", "\x00\x03", "\x00\x00\x00\x01", string([]byte{0, orientation, 0, 0})
		gps = "\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x26"
	}
	return "Exif\x00\x00" + head + tag + kind + count + value + gps + next + placeMarker
}

func clean(t testing.TB, in []byte) ([]byte, error) {
	t.Helper()
	return io.ReadAll(cleaned(bytes.NewReader(in)))
}

// markers lists the segments in front of the pixels.
func markers(t *testing.T, b []byte) string {
	t.Helper()
	var all []string
	for i := 2; i+4 <= len(b) && b[i] == 0xff && b[i+1] != markerSOS; i += 2 + int(b[i+2])<<8 + int(b[i+3]) {
		if b[i+1] >= markerAPP0 {
			all = append(all, fmt.Sprintf("%x", b[i+1]))
		}
	}
	return strings.Join(all, " ")
}

func TestAPhotoLosesWhereItWasTaken(t *testing.T) {
	t.Parallel()
	plain := aPhoto(t, 61, 47)
	with := func(segments ...string) []byte {
		return []byte(string(plain[:2]) + strings.Join(segments, "") + string(plain[2:]))
	}
	jfif, icc, adobe := segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"), segment(0xe2, "ICC_PROFILE\x00\x01\x01profile"), segment(0xee, "Adobe\x00d\x00\x00\x00\x00\x00")
	for name, tt := range map[string]struct {
		in      []byte
		turned  int
		markers string
	}{
		"nothing to take":         {plain, 0, ""},
		"a place":                 {with(segment(0xe1, exif(false, 1))), 0, ""},
		"a place, and turned":     {with(segment(0xe1, exif(false, 6))), 6, "e1"},
		"the other byte order":    {with(jfif, segment(0xe1, exif(true, 8)), icc), 8, "e0 e1 e2"},
		"no such orientation":     {with(segment(0xe1, exif(true, 9))), 0, ""},
		"two of them":             {with(segment(0xe1, exif(true, 3)), segment(0xe1, exif(true, 6))), 3, "e1"},
		"XMP":                     {with(segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<exif:GPSLatitude>"+placeMarker)), 0, ""},
		"IPTC, comments, makers":  {with(segment(0xed, "Photoshop 3.0\x00"+placeMarker), segment(0xfe, placeMarker), segment(0xe5, placeMarker), adobe), 0, "ee"},
		"several pictures":        {append(with(segment(0xe2, "MPF\x00"+placeMarker)), with(segment(0xe1, exif(false, 6)))...), 0, ""},
		"a film behind it":        {append(bytes.Clone(plain), "....ftypmp42"+placeMarker...), 0, ""},
		"JFIF's second thumbnail": {with(jfif, segment(0xe0, "JFXX\x00"+placeMarker)), 0, "e0"},
		"filled up":               {[]byte(string(plain[:2]) + "\xff\xff\xff" + segment(0xe1, exif(false, 6)) + string(plain[2:])), 6, "e1"},
		"Exif that is cut off":    {with(segment(0xe1, exif(false, 6)[:20]+placeMarker)), 0, ""},
		"Exif that leads outside": {with(segment(0xe1, "Exif\x00\x00MM\x00*\xff\xff\xff\xff"+placeMarker)), 0, ""},
		"Exif that is empty":      {with(segment(0xe1, "Exif\x00\x00")), 0, ""},
	} {
		got, err := clean(t, tt.in)
		if err != nil || bytes.Contains(got, []byte(placeMarker)) || markers(t, got) != tt.markers {
			t.Errorf("%s: %v, markers %q", name, err, markers(t, got))
			continue
		}
		turned := 0
		if i := bytes.Index(got, []byte("Exif\x00\x00")); i >= 0 {
			turned = orientation(got[i+6:])
		}
		if turned != tt.turned {
			t.Errorf("%s: turned %d, want %d", name, turned, tt.turned)
		}
		// The coded picture is the same, bit by bit.
		if i := bytes.Index(got, plain[2:]); i < 0 {
			t.Errorf("%s: the picture is another", name)
		}
		if _, err := codec.Decode(bytes.NewReader(got)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		again, err := clean(t, got)
		if err != nil || !bytes.Equal(again, got) {
			t.Errorf("%s: cleaned twice it is another: %v", name, err)
		}
		slow, err := io.ReadAll(cleaned(iotest.OneByteReader(bytes.NewReader(tt.in))))
		if err != nil || !bytes.Equal(slow, got) {
			t.Errorf("%s: byte by byte it is another: %v", name, err)
		}
	}
	// Larger than what is looked at once, and with markers between its pixels.
	large := aPhoto(t, 900, 700)
	large = append(large[:len(large)-2], "\xff\x00\xff\xd3ab\xff\xff\xd4cd\xff\xff\x00"+segment(0xc4, "tables")+segment(0xe1, exif(false, 6))+segment(0xda, "scan")+"pixels\xff\xd9"...)
	want := bytes.Replace(large, []byte(segment(0xe1, exif(false, 6))), []byte(segment(0xe1, string(turnedExif(6)))), 1)
	want = bytes.ReplaceAll(want, []byte("\xff\xff"), []byte("\xff")) // what fills up goes
	if got, err := clean(t, large); err != nil || !bytes.Equal(got, want) {
		t.Errorf("a progressive one: %d bytes of %d, %v", len(got), len(want), err)
	}
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	t.Parallel()
	plain := string(aPhoto(t, 20, 20))
	for _, in := range []string{
		"", "\xff", "\xff\xd8", "\xff\xd8\xff", "\xff\xd8\xff\xe1", "\xff\xd8\xff\xe1\x00", "\xff\xd8\xff\xe1\x00\x00", "\xff\xd8\xff\xe1\x00\x01",
		"\xff\xd8\xff\xe1\xff\xffExif", "\xff\xd8\xff\xe0<?php system($_GET[0]);", "\xff\xd8\xff\x00", "\xff\xd8\xff\xd8", "\xff\xd8ab", "GIF89a", plain[:300], plain[:2] + "x" + plain[2:],
	} {
		if got, err := clean(t, []byte(in)); !errors.Is(err, ErrPicture) {
			t.Errorf("%.20q: %d bytes, %v", in, len(got), err)
		}
	}
	// One that lacks its end is shown as far as it goes.
	if got, err := clean(t, []byte(plain[:len(plain)-20])); err != nil || !strings.HasPrefix(plain, string(got)) || len(got) < len(plain)-22 {
		t.Errorf("a short one: %d bytes of %d, %v", len(got), len(plain), err)
	}
	gone := errors.New("gone")
	for _, n := range []int{0, 1, 2, 3, 100, 400, len(plain) - 1, len(plain)} {
		if _, err := io.ReadAll(cleaned(io.MultiReader(strings.NewReader(plain[:n]), iotest.ErrReader(gone)))); !errors.Is(err, gone) {
			t.Errorf("a sender that goes after %d bytes: %v", n, err)
		}
	}
}

func FuzzCleaned(f *testing.F) {
	photo := aPhoto(f, 30, 30)
	f.Add(photo)
	f.Add([]byte(string(photo[:2]) + segment(0xe1, exif(true, 6)) + segment(0xfe, "words") + string(photo[2:]) + "behind"))
	f.Add([]byte("\xff\xd8\xff\xda\x00\x02\xff\xff\x00\xff\xd9"))
	f.Fuzz(func(t *testing.T, in []byte) {
		got, err := clean(t, in)
		if err != nil {
			if !errors.Is(err, ErrPicture) {
				t.Fatal(err)
			}
			return
		}
		if len(got) > len(in)+len(turnedExif(1)) {
			t.Fatalf("%d bytes of %d", len(got), len(in))
		}
		again, err := clean(t, got)
		if err != nil || !bytes.Equal(again, got) {
			t.Fatalf("cleaned twice it is another: %v\n%x\n%x", err, got, again)
		}
	})
}
