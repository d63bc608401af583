package app

import (
	"maps"
	"slices"
	"strings"
)

// The caps of an app's scripts.
const (
	// MaxScriptBytes is the size of one script.
	MaxScriptBytes = 64 << 10
	// MaxFlowScripts is how many scripts the steps of an app may run.
	MaxFlowScripts = 50
	// MaxOptionScripts is how many scripts may offer options.
	MaxOptionScripts = 50
	// MaxNeeds is how many look-ups one script may have.
	MaxNeeds = 8
)

// Scripts are the app's JavaScript sources, by what they are for.
type Scripts struct {
	// Validate defines validate(form, ctx), which returns what is wrong.
	Validate string `json:"validate,omitempty"`
	// Compute defines compute(form, ctx), which returns an object of the fields
	// that Sets names. People cannot change these fields: what they hold is what
	// compute says.
	Compute string `json:"compute,omitempty"`
	// Sets are the ids of the fields that compute may set.
	Sets []string `json:"sets,omitempty"`
	// Options are the scripts that fields take their options from, by name. Each
	// defines options(form, ctx), which returns a list of {value, label}.
	Options map[string]string `json:"options,omitempty"`
	// Flow are the scripts that steps run, by name. Each defines run(form, ctx):
	// at a script node it returns what to set, for the people of a step who they
	// are.
	Flow map[string]string `json:"flow,omitempty"`
	// Needs are the look-ups that a script finds in its ctx, by the name of the
	// script: "validate", "compute", "options.NAME" or "flow.NAME". A look-up is
	// one of the Need constants, or NeedList and the id of an organisation list.
	Needs map[string][]string `json:"needs,omitempty"`
}

// What a script can have looked up for it.
const (
	// NeedPeople is who works here: id, name, title and department.
	NeedPeople = "people"
	// NeedDepartments is the departments: id, name, parent.
	NeedDepartments = "departments"
	// NeedCalendar is the days of this year and the next on which work is not as
	// on other such days of the week.
	NeedCalendar = "calendar"
	// NeedList stands before the id of a list that the organisation keeps.
	NeedList = "lists."
)

// The codes of findings about scripts.
const (
	CodeScriptTooLarge = "app.scriptTooLarge" // script, max
	CodeScriptsTooMany = "app.scriptsTooMany" // max
	CodeScriptName     = "app.scriptName"     // script
	CodeScriptUnknown  = "app.scriptUnknown"  // node, script
	CodeSetsUnknown    = "app.setsUnknown"    // field
	CodeSetsTwice      = "app.setsTwice"      // field
	CodeSetsNoScript   = "app.setsNoScript"   //
	CodeNeedStray      = "app.needStray"      // script
	CodeNeedUnknown    = "app.needUnknown"    // script, need
	CodeNeedsTooMany   = "app.needsTooMany"   // script, max
	CodeOptionsUnknown = "app.optionsUnknown" // field, script
)

const placeScripts = "scripts"

// All returns every script by its place: "scripts.validate", "scripts.compute",
// "scripts.options.NAME", "scripts.flow.NAME".
func (s Scripts) All() map[string]string {
	all := map[string]string{}
	for name, source := range s.named() {
		if source != "" {
			all[scriptPlace(name)] = source
		}
	}
	return all
}

// named returns every script that the app could have one of by its name.
func (s Scripts) named() map[string]string {
	all := map[string]string{"validate": s.Validate, "compute": s.Compute}
	for name, source := range s.Options {
		all["options."+name] = source
	}
	for name, source := range s.Flow {
		all["flow."+name] = source
	}
	return all
}

func scriptPlace(name string) string { return placeScripts + "." + name }

func (c *compiler) checkScripts() {
	s := c.app.Scripts
	all := s.named()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		short := name[strings.LastIndexByte(name, '.')+1:]
		if short != name && !idPattern.MatchString(short) {
			c.find(CodeScriptName, placeScripts, map[string]any{"script": short})
		}
		if len(all[name]) > MaxScriptBytes {
			c.find(CodeScriptTooLarge, scriptPlace(name), map[string]any{"script": short, "max": MaxScriptBytes})
		}
	}
	if len(s.Flow) > MaxFlowScripts {
		c.find(CodeScriptsTooMany, placeScripts, map[string]any{"max": MaxFlowScripts})
	}
	if len(s.Options) > MaxOptionScripts {
		c.find(CodeScriptsTooMany, placeScripts, map[string]any{"max": MaxOptionScripts})
	}
	for i := range c.app.Flow.Nodes {
		n := &c.app.Flow.Nodes[i]
		for _, name := range n.Scripts() {
			if _, ok := s.Flow[name]; !ok && idPattern.MatchString(name) {
				c.find(CodeScriptUnknown, "flow.nodes."+n.ID, map[string]any{"node": n.ID, "script": name})
			}
		}
	}
	c.checkSources()
	c.checkSets()
	c.checkNeeds(all)
}

// checkSources asks for the scripts that fields take their options from.
func (c *compiler) checkSources() {
	looks := c.app.Form.Layout.Fields
	for _, path := range slices.Sorted(maps.Keys(looks)) {
		s := looks[path].Source
		if s == nil || s.Script == "" || c.out.Form == nil {
			continue
		}
		if _, ok := c.app.Scripts.Options[s.Script]; !ok {
			c.find(CodeOptionsUnknown, "form.fields."+path, map[string]any{"field": path, "script": s.Script})
		}
	}
}

// checkSets asks that compute sets fields that there are.
func (c *compiler) checkSets() {
	s := c.app.Scripts
	if len(s.Sets) > 0 && s.Compute == "" {
		c.find(CodeSetsNoScript, scriptPlace("compute"), nil)
	}
	for i, field := range s.Sets {
		switch {
		case slices.Contains(s.Sets[:i], field):
			c.find(CodeSetsTwice, scriptPlace("compute"), map[string]any{"field": field})
		case !c.knows(field):
			c.find(CodeSetsUnknown, scriptPlace("compute"), map[string]any{"field": field})
		}
	}
}

// checkNeeds asks that look-ups are of scripts that there are, and can be had.
func (c *compiler) checkNeeds(all map[string]string) {
	needs := c.app.Scripts.Needs
	for _, name := range slices.Sorted(maps.Keys(needs)) {
		if all[name] == "" {
			if len(needs[name]) > 0 {
				c.find(CodeNeedStray, placeScripts, map[string]any{"script": name})
			}
			continue
		}
		if len(needs[name]) > MaxNeeds {
			c.find(CodeNeedsTooMany, scriptPlace(name), map[string]any{"script": name, "max": MaxNeeds})
		}
		for _, need := range needs[name] {
			if !knownNeed(need) {
				c.find(CodeNeedUnknown, scriptPlace(name), map[string]any{"script": name, "need": need})
			}
		}
	}
}

func knownNeed(need string) bool {
	switch need {
	case NeedPeople, NeedDepartments, NeedCalendar:
		return true
	}
	list, ok := strings.CutPrefix(need, NeedList)
	return ok && idPattern.MatchString(list)
}
