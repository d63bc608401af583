package files_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/files"
)

// TestAPhotoIsKeptWithoutItsPlace uploads one that says where it was taken: what
// is read again does not, unless the field says otherwise; sealed or not.
func TestAPhotoIsKeptWithoutItsPlace(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	var plain bytes.Buffer
	must(t, jpeg.Encode(&plain, image.NewGray(image.Rect(0, 0, 300, 200)), nil))
	const place = "http://ns.adobe.com/xap/1.0/\x00<exif:GPSLatitude>39,54.5N"
	photo := plain.String()[:2] + "\xff\xe1\x00" + string([]byte{byte(len(place) + 2)}) + place + plain.String()[2:]
	for _, keep := range []bool{false, true} {
		for _, seal := range []bool{false, true} {
			f, err := r.Receive(t.Context(), files.Arrival{
				Owner: "ann", App: "app", Field: "photos", Name: "a.jpg", Accept: form.FileTypes(), Limit: int64(len(photo)), Length: int64(len(photo)),
				KeepPlace: keep, Seal: seal, Body: strings.NewReader(photo),
			})
			must(t, err)
			content, err := r.Open(t.Context(), f)
			must(t, err)
			got, err := io.ReadAll(content)
			must(t, errors.Join(err, content.Close()))
			want := plain.String()
			if keep {
				want = photo
			}
			if string(got) != want || f.Size != int64(len(want)) {
				t.Errorf("kept %v, sealed %v: %d bytes of %d, said to be %d", keep, seal, len(got), len(want), f.Size)
			}
		}
	}
	// One that is cut off is no shorter picture.
	_, err := r.Receive(t.Context(), files.Arrival{
		Owner: "ann", App: "app", Field: "photos", Name: "a.jpg", Accept: form.FileTypes(), Limit: 1 << 20, Length: int64(len(photo)), Body: strings.NewReader(photo[:len(photo)-30]),
	})
	if !errors.Is(err, files.ErrCutOff) || len(r.stored()) != 4 {
		t.Errorf("told %v; %d are kept", err, len(r.stored()))
	}
}
