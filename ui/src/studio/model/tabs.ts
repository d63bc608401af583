import type { App } from '../../api/studioTypes';
import type { Language, Tab, Text } from '../../api/types';
import { reworded } from './fields';
import { type Ids, randomIds } from './ids';

/** The tabs of a form, in order. */
export function tabsOf(app: App): readonly Tab[] {
  return app.form.layout.tabs ?? [];
}

/** Tabs follow the order of their first sections, and one without a section goes. */
function settled(app: App, tabs: readonly Tab[]): App {
  const { tabs: _old, ...layout } = app.form.layout;
  const order = layout.sections.map((section) => section.tab);
  const kept = tabs
    .filter((tab) => order.includes(tab.id))
    .toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  return { ...app, form: { ...app.form, layout: kept.length > 0 ? { ...layout, tabs: kept } : layout } };
}

/** Puts a section on a tab; without one it stands above all tabs. */
export function setSectionTab(app: App, section: string, tab: string | undefined): App {
  const sections = app.form.layout.sections.map((each) => {
    if (each.id !== section) return each;
    const { tab: _old, ...rest } = each;
    return tab === undefined ? rest : { ...rest, tab };
  });
  return settled({ ...app, form: { ...app.form, layout: { ...app.form.layout, sections } } }, tabsOf(app));
}

/** Puts a section on a new tab of its own. */
export function addTab(app: App, section: string, ids: Ids = randomIds): App {
  const id = ids('tab');
  const n = tabsOf(app).length + 1;
  const title: Text = { en: `Part ${n}`, 'zh-CN': `第 ${n} 部分` };
  const tabs = [...tabsOf(app), { id, title }];
  const next = { ...app, form: { ...app.form, layout: { ...app.form.layout, tabs } } };
  return setSectionTab(next, section, id);
}

/** Sets one wording of a tab. */
export function setTabWords(app: App, id: string, language: Language, wording: string): App {
  const tabs = tabsOf(app).map((tab) =>
    tab.id === id ? { ...tab, title: reworded(tab.title, language, wording) } : tab,
  );
  return { ...app, form: { ...app.form, layout: { ...app.form.layout, tabs } } };
}
