package bundle

import "fmt"

// Limits caps what is read. A zero value means the default.
type Limits struct {
	// Archive is the most bytes of a compressed bundle; 8 MiB by default.
	Archive int64
	// Total is the most bytes of all files together; 32 MiB by default.
	Total int64
	// File is the most bytes of one file; 8 MiB by default.
	File int64
	// Files is the most files and folders; 2,000 by default.
	Files int
	// Ratio is the most bytes unpacked for each byte packed, once more than
	// 1 MiB is unpacked; 100 by default.
	Ratio int64
}

// ratioFloor is how much may be unpacked before the ratio counts: a small bundle
// of repetitive text packs very well and does no harm.
const ratioFloor = 1 << 20

func (l Limits) orDefaults() Limits {
	or := func(v *int64, d int64) {
		if *v <= 0 {
			*v = d
		}
	}
	or(&l.Archive, 8<<20)
	or(&l.Total, 32<<20)
	or(&l.File, 8<<20)
	or(&l.Ratio, 100)
	if l.Files <= 0 {
		l.Files = 2000
	}
	return l
}

// bytesText writes a number of bytes for people.
func bytesText(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}
