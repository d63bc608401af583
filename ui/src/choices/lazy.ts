import { lazy } from 'react';

const load = () => import('.');

export const ChoiceFields = lazy(() => load().then((all) => ({ default: all.ChoiceFields })));
export const ChoiceWords = lazy(() => load().then((all) => ({ default: all.ChoiceWords })));
export const RowName = lazy(() => load().then((all) => ({ default: all.RowName })));
