import 'i18next';
import type absence from './en/absence.json';
import type account from './en/account.json';
import type actions from './en/actions.json';
import type assignees from './en/assignees.json';
import type audit from './en/audit.json';
import type changes from './en/changes.json';
import type choices from './en/choices.json';
import type common from './en/common.json';
import type company from './en/company.json';
import type control from './en/control.json';
import type designer from './en/designer.json';
import type docs from './en/docs.json';
import type errands from './en/errands.json';
import type errors from './en/errors.json';
import type fields from './en/fields.json';
import type files from './en/files.json';
import type form from './en/form.json';
import type lists from './en/lists.json';
import type people from './en/people.json';
import type rules from './en/rules.json';
import type scripts from './en/scripts.json';
import type setup from './en/setup.json';
import type studio from './en/studio.json';
import type subflow from './en/subflow.json';
import type templates from './en/templates.json';
import type time from './en/time.json';
import type work from './en/work.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      absence: typeof absence;
      account: typeof account;
      actions: typeof actions;
      audit: typeof audit;
      common: typeof common;
      company: typeof company;
      control: typeof control;
      designer: typeof designer;
      docs: typeof docs;
      errands: typeof errands;
      changes: typeof changes;
      choices: typeof choices;
      assignees: typeof assignees;
      errors: typeof errors;
      fields: typeof fields;
      files: typeof files;
      form: typeof form;
      lists: typeof lists;
      people: typeof people;
      rules: typeof rules;
      scripts: typeof scripts;
      setup: typeof setup;
      studio: typeof studio;
      templates: typeof templates;
      subflow: typeof subflow;
      time: typeof time;
      work: typeof work;
    };
  }
}
