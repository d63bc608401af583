package seed

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
)

// Password is what every demo person can sign in with.
const Password = "banli-demo"

// The parts of the cast.
const (
	AsEmployee = "employee"
	AsManager  = "manager"
	AsHR       = "hr"
	AsAdmin    = "admin"
	AsIT       = "it"
)

// Member is someone to enter the demo as.
type Member struct {
	As    string // the part: AsEmployee …
	Login string
}

// Cast lists who plays which part, in the order they are offered. The
// employee's manager is the manager of the cast, and the head of their
// department is someone else, so that a long leave is decided by two people.
func Cast() []Member {
	return []Member{
		{AsEmployee, "lin.xiao"},
		{AsManager, "chen.mo"},
		{AsHR, "ma.lin"},
		{AsAdmin, "he.yu"},
		{AsIT, "gao.xiang"},
	}
}

// castLogin returns who plays a part.
func castLogin(as string) string {
	for _, m := range Cast() {
		if m.As == as {
			return m.Login
		}
	}
	return ""
}

//go:embed company.yaml
var companyYAML []byte

type company struct {
	Departments []department `yaml:"departments"`
	People      []person     `yaml:"people"`
}

type department struct {
	Code   string `yaml:"code"`
	Parent string `yaml:"parent"`
	En     string `yaml:"en"`
	Zh     string `yaml:"zh"`
	Lead   string `yaml:"lead"`
}

type person struct {
	Login   string `yaml:"login"`
	Dept    string `yaml:"dept"`
	Manager string `yaml:"manager"`
	En      string `yaml:"en"`
	Zh      string `yaml:"zh"`
	Title   struct {
		En string `yaml:"en"`
		Zh string `yaml:"zh"`
	} `yaml:"title"`
	Roles    []string `yaml:"roles"`
	Language string   `yaml:"language"`
}

// parse reads embedded data; unknown keys are mistakes.
func parse(data []byte, v any) error {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	return d.Decode(v)
}

func both(en, zh string) words.Text { return words.Text{words.English: en, words.Chinese: zh} }

// Loaded counts the departments and people that were added.
type Loaded struct {
	Departments, People int
}

// LoadPeople adds the departments and people that are missing and gives the
// departments that have no head theirs. Who and what is there stays as it is.
func LoadPeople(ctx context.Context, id *identity.Identity, d *directory.Directory) (Loaded, error) {
	var c company
	var added Loaded
	if err := parse(companyYAML, &c); err != nil {
		return added, fmt.Errorf("seed: company.yaml: %w", err)
	}
	for _, in := range c.Departments {
		parent := ""
		if in.Parent != "" {
			parent = directory.DepartmentID(in.Parent)
		}
		_, isNew, err := d.EnsureDepartment(ctx, directory.NewDepartment{Code: in.Code, Name: both(in.En, in.Zh), Parent: parent})
		if err != nil {
			return added, fmt.Errorf("seed: department %s: %w", in.Code, err)
		}
		if isNew {
			added.Departments++
		}
	}
	// A password costs some 20 ms; forty with one salt cost no more.
	hash := sync.OnceValues(func() (string, error) { return id.HashPassword(ctx, Password) })
	for _, in := range c.People {
		if _, ok := id.Organisation().Person(directory.PersonID(in.Login)); ok {
			continue
		}
		secret, err := hash()
		if err != nil {
			return added, fmt.Errorf("seed: the password: %w", err)
		}
		if _, err := d.AddPerson(ctx, in.join(secret)); err != nil {
			return added, fmt.Errorf("seed: person %s: %w", in.Login, err)
		}
		added.People++
	}
	for _, in := range c.Departments {
		dept, ok := id.Organisation().Department(directory.DepartmentID(in.Code))
		lead := directory.PersonID(in.Lead)
		if !ok || dept.Lead != "" || !id.Organisation().Active(lead) {
			continue
		}
		if _, err := d.SetLead(ctx, dept.ID, lead); err != nil {
			return added, fmt.Errorf("seed: the head of %s: %w", in.Code, err)
		}
	}
	return added, nil
}

// join turns a line of the file into someone who joins.
func (p person) join(passwordHash string) directory.NewPerson {
	in := directory.NewPerson{
		Login: p.Login, Name: both(p.En, p.Zh), Title: both(p.Title.En, p.Title.Zh),
		Email: strings.ToLower(p.Login) + "@lantian.example", // a domain that can't exist (RFC 2606)
		Dept:  directory.DepartmentID(p.Dept), Roles: p.Roles, Language: p.Language, PasswordHash: passwordHash,
	}
	if in.Language == "" {
		in.Language = words.Chinese
	}
	if p.Manager != "" {
		in.Manager = directory.PersonID(p.Manager)
	}
	return in
}

// CompanyName is what the demo company is called.
func CompanyName() words.Text { return both("Lantian Instruments", "蓝田仪器") }
