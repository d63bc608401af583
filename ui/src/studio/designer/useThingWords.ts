import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { App } from '../../api';
import { useLanguage, wordsIn } from '../../i18n/words';
import { fieldAt } from '../model/fields';
import type { Thing } from '../model/merge/merge';

/** Words the parts of an app that people have changed. */
export function useThingWords() {
  const { t } = useTranslation('studio');
  const language = useLanguage();

  const nameIn = useCallback(
    (app: App, { kind, id }: Thing): string => {
      const titleOf = (path: string) => wordsIn(fieldAt(app, path)?.layout.title, language);
      switch (kind) {
        case 'field': {
          const [table = ''] = id.split('.');
          const title = titleOf(id);
          return title && id.includes('.') ? `${titleOf(table)} › ${title}` : title;
        }
        case 'block':
          return titleOf(id);
        case 'section':
          return wordsIn(app.form.layout.sections.find((each) => each.id === id)?.title, language);
        case 'tab':
          return wordsIn(app.form.layout.tabs?.find((each) => each.id === id)?.title, language);
        case 'rule':
          return wordsIn(app.rules.find((each) => each.id === id)?.name, language);
        case 'node':
          return wordsIn(app.flow.nodes.find((each) => each.id === id)?.name, language);
        case 'edge': {
          const edge = app.flow.edges.find((each) => each.id === id);
          const node = (of?: string) => wordsIn(app.flow.nodes.find((each) => each.id === of)?.name, language);
          return wordsIn(edge?.name, language) || (edge ? `${node(edge.from)} → ${node(edge.to)}` : '');
        }
        default:
          return '';
      }
    },
    [language],
  );

  /** “Field Days”, by the first of the apps that has it. */
  const thing = useCallback(
    (what: Thing, ...apps: App[]): string => {
      const name = apps.map((app) => nameIn(app, what)).find((each) => each !== '');
      const kind = t(`mergeThing.${what.kind}`);
      return name ? t('stale.thing', { kind, name }) : kind;
    },
    [nameIn, t],
  );

  return { thing, nameIn };
}
