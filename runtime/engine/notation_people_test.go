package engine_test

import (
	"strconv"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
)

// This file is the notation of who acts at a step, and how many of them must.

// howMany reads "all", "in turn", "2", "60%", "2 with veto".
func howMany(text string) (flow.Mode, *flow.Quota) {
	switch text {
	case "":
		return "", nil
	case "any":
		return flow.Any, nil
	case "all":
		return flow.All, nil
	case "in turn":
		return flow.InTurn, nil
	}
	text, veto := strings.CutSuffix(text, " with veto")
	q := &flow.Quota{Veto: veto}
	if percent, ok := strings.CutSuffix(text, "%"); ok {
		q.Percent, _ = strconv.Atoi(percent)
	} else {
		q.Count, _ = strconv.Atoi(text)
	}
	return flow.Share, q
}

// assignee reads "manager 2", "head", "role hr", "field cover", "people a, b".
func assignee(text string) *flow.Assignee {
	kind, rest, _ := strings.Cut(text, " ")
	a := &flow.Assignee{Kind: flow.Kind(kind)}
	switch kind {
	case "choice": // "choice of initiator, 1 to 2, from people ann, bob"
		chosen(a, rest)
	case "head": // "head", "head 1 up", "head of board", "head of field dept"
		a.Kind = flow.DepartmentHead
		if of, ok := strings.CutPrefix(rest, "of field "); ok {
			var level string
			a.Field, level, _ = strings.Cut(of, " ")
			a.Level, _ = strconv.Atoi(strings.TrimSuffix(level, " up"))
		} else if of, ok := strings.CutPrefix(rest, "of "); ok {
			a.Department = of
		} else {
			a.Level, _ = strconv.Atoi(strings.TrimSuffix(rest, " up"))
		}
	case "managers": // "managers", "managers 2", "managers up to director"
		a.Kind = flow.ManagerChain
		if role, ok := strings.CutPrefix(rest, "up to "); ok {
			a.Role = role
		} else {
			a.Level, _ = strconv.Atoi(rest)
		}
	case "manager":
		a.Level, _ = strconv.Atoi(rest)
	case "role": // "role hr", "role hr nearby", "role hr in sales"
		a.Role, a.Branch = strings.CutSuffix(rest, " nearby")
		a.Role, a.Department, _ = strings.Cut(a.Role, " in ")
	case "field":
		a.Field = rest
	case "script": // "script boss"
		a.Script = rest
	case "people":
		a.People = strings.Split(rest, ", ")
	}
	return a
}

// chosen reads who chooses, how many, and out of whom.
func chosen(a *flow.Assignee, text string) {
	text, from, _ := strings.Cut(text, ", from ")
	by, count, _ := strings.Cut(strings.TrimPrefix(text, "of "), ", ")
	a.Kind, a.By = flow.Chosen, flow.Chooser(by)
	if least, most, ok := strings.Cut(count, " to "); ok {
		a.Least, _ = strconv.Atoi(least)
		a.Most, _ = strconv.Atoi(most)
	}
	if department, ok := strings.CutPrefix(from, "department "); ok {
		a.Department = department
	} else if from != "" {
		with := assignee(from)
		a.Role, a.Department, a.People = with.Role, with.Department, with.People
	}
}
