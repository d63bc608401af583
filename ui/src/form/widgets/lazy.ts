import { type ComponentType, lazy } from 'react';
import type { WidgetProps } from './types';

const choices = () => import('./ChoicesWidget');
const times = () => import('./TimeWidget');
const places = () => import('./DepartmentWidget');

/** The widgets that few forms have: each comes when a form asks for it. */
export const lazyWidgets: Readonly<Record<string, ComponentType<WidgetProps>>> = {
  tree: lazy(async () => ({ default: (await choices()).TreeWidget })),
  multiselect: lazy(async () => ({ default: (await choices()).MultiselectWidget })),
  checkboxes: lazy(async () => ({ default: (await choices()).CheckboxesWidget })),
  time: lazy(async () => ({ default: (await times()).TimeWidget })),
  dateTime: lazy(async () => ({ default: (await times()).DateTimeWidget })),
  duration: lazy(async () => ({ default: (await import('./DurationWidget')).DurationWidget })),
  rating: lazy(async () => ({ default: (await import('./RatingWidget')).RatingWidget })),
  persons: lazy(async () => ({ default: (await import('./PersonsWidget')).PersonsWidget })),
  department: lazy(async () => ({ default: (await places()).DepartmentWidget })),
  departments: lazy(async () => ({ default: (await places()).DepartmentsWidget })),
};
