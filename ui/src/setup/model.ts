import type { CompanyInput, Language, MailInput, SetUp, Text } from '../api';
import type { FieldErrors } from '../company/errors';
import { noMail, typedMail } from '../company/MailFields';
import { ownZone, usualDays } from '../company/zones';

export const steps = ['company', 'admin', 'mail', 'templates'] as const;
export type Step = (typeof steps)[number];

/** Everything that is typed on the way, passwords included. */
export interface Typed extends Omit<CompanyInput, 'mail'> {
  admin: { login: string; name: Text; email: string; password: string; again: string };
  mail: MailInput;
  /** The days off were chosen, and no longer follow the time zone. */
  daysChosen: boolean;
}

export function blank(language: Language): Typed {
  const zone = ownZone();
  return {
    name: {},
    language,
    zone,
    days: usualDays(zone),
    daysChosen: false,
    admin: { login: '', name: {}, email: '', password: '', again: '' },
    mail: noMail,
  };
}

const STORED = 'banli.setup';

/** Keeps what was typed over a reload of this tab, but no password. */
export function keep(typed: Typed): void {
  const safe = {
    ...typed,
    admin: { ...typed.admin, password: '', again: '' },
    mail: { ...typed.mail, password: null },
  };
  try {
    sessionStorage.setItem(STORED, JSON.stringify(safe));
  } catch {
    // It is a comfort only.
  }
}

/** What was typed before in this tab, over a blank form. */
export function kept(language: Language): Typed {
  const fresh = blank(language);
  try {
    const stored = sessionStorage.getItem(STORED);
    if (!stored) return fresh;
    const before = JSON.parse(stored) as Typed;
    return {
      ...fresh,
      ...before,
      admin: { ...fresh.admin, ...before.admin },
      mail: { ...fresh.mail, ...before.mail },
    };
  } catch {
    return fresh;
  }
}

export function forget(): void {
  try {
    sessionStorage.removeItem(STORED);
  } catch {
    // Nothing was kept then.
  }
}

/** What a check says, by its key among the wizard's words. */
export type Complaint = 'missing' | 'loginFormat' | 'passwordShort' | 'differ';

const some = (text: Text) => Object.values(text).some((words) => words?.trim());
const loginPattern = /^[a-z0-9][a-z0-9._@-]{0,63}$/;

/** What can be told to be wrong with a step before the server is asked. */
export function complaints(step: Step, typed: Typed): Record<string, Complaint> {
  const found: Record<string, Complaint> = {};
  if (step === 'company') {
    if (!some(typed.name)) found['/name'] = 'missing';
  } else if (step === 'admin') {
    const { admin } = typed;
    const login = admin.login.trim().toLowerCase();
    if (!some(admin.name)) found['/admin/name'] = 'missing';
    if (!login) found['/admin/login'] = 'missing';
    else if (!loginPattern.test(login)) found['/admin/login'] = 'loginFormat';
    if ([...admin.password].length < 8) found['/admin/password'] = 'passwordShort';
    else if (admin.again !== admin.password) found['/admin/again'] = 'differ';
  } else if (step === 'mail') {
    if (!typed.mail.host.trim()) found['/mail/host'] = 'missing';
    if (!typed.mail.from.trim()) found['/mail/from'] = 'missing';
  }
  return found;
}

/** The step on which a field stands, by its JSON pointer. */
export function stepOf(path: string): Step {
  if (path.startsWith('/admin')) return 'admin';
  return path.startsWith('/mail') ? 'mail' : 'company';
}

/** The first step that something is wrong on. */
export function firstWrong(errors: FieldErrors): Step {
  return steps.find((step) => Object.keys(errors).some((path) => stepOf(path) === step)) ?? 'company';
}

/** What is sent in the end. */
export function request(typed: Typed, token: string, withMail: boolean): SetUp {
  const { login, name, email, password } = typed.admin;
  return {
    token,
    name: typed.name,
    language: typed.language,
    zone: typed.zone,
    days: typed.days,
    mail: withMail ? typedMail(typed.mail) : null,
    admin: { login: login.trim(), name, email: email.trim(), password },
  };
}
