package bench

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/company"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
)

// leaveApp is the case that is measured: the leave template with a form of
// twelve fields.
//
//go:embed leave.json
var leaveApp []byte

// prepare loads the company into an empty store through the use cases of real
// input, gives everyone a token and publishes the app. It leaves the store
// closed, for the server to open.
func prepare(ctx context.Context, o Options, data string) (c cast, err error) {
	backend, err := o.OpenStore(ctx, data)
	if err != nil {
		return cast{}, fmt.Errorf("open the store: %w", err)
	}
	defer func() {
		if closing := backend.Close(); closing != nil {
			err = errors.Join(err, fmt.Errorf("close the store: %w", closing))
		}
	}()
	id, err := identity.New(ctx, backend, clock.System(), identity.Options{})
	if err != nil {
		return cast{}, fmt.Errorf("open the people: %w", err)
	}
	if err := foundCompany(ctx, data, backend, id); err != nil {
		return cast{}, err
	}
	all, err := hire(ctx, id)
	if err != nil {
		return cast{}, err
	}
	if err := installApp(ctx, o, backend, id, all[0].id); err != nil {
		return cast{}, err
	}
	return newCast(all)
}

// foundCompany makes the company's settings, so that the server finds a company that
// has people and was not left over by a demo.
func foundCompany(ctx context.Context, data string, backend store.Backend, id *identity.Identity) error {
	keys, err := keyring.LoadOrCreate(filepath.Join(data, "master.key"))
	if err != nil {
		return fmt.Errorf("make the master key: %w", err)
	}
	record, err := audit.New(ctx, backend, clock.System(), audit.Options{})
	if err != nil {
		return fmt.Errorf("open the record: %w", err)
	}
	if _, err := company.New(ctx, company.Deps{
		Backend: backend, Keys: keys, Identity: id, Audit: record, Clock: clock.System(), Site: calendar.NewSite(calendar.Default()),
	}); err != nil {
		return fmt.Errorf("make the company: %w", err)
	}
	return nil
}

// hire adds the departments and the people, and makes their tokens.
func hire(ctx context.Context, id *identity.Identity) ([]person, error) {
	d := directory.New(id, clock.System())
	var depts [departments]string
	for i := range depts {
		dept, err := d.AddDepartment(ctx, directory.NewDepartment{
			Code: fmt.Sprintf("dept%d", i), Name: words.Text{"en": fmt.Sprintf("Department %d", i)},
		})
		if err != nil {
			return nil, fmt.Errorf("add a department: %w", err)
		}
		depts[i] = dept.ID
	}
	ids := map[string]string{}
	var all []person
	for _, m := range everybody() {
		p, err := d.AddPerson(ctx, directory.NewPerson{
			Login: m.login, Name: words.Text{"en": m.name}, Dept: depts[m.department],
			Manager: ids[m.manager], Roles: m.rights, Language: "en",
		})
		if err != nil {
			return nil, fmt.Errorf("add %s: %w", m.login, err)
		}
		ids[m.login] = p.ID
		if m.role == roleHead {
			if _, err := d.SetLead(ctx, depts[m.department], p.ID); err != nil {
				return nil, fmt.Errorf("make %s a head: %w", m.login, err)
			}
		}
		token, _, err := id.CreateToken(ctx, m.login, "bench")
		if err != nil {
			return nil, fmt.Errorf("make a token for %s: %w", m.login, err)
		}
		all = append(all, person{member: m, id: p.ID, token: token})
	}
	return all, nil
}

// installApp publishes the leave app as a template is published.
func installApp(ctx context.Context, o Options, backend store.Backend, id *identity.Identity, by string) (err error) {
	scripts, err := script.NewPool(script.Options{Command: []string{o.Binary, script.WorkerCommand}, Workers: 1, Clock: clock.System()})
	if err != nil {
		return fmt.Errorf("start a script worker: %w", err)
	}
	defer func() { err = errors.Join(err, scripts.Close()) }()
	design, err := studio.New(studio.Deps{Backend: backend, Identity: id, Scripts: scripts, Clock: clock.System()})
	if err != nil {
		return fmt.Errorf("open the studio: %w", err)
	}
	if err := design.Install(ctx, leaveApp, by); err != nil {
		return fmt.Errorf("publish the leave app: %w", err)
	}
	return nil
}
