import { expect, it } from 'vitest';
import { withExample } from './example';
import { fieldAt } from './fields';
import { removeSection } from './removal';
import { formFlaws } from './shape';
import { leaveApp } from './testing/leave';
import { countingIds } from './testing/sound';

it('an example is a form with words in both languages, also where there was no section', () => {
  const bare = ['when', 'why'].reduce(removeSection, leaveApp());
  const { app, paths } = withExample(bare, countingIds());
  expect(app.form.layout.sections.flatMap((section) => section.fields)).toEqual(paths);
  expect(formFlaws(app.form)).toEqual([]);
  for (const path of paths) expect(Object.keys(fieldAt(app, path)?.layout.title ?? {}).sort()).toEqual(['en', 'zh-CN']);
  expect(paths.map((path) => fieldAt(app, path)?.required)).toEqual([true, false, false, false]);
});
