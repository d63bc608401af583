# METADATA
# title: Banli's default policy
# description: |
#   Who may do what, with the reason. decision is looked up by input.action, so
#   only the rules of the action asked for are evaluated: keep that shape, it is
#   what makes a decision cheap. Rules of one action exclude each other; within
#   one, the first branch that holds decides.
#
#   Roles: employee, manager, hr, admin (business administrator), it. Who has
#   signed in is an employee; the others open more.
package banli.authz

default decision := {"allow": false, "reasons": ["deny.default"]}

# Of a set-up the link's token is the authority: it is checked behind this door,
# and opens nothing once the company is set up.
decision := {"allow": true, "reasons": ["allow.everyone"]} if {
	input.action in {"session.create", "session.read", "demo.read", "demo.enter", "openapi.read", "setup.read", "setup.write", "link.use"}
}

decision := {"allow": false, "reasons": ["deny.anonymous"]} if {
	input.subject.anonymous == true
	not input.action in {"session.create", "session.read", "demo.read", "demo.enter", "openapi.read", "setup.read", "setup.write", "link.use"}
}

decision := {"allow": true, "reasons": ["allow.person"]} if {
	input.subject.anonymous == false
	input.action in {
		"session.delete",
		"apps.list", "app.read", "app.preview",
		"instance.create", "instance.list", "inbox.read", "events.read", "notices.choose",
		"people.search", "roles.list", "departments.list", "lists.use",
		"account.read", "account.write",
		"file.upload",
	}
}

decision := draft if {
	input.subject.anonymous == false
	input.action in {"draft.read", "draft.write", "draft.delete", "file.read", "file.delete"}
}

decision := studio if {
	input.subject.anonymous == false
	input.action in {"studio.list", "studio.read", "studio.write", "studio.publish", "studio.try"}
}

decision := control if {
	input.subject.anonymous == false
	input.action in {"metrics.read", "system.read", "company.read", "company.write", "audit.read", "instance.retry", "failures.list", "lists.read", "lists.write"}
}

decision := directory if {
	input.subject.anonymous == false
	input.action in {"directory.read", "directory.write", "directory.import"}
}

decision := roles if {
	input.subject.anonymous == false
	input.action in {"directory.roles", "directory.link"}
}

decision := case if {
	input.subject.anonymous == false
	input.action in {"instance.read", "instance.comment"}
}

decision := withdraw if {
	input.subject.anonymous == false
	input.action == "instance.withdraw"
}

decision := undo if {
	input.subject.anonymous == false
	input.action == "task.undo"
}

# What an administrator does to a running case is the business administrators'.
decision := studio if {
	input.subject.anonymous == false
	input.action == "instance.intervene"
}

decision := urge if {
	input.subject.anonymous == false
	input.action == "instance.urge"
}

decision := task if {
	input.subject.anonymous == false
	input.action == "task.decide"
}

decision := absences if {
	input.subject.anonymous == false
	input.action in {"absences.read", "absences.write"}
}

# A draft, like an upload that no case has, is its owner's alone, whoever else may read the case that comes of it.
draft := {"allow": true, "reasons": ["allow.owner"]} if {
	input.resource.owner == input.subject.id
} else := {"allow": false, "reasons": ["deny.notOwner"]}

studio := {"allow": true, "reasons": ["allow.admin"]} if {
	"admin" in input.subject.roles
} else := {"allow": false, "reasons": ["deny.role"]}

# The control room belongs to IT and to business administrators.
control := {"allow": true, "reasons": ["allow.it"]} if {
	"it" in input.subject.roles
} else := {"allow": true, "reasons": ["allow.admin"]} if {
	"admin" in input.subject.roles
} else := {"allow": false, "reasons": ["deny.role"]}

# HR keeps the directory beside them.
directory := {"allow": true, "reasons": ["allow.hr"]} if {
	"hr" in input.subject.roles
} else := control

# When somebody is away, why, and who stands in is their own to say; HR and
# business administrators say it for whoever cannot.
absences := {"allow": true, "reasons": ["allow.owner"]} if {
	input.resource.owner == input.subject.id
} else := {"allow": true, "reasons": ["allow.hr"]} if {
	"hr" in input.subject.roles
} else := studio

# The roles that run the house are IT's to give and take; the others go with the
# directory. A link that sets a password is worth the roles of its person.
roles := {"allow": true, "reasons": ["allow.it"]} if {
	"it" in input.subject.roles
} else := {"allow": false, "reasons": ["deny.role"]} if {
	input.resource.id in {"it", "admin"}
} else := directory

# A case may be read by whoever readers and principals bring together. The
# branches before the last name the reason, and are cheaper for the common ones;
# the last one is the rule itself, so that lists and decisions always agree. IT
# is not among them: who runs the machine does not read what people ask for.
case := {"allow": true, "reasons": ["allow.initiator"]} if {
	input.resource.initiator == input.subject.id
} else := {"allow": true, "reasons": ["allow.assignee"]} if {
	concat("", ["user:", input.subject.id]) in input.resource.assignees
} else := {"allow": true, "reasons": ["allow.participant"]} if {
	concat("", ["user:", input.subject.id]) in input.resource.participants
} else := {"allow": true, "reasons": ["allow.manager"]} if {
	input.resource.initiatorManager == input.subject.id
} else := {"allow": true, "reasons": ["allow.departmentHead"]} if {
	some dept in input.subject.heads
	dept in input.resource.initiatorDepts
} else := {"allow": true, "reasons": ["allow.admin"]} if {
	"admin" in input.subject.roles
} else := {"allow": true, "reasons": ["allow.hr"]} if {
	input.resource.app in hr_apps
	"hr" in input.subject.roles
} else := {"allow": true, "reasons": ["allow.assignee"]} if {
	some role in input.subject.roles
	concat("", ["role:", role]) in input.resource.assignees
} else := {"allow": true, "reasons": ["allow.participant"]} if {
	some principal in principals
	principal in readers
} else := {"allow": false, "reasons": ["deny.notReader"]}

# A case is taken back by whoever submitted it.
withdraw := {"allow": true, "reasons": ["allow.initiator"]} if {
	input.resource.initiator == input.subject.id
} else := {"allow": false, "reasons": ["deny.notInitiator"]}

# Whoever took part may take back what they did; what that is the case knows.
undo := {"allow": true, "reasons": ["allow.participant"]} if {
	concat("", ["user:", input.subject.id]) in input.resource.participants
} else := {"allow": false, "reasons": ["deny.notAssignee"]}

# Who waits for a case may ask those who have it to hurry, and so may business
# administrators.
urge := {"allow": true, "reasons": ["allow.initiator"]} if {
	input.resource.initiator == input.subject.id
} else := {"allow": true, "reasons": ["allow.admin"]} if {
	"admin" in input.subject.roles
} else := {"allow": false, "reasons": ["deny.notInitiator"]}

# The apps whose cases HR reads because they are HR's business.
hr_apps := {"leave"}

# A task is decided by one of its assignees; a role stands for whoever has it.
task := {"allow": true, "reasons": ["allow.assignee"]} if {
	concat("", ["user:", input.subject.id]) in input.resource.assignees
} else := {"allow": true, "reasons": ["allow.assignee"]} if {
	some role in input.subject.roles
	concat("", ["role:", role]) in input.resource.assignees
} else := {"allow": false, "reasons": ["deny.notAssignee"]}

# What a person finds cases by: themselves, their roles, and each department
# they head with those below it. Members of a department have no principal of it,
# or all of them would read each other's cases.
principals contains concat("", ["user:", input.subject.id]) if input.subject.anonymous == false

principals contains concat("", ["role:", role]) if {
	input.subject.anonymous == false
	some role in input.subject.roles
}

principals contains concat("", ["dept:", dept]) if {
	input.subject.anonymous == false
	some dept in input.subject.heads
}

# Who finds a case: its initiator, their manager, the heads of their department
# and of all above it, whoever has or had a task in it or was copied, business
# administrators, and HR for what is HR's.
readers contains concat("", ["user:", input.resource.initiator])

readers contains concat("", ["user:", input.resource.initiatorManager])

readers contains concat("", ["dept:", dept]) if some dept in input.resource.initiatorDepts

readers contains principal if some principal in input.resource.assignees

readers contains principal if some principal in input.resource.participants

readers contains "role:admin"

readers contains "role:hr" if input.resource.app in hr_apps
