package files

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// A photo carries where it was taken, and when, by which camera, and sometimes a
// second picture or a film behind its end. cleaned passes on the picture alone, as
// it is: the coded pixels are copied, and of what stands about them only what a
// viewer needs to show them right.
//
// See ITU-T T.81 (JPEG) annex B, and CIPA DC-008 (Exif) 4.5.5 and 4.6.

// The markers that are told apart, behind 0xff.
const (
	markerTEM  = 0x01
	markerRST0 = 0xd0
	markerRST7 = 0xd7
	markerSOI  = 0xd8
	markerEOI  = 0xd9
	markerSOS  = 0xda
	markerAPP0 = 0xe0
	markerExif = 0xe1 // APP1
	markerICC  = 0xe2 // APP2
	markerCMYK = 0xee // APP14
	markerAPPF = 0xef
	markerCOM  = 0xfe
)

// cleaned reads a JPEG file without what is not the picture. It reads r to its
// end. ErrPicture says that r is none.
func cleaned(r io.Reader) io.Reader {
	return &jpegCleaner{in: bufio.NewReaderSize(r, 32<<10)}
}

type jpegCleaner struct {
	in     *bufio.Reader
	begun  bool
	scan   bool // within coded pixels
	turned bool // the orientation was passed on
	out    []byte
	err    error
}

func (c *jpegCleaner) Read(p []byte) (int, error) {
	for len(c.out) == 0 {
		if c.err != nil {
			return 0, c.err
		}
		c.err = c.next()
	}
	n := copy(p, c.out)
	c.out = c.out[n:]
	return n, nil
}

// next puts the next part of the picture into out. It returns io.EOF with the last.
func (c *jpegCleaner) next() error {
	switch {
	case !c.begun:
		c.begun = true
		return c.begin()
	case c.scan:
		return c.pixels()
	}
	lead, err := c.in.ReadByte()
	if err != nil {
		return short(err)
	}
	if lead != 0xff {
		return ErrPicture
	}
	return c.marker()
}

func (c *jpegCleaner) begin() error {
	head := make([]byte, 2)
	if _, err := io.ReadFull(c.in, head); err != nil {
		return short(err)
	}
	if head[0] != 0xff || head[1] != markerSOI {
		return ErrPicture
	}
	c.out = head
	return nil
}

// marker reads a marker, of which the first byte is read, and its segment.
func (c *jpegCleaner) marker() error {
	code := byte(0xff)
	for code == 0xff { // any number of them may come before
		var err error
		if code, err = c.in.ReadByte(); err != nil {
			return short(err)
		}
	}
	switch {
	case code == markerEOI:
		c.out = []byte{0xff, markerEOI}
		return c.rest()
	case code == markerTEM, code >= markerRST0 && code <= markerRST7, code == 0 && c.scan:
		c.out = []byte{0xff, code}
		return nil
	case code == 0, code == markerSOI:
		return ErrPicture
	}
	size := make([]byte, 2)
	if _, err := io.ReadFull(c.in, size); err != nil {
		return short(err)
	}
	n := int(binary.BigEndian.Uint16(size)) - 2
	if n < 0 {
		return ErrPicture
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(c.in, body); err != nil {
		return short(err)
	}
	c.scan = code == markerSOS
	c.out = c.segment(code, body)
	return nil
}

// segment is what is passed on of a segment.
func (c *jpegCleaner) segment(code byte, body []byte) []byte {
	whole := func(b []byte) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xff, code}, uint16(len(b)+2)), b...)
	}
	switch begins := func(mark string) bool { return bytes.HasPrefix(body, []byte(mark)) }; {
	case code == markerExif && begins("Exif\x00\x00") && !c.turned:
		o := orientation(body[6:])
		if o <= 1 {
			return nil
		}
		c.turned = true
		return whole(turnedExif(o))
	case code == markerAPP0 && begins("JFIF\x00"), code == markerICC && begins("ICC_PROFILE\x00"), code == markerCMYK && begins("Adobe"):
		return whole(body)
	case code >= markerAPP0 && code <= markerAPPF, code == markerCOM:
		return nil
	}
	return whole(body)
}

// pixels passes coded pixels on, up to the next marker.
func (c *jpegCleaner) pixels() error {
	part, err := c.in.ReadSlice(0xff)
	c.out = bytes.Clone(part)
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return nil
	case err != nil: // a picture without its end is shown as far as it goes
		return err
	}
	c.out = c.out[:len(c.out)-1]
	next, err := c.in.ReadByte()
	if err != nil {
		return err
	}
	if next == 0 || next >= markerRST0 && next <= markerRST7 {
		c.out = append(c.out, 0xff, next)
		return nil
	}
	if err := c.in.UnreadByte(); err != nil {
		return err
	}
	before := c.out
	err = c.marker()
	c.out = append(before, c.out...)
	return err
}

// rest reads what lies behind the picture, and drops it.
func (c *jpegCleaner) rest() error {
	if _, err := io.Copy(io.Discard, c.in); err != nil {
		return err
	}
	return io.EOF
}

// short says that a file ends in its head, unless its reader failed.
func short(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF { //nolint:errorlint // bare, as ReadFull and ReadByte return them
		return ErrPicture
	}
	return err
}

const (
	tagOrientation = 0x0112
	typeShort      = 3
	maxEntries     = 512
)

// orientation reads from Exif data how a picture is to be turned: 1, as it is, to
// 8; 0 where it does not say.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 0
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	n := uint64(order.Uint16(tiff[at:]))
	for i := range min(n, maxEntries) {
		entry := at + 2 + 12*i
		if entry+12 > uint64(len(tiff)) {
			return 0
		}
		e := tiff[entry : entry+12]
		if order.Uint16(e) != tagOrientation {
			continue
		}
		if v := order.Uint16(e[8:]); order.Uint16(e[2:]) == typeShort && v >= 1 && v <= 8 {
			return int(v)
		}
		return 0
	}
	return 0
}

// turnedExif is Exif data that says how a picture is to be turned, and no more.
func turnedExif(orientation int) []byte {
	return []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01" +
		"\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string([]byte{byte(orientation)}) + "\x00\x00\x00\x00\x00\x00")
}
