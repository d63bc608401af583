import { expect, it } from 'vitest';
import { nudgeSection } from './fields';
import { addTab, setSectionTab, setTabWords, tabsOf } from './tabs';
import { leaveApp } from './testing/leave';
import { countingIds } from './testing/sound';

it('puts sections on tabs, in the order of the sections, and drops a tab without any', () => {
  const ids = countingIds();
  const [when = '', why = ''] = leaveApp().form.layout.sections.map((section) => section.id);
  const second = addTab(leaveApp(), why, ids);
  const both = addTab(second, when, ids);
  expect(tabsOf(both).map((tab) => tab.title?.en)).toEqual(['Part 2', 'Part 1']);
  const named = setTabWords(both, tabsOf(both)[0]?.id ?? '', 'en', 'When');
  expect(tabsOf(named)[0]?.title).toEqual({ en: 'When', 'zh-CN': '第 2 部分' });
  const one = setSectionTab(named, why, tabsOf(named)[0]?.id);
  expect(tabsOf(one)).toHaveLength(1);
  const none = setSectionTab(setSectionTab(one, why, undefined), when, undefined);
  expect(none.form.layout).toEqual(leaveApp().form.layout);
  expect(nudgeSection(named, why, -1).form.layout.sections[0]?.tab).toBe(tabsOf(second)[0]?.id);
});
