import type { ComponentType } from 'react';
import { late } from './late';
import type { WidgetProps } from './types';

const choices = () => import('./ChoicesWidget');
const times = () => import('./TimeWidget');
const options = () => import('./OptionWidget');
const offers = () => import('./OfferWidget');
const files = () => import('../files/FilesWidget');
const places = () => import('./DepartmentWidget');

/** The widgets that few forms have: each comes when a form asks for it. */
export const lazyWidgets: Readonly<Record<string, ComponentType<WidgetProps>>> = {
  tree: late(async () => (await choices()).TreeWidget),
  multiselect: late(async () => (await choices()).MultiselectWidget),
  checkboxes: late(async () => (await choices()).CheckboxesWidget),
  option: late(async () => (await options()).OptionWidget),
  options: late(async () => (await options()).OptionsWidget),
  offer: late(async () => (await offers()).OfferWidget),
  offers: late(async () => (await offers()).OffersWidget),
  time: late(async () => (await times()).TimeWidget),
  dateTime: late(async () => (await times()).DateTimeWidget),
  duration: late(async () => (await import('./DurationWidget')).DurationWidget),
  rating: late(async () => (await import('./RatingWidget')).RatingWidget),
  persons: late(async () => (await import('./PersonsWidget')).PersonsWidget),
  department: late(async () => (await places()).DepartmentWidget),
  departments: late(async () => (await places()).DepartmentsWidget),
  attachments: late(async () => (await files()).FilesWidget),
  images: late(async () => (await files()).FilesWidget),
};
