package directory

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/directory/sheet"
	"github.com/banli-oa/banli/runtime/identity"
)

// ErrPlan says that a file would not do any more what was shown: the directory
// was changed meanwhile, or it is another file.
var ErrPlan = errors.New("directory: the file would do something else by now")

// ErrBusy says that another file is being read; trying again shortly helps.
var ErrBusy = errors.New("directory: another file is being read")

// readOne lets one file be unpacked at a time: each may take some hundred
// megabytes while it is.
func (d *Directory) readOne(file []byte) (*wanted, error) {
	if !d.reading.TryLock() {
		return nil, ErrBusy
	}
	defer d.reading.Unlock()
	tables, err := sheet.Read(file)
	if err != nil {
		return nil, err
	}
	w, err := readWanted(tables)
	if err != nil {
		return nil, err
	}
	if w.rows == 0 {
		return nil, &FileError{Code: CodeNothing}
	}
	return w, nil
}

// CheckImport reports what a file of people and departments would do, and does
// nothing. mayGrant says whether whoever imports may give and take a role. It
// returns a *sheet.Error or a *FileError for a file that cannot be read.
func (d *Directory) CheckImport(file []byte, mayGrant func(role string) bool) (*Report, error) {
	w, err := d.readOne(file)
	if err != nil {
		return nil, err
	}
	return &d.planImport(w, mayGrant).report, nil
}

// Import does what CheckImport reported under plan, all of it or nothing: where
// the file has problems the report says so and nothing is done, and where it
// would do something else by now, it returns ErrPlan.
//
// It writes departments from the top down, then people, managers first, then who
// leads what. Should the process end half-way, what is there is consistent, and
// importing the file again does the rest.
func (d *Directory) Import(ctx context.Context, file []byte, plan string, mayGrant func(role string) bool) (*Report, error) {
	w, err := d.readOne(file)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.planImport(w, mayGrant)
	if len(p.report.Problems) > 0 {
		return &p.report, nil
	}
	if p.report.Plan != plan {
		return nil, ErrPlan
	}
	if err := d.recordImport(ctx, file, &p.report); err != nil {
		return nil, err
	}
	if err := d.carryOut(ctx, p); err != nil {
		return nil, fmt.Errorf("directory: importing: %w", err)
	}
	return &p.report, nil
}

// recordImport notes that a file is imported, ahead of the entries that each of
// its changes has.
func (d *Directory) recordImport(ctx context.Context, file []byte, r *Report) error {
	if len(r.Changes) == 0 {
		return nil
	}
	sum := sha256.Sum256(file)
	return d.identity.Recorder().Record(ctx, audit.Event{
		Object: audit.ObjectDirectory, Action: "directory.imported",
		Facts: map[string]any{
			"file": hex.EncodeToString(sum[:]), "rows": r.Rows,
			"peopleAdded": r.People.Added, "peopleChanged": r.People.Changed,
			"departmentsAdded": r.Departments.Added, "departmentsChanged": r.Departments.Changed,
		},
	})
}

func (d *Directory) carryOut(ctx context.Context, p *plan) error {
	leads, writes := map[string]string{}, map[string]bool{}
	for _, dept := range p.writeDept {
		writes[dept.ID] = true
	}
	for _, dept := range p.then.Departments() { // each after the one above it
		if !writes[dept.ID] {
			continue
		}
		after := dept.Clone()
		before, _ := p.now.Department(dept.ID)
		// Whoever is to lead it may not be there yet.
		if lead := after.Lead; before == nil || before.Lead != lead {
			leads[dept.ID], after.Lead = lead, ""
			if before != nil {
				after.Lead = before.Lead
			}
		}
		if before == nil {
			if removed, ok := p.now.Removed(dept.ID); ok {
				before = removed
			}
		}
		if err := d.writeDepartment(ctx, before, after); err != nil {
			return err
		}
	}
	for _, layer := range p.layers() {
		if err := d.writeTogether(ctx, p, layer); err != nil {
			return err
		}
	}
	for _, dept := range p.then.Departments() {
		lead, ok := leads[dept.ID]
		if !ok {
			continue
		}
		before, _ := d.identity.Organisation().Department(dept.ID)
		if before.Lead == lead {
			continue
		}
		after := before.Clone()
		after.Lead = lead
		if err := d.writeDepartment(ctx, before, after); err != nil {
			return err
		}
	}
	return nil
}

// layers orders the people to write so that each one's manager is written, or
// was there, before them.
func (p *plan) layers() [][]*identity.Person {
	depth := map[string]int{}
	writes := map[string]*identity.Person{}
	for _, person := range p.writeFolk {
		writes[person.ID] = person
	}
	var depthOf func(id string) int
	depthOf = func(id string) int {
		person, ok := writes[id]
		if !ok {
			return 0
		}
		if n, ok := depth[id]; ok {
			return n
		}
		depth[id] = 1 // there is no ring: they were refused
		depth[id] = 1 + depthOf(person.Manager)
		return depth[id]
	}
	var layers [][]*identity.Person
	for _, person := range p.writeFolk {
		n := depthOf(person.ID)
		for len(layers) < n {
			layers = append(layers, nil)
		}
		layers[n-1] = append(layers[n-1], person)
	}
	return layers
}

// importAtOnce is how many people are written at one time, which the store
// commits together.
const importAtOnce = 32

func (d *Directory) writeTogether(ctx context.Context, p *plan, people []*identity.Person) error {
	places := make(chan struct{}, importAtOnce)
	errs := make([]error, len(people))
	var group sync.WaitGroup
	for i, person := range people {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			before, _ := p.now.Person(person.ID)
			errs[i] = d.writePerson(ctx, before, person)
		})
	}
	group.Wait()
	return errors.Join(errs...)
}
