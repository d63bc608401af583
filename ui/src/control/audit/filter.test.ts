import { describe, expect, it } from 'vitest';
import en from '../../i18n/en/audit.json';
import { actionGroups, chosenOf, filterOf } from './filter';

describe('filterOf', () => {
  it('takes the last day whole and leaves out what is not chosen', () => {
    const filter = filterOf(chosenOf(new URLSearchParams('from=2026-03-02&to=2026-03-02&person=p&other=x')));
    expect(filter.person).toBe('p');
    expect(filter.object).toBeUndefined();
    expect((filter.to ?? 0) - (filter.from ?? 0)).toBe(24 * 3600 * 1000);
    expect(new Date(filter.from ?? 0).getHours()).toBe(0);
  });

  it('leaves out a day that is none', () => {
    expect(filterOf({ from: 'soon', to: '' })).toEqual({});
  });
});

describe('actionGroups', () => {
  it('has a name and a sentence for every action', () => {
    const names: Record<string, Record<string, string>> = en.actionName;
    const sentences = en.say as unknown as Record<string, Record<string, string>>;
    for (const action of Object.values(actionGroups).flat()) {
      const [area = '', what = ''] = action.split('.');
      expect(names[area]?.[what], action).toBeTruthy();
      expect(sentences[area]?.[what] ?? sentences[area]?.[`${what}_other`], action).toBeTruthy();
    }
  });
});
