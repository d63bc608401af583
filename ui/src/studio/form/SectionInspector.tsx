import { Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Section } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { nudgeSection, reworded, setSection } from '../model/fields';
import { addTab, setSectionTab, setTabWords, tabsOf } from '../model/tabs';
import { Setting, SettingGroup } from '../parts/Setting';
import { useNarrow } from '../parts/useNarrow';
import { WordsInput } from '../parts/WordsInput';
import { ActionBar } from './ActionBar';
import styles from './Inspector.module.css';
import { KindIcon } from './KindIcon';
import { useRemoval } from './useRemoval';

/** No tab's id: they begin with a letter. */
const NEW = '+';

/** The settings of a section. */
export function SectionInspector({ section, onDone }: { section: Section; onDone: () => void }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const narrow = useNarrow();
  const { removeSection } = useRemoval();
  const index = app.form.layout.sections.indexOf(section);
  const tabs = tabsOf(app);
  const tab = tabs.find((each) => each.id === section.tab);
  return (
    <div data-inspector>
      <div className={styles.head}>
        <span className={styles.icon}>
          <KindIcon kind="section" />
        </span>
        <h2 className={styles.kind}>{t('kind.section')}</h2>
        {narrow && (
          <ActionBar
            title={words(section.title)}
            canUp={index > 0}
            canDown={index < app.form.layout.sections.length - 1}
            onUp={() => edit((a) => nudgeSection(a, section.id, -1))}
            onDown={() => edit((a) => nudgeSection(a, section.id, 1))}
            onRemove={() => {
              onDone();
              removeSection(section.id);
            }}
          />
        )}
      </div>
      <SettingGroup>
        <WordsInput
          label={t('section.title')}
          value={section.title}
          onChange={(language, wording) =>
            edit(
              (a) => setSection(a, section.id, { title: reworded(section.title, language, wording) }),
              `section ${section.id} ${language}`,
            )
          }
        />
        <Setting label={t('section.columns')}>
          {(control) => (
            <Segmented<1 | 2 | 3>
              block
              aria-labelledby={control['aria-labelledby']}
              value={section.columns ?? 1}
              options={[
                { value: 1, label: t('section.one') },
                { value: 2, label: t('section.two') },
                { value: 3, label: t('section.three') },
              ]}
              onChange={(columns) => edit((a) => setSection(a, section.id, { columns }))}
            />
          )}
        </Setting>
        <Setting label={t('section.tab')}>
          {(control) => (
            <Select
              {...control}
              style={{ width: '100%' }}
              value={section.tab ?? ''}
              options={[
                { value: '', label: t('section.tabNone') },
                ...tabs.map((each) => ({ value: each.id, label: words(each.title) || each.id })),
                { value: NEW, label: t('section.tabNew') },
              ]}
              onChange={(to) =>
                edit((a) => (to === NEW ? addTab(a, section.id) : setSectionTab(a, section.id, to || undefined)))
              }
            />
          )}
        </Setting>
        {tab && (
          <WordsInput
            label={t('section.tabTitle')}
            value={tab.title}
            onChange={(language, wording) =>
              edit((a) => setTabWords(a, tab.id, language, wording), `tab ${tab.id} ${language}`)
            }
          />
        )}
      </SettingGroup>
    </div>
  );
}
