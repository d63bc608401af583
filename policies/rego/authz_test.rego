package banli.authz_test

import data.banli.authz

public_actions := {"session.create", "session.read", "demo.read", "demo.enter", "openapi.read", "setup.read", "setup.write", "link.use"}

personal_actions := {
	"session.delete",
	"apps.list", "app.read", "app.preview",
	"instance.create", "instance.list", "inbox.read", "events.read", "notices.choose",
	"people.search", "roles.list", "departments.list",
	"account.read", "account.write",
	"file.upload",
}

guarded_actions := {
	"instance.read", "instance.urge", "task.decide",
	"instance.withdraw", "instance.comment", "instance.intervene", "task.undo",
	"draft.read", "draft.write", "draft.delete",
	"studio.list", "studio.read", "studio.write", "studio.publish", "studio.try",
	"file.read", "file.delete",
	"metrics.read",
	"system.read", "company.read", "company.write", "audit.read", "directory.read",
	"instance.retry", "failures.list",
	"directory.write", "directory.roles", "directory.link", "directory.import",
	"absences.read", "absences.write",
	"lists.use", "lists.read", "lists.write",
}

anonymous := {"anonymous": true, "scheme": "none"}

person(id, roles) := {"id": id, "anonymous": false, "roles": roles, "dept": "sales", "depts": ["sales", "all"]}

# A case of li's in research, with zhao as the manager.
case := {
	"kind": "instance",
	"app": "expenses",
	"id": "case1",
	"initiator": "li",
	"initiatorDept": "research",
	"initiatorDepts": ["research", "all"],
	"initiatorManager": "zhao",
	"assignees": ["user:qian", "role:finance"],
	"participants": ["user:sun", "role:legal"],
	"status": "running",
}

leave := object.union(case, {"app": "leave"})

draft := {"kind": "draft", "app": "leave", "owner": "li"}

decide(action, subject, resource) := answer if {
	answer := authz.decision with input as {"action": action, "subject": subject, "resource": resource}
}

allowed(reason) := {"allow": true, "reasons": [reason]}

denied(reason) := {"allow": false, "reasons": [reason]}

test_everyone_may_do_what_is_public if {
	every action in public_actions {
		decide(action, anonymous, {}) == allowed("allow.everyone")
		decide(action, person("li", ["employee"]), {}) == allowed("allow.everyone")
	}
}

test_nobody_anonymous_does_anything_else if {
	every action in (personal_actions | guarded_actions) | {"no.such"} {
		decide(action, anonymous, case) == denied("deny.anonymous")
	}
}

test_whoever_signed_in_may_work if {
	every action in personal_actions {
		decide(action, person("li", []), {}) == allowed("allow.person")
	}
}

test_an_unknown_action_is_denied if {
	decide("no.such", person("li", ["admin", "it", "hr"]), case) == denied("deny.default")
}

test_an_empty_input_is_denied if {
	not authz.decision.allow with input as {}
}

test_absences_are_ones_own_and_those_of_who_keeps_the_directory if {
	every action in {"absences.read", "absences.write"} {
		absences := {"kind": "absences", "id": "li", "owner": "li"}
		decide(action, person("li", ["employee"]), absences) == allowed("allow.owner")
		decide(action, person("wu", ["employee", "hr"]), absences) == allowed("allow.hr")
		decide(action, person("wu", ["employee", "admin"]), absences) == allowed("allow.admin")
		decide(action, person("zhao", ["employee", "manager"]), absences) == denied("deny.role")
		decide(action, person("wu", ["employee", "it"]), absences) == denied("deny.role")
		decide(action, person("wu", ["employee"]), {"kind": "absences"}) == denied("deny.role")
		decide(action, anonymous, absences) == denied("deny.anonymous")
	}
}

test_an_upload_is_its_owners if {
	every action in {"file.read", "file.delete"} {
		decide(action, person("li", ["employee"]), {"kind": "file", "owner": "li"}) == allowed("allow.owner")
		decide(action, person("wu", ["admin", "it", "hr"]), {"kind": "file", "owner": "li"}) == denied("deny.notOwner")
		decide(action, person("wu", ["employee"]), {"kind": "file"}) == denied("deny.notOwner")
	}
}

test_a_draft_is_its_owners if {
	every action in {"draft.read", "draft.write", "draft.delete"} {
		decide(action, person("li", ["employee"]), draft) == allowed("allow.owner")
		decide(action, person("wu", ["admin", "it"]), draft) == denied("deny.notOwner")
		decide(action, person("wu", ["employee"]), {"kind": "draft"}) == denied("deny.notOwner")
	}
}

test_the_studio_is_for_admins if {
	every action in {"studio.list", "studio.read", "studio.write", "studio.publish", "studio.try"} {
		decide(action, person("wu", ["employee", "admin"]), {}) == allowed("allow.admin")
		decide(action, person("wu", ["employee", "hr", "manager", "it"]), {}) == denied("deny.role")
	}
}

test_the_control_room_is_for_it_and_admins if {
	every action in {"metrics.read", "system.read", "company.read", "company.write", "audit.read", "instance.retry", "failures.list", "lists.read", "lists.write"} {
		decide(action, person("wu", ["it"]), {}) == allowed("allow.it")
		decide(action, person("wu", ["admin"]), {}) == allowed("allow.admin")
		decide(action, person("wu", ["hr", "manager"]), {}) == denied("deny.role")
	}
}

test_hr_keeps_the_directory_too if {
	every action in {"directory.read", "directory.write", "directory.import"} {
		decide(action, person("wu", ["hr"]), {}) == allowed("allow.hr")
		decide(action, person("wu", ["it"]), {}) == allowed("allow.it")
		decide(action, person("wu", ["admin"]), {}) == allowed("allow.admin")
		decide(action, person("wu", ["employee", "manager"]), {}) == denied("deny.role")
	}
}

role(id) := {"kind": "role", "id": id}

test_only_it_gives_the_roles_that_run_the_house if {
	every action in {"directory.roles", "directory.link"} {
		every id in {"it", "admin"} {
			decide(action, person("wu", ["it"]), role(id)) == allowed("allow.it")
			decide(action, person("wu", ["admin", "hr", "manager"]), role(id)) == denied("deny.role")
			decide(action, person("wu", ["employee"]), role(id)) == denied("deny.role")
		}
		every id in {"employee", "manager", "hr"} {
			decide(action, person("wu", ["hr"]), role(id)) == allowed("allow.hr")
			decide(action, person("wu", ["admin"]), role(id)) == allowed("allow.admin")
			decide(action, person("wu", ["it"]), role(id)) == allowed("allow.it")
			decide(action, person("wu", ["employee", "manager"]), role(id)) == denied("deny.role")
		}
	}
}

test_who_reads_a_case if {
	read := {
		"li": "allow.initiator",
		"qian": "allow.assignee",
		"sun": "allow.participant",
		"zhao": "allow.manager",
	}
	every id, reason in read {
		decide("instance.read", person(id, ["employee"]), case) == allowed(reason)
	}
	decide("instance.read", person("wu", ["admin"]), case) == allowed("allow.admin")
	decide("instance.read", person("wu", ["finance"]), case) == allowed("allow.assignee")
	decide("instance.read", person("wu", ["legal"]), case) == allowed("allow.participant")
}

test_who_does_not_read_a_case if {
	decide("instance.read", person("wu", ["employee", "manager"]), case) == denied("deny.notReader")
	decide("instance.read", person("wu", ["it"]), case) == denied("deny.notReader")
	decide("instance.read", person("wu", ["hr"]), case) == denied("deny.notReader")
}

test_hr_reads_leave if {
	decide("instance.read", person("wu", ["hr"]), leave) == allowed("allow.hr")
}

test_heads_read_from_their_department_down if {
	head := object.union(person("wu", ["employee"]), {"heads": ["all", "research", "sales"]})
	decide("instance.read", head, case) == allowed("allow.departmentHead")

	beside := object.union(person("wu", ["employee"]), {"heads": ["sales"]})
	decide("instance.read", beside, case) == denied("deny.notReader")
}

test_members_of_a_department_do_not_read_each_other if {
	member := object.union(person("wu", ["employee"]), {"dept": "research", "depts": ["research", "all"]})
	decide("instance.read", member, case) == denied("deny.notReader")
}

test_a_task_is_decided_by_its_assignees if {
	decide("task.decide", person("qian", ["employee"]), case) == allowed("allow.assignee")
	decide("task.decide", person("wu", ["employee", "finance"]), case) == allowed("allow.assignee")
}

test_a_task_is_decided_by_nobody_else if {
	every id in {"li", "zhao", "sun"} {
		decide("task.decide", person(id, ["employee"]), case) == denied("deny.notAssignee")
	}
	decide("task.decide", person("wu", ["admin", "it", "hr"]), case) == denied("deny.notAssignee")
	decide("task.decide", person("wu", ["admin"]), {"kind": "task"}) == denied("deny.notAssignee")
}

test_principals if {
	head := object.union(person("wu", ["employee", "hr"]), {"heads": ["sales", "shop"]})
	authz.principals == {"user:wu", "role:employee", "role:hr", "dept:sales", "dept:shop"} with input.subject as head
	authz.principals == set() with input.subject as anonymous
}

test_readers if {
	authz.readers == {
		"user:li", "user:zhao", "user:qian", "user:sun",
		"role:finance", "role:legal", "role:admin",
		"dept:research", "dept:all",
	} with input.resource as case

	"role:hr" in authz.readers with input.resource as leave
}

test_only_the_initiator_withdraws if {
	decide("instance.withdraw", person("li", []), case) == allowed("allow.initiator")
	decide("instance.withdraw", person("sun", ["admin", "hr", "it"]), case) == denied("deny.notInitiator")
}

test_who_reads_a_case_may_speak_of_it if {
	decide("instance.comment", person("sun", []), case) == allowed("allow.participant")
	decide("instance.comment", person("wu", ["employee", "it"]), case) == denied("deny.notReader")
}

test_who_took_part_may_take_back if {
	decide("task.undo", person("sun", []), case) == allowed("allow.participant")
	decide("task.undo", person("wu", ["admin"]), case) == denied("deny.notAssignee")
}

test_only_admins_intervene if {
	decide("instance.intervene", person("wu", ["admin"]), case) == allowed("allow.admin")
	decide("instance.intervene", person("li", ["employee", "manager", "hr", "it"]), case) == denied("deny.role")
}

test_whoever_waits_for_a_case_may_urge_and_so_may_admins if {
	decide("instance.urge", person("li", ["employee"]), case) == allowed("allow.initiator")
	decide("instance.urge", person("wu", ["admin"]), case) == allowed("allow.admin")
	every id in {"qian", "sun", "zhao", "wu"} {
		decide("instance.urge", person(id, ["employee", "manager", "hr", "it"]), case) == denied("deny.notInitiator")
	}
}
