import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Section } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { nudgeSection, reworded, setSection } from '../model/fields';
import { Setting, SettingGroup } from '../parts/Setting';
import { useNarrow } from '../parts/useNarrow';
import { WordsInput } from '../parts/WordsInput';
import { ActionBar } from './ActionBar';
import styles from './Inspector.module.css';
import { KindIcon } from './KindIcon';
import { useRemoval } from './useRemoval';

/** The settings of a section. */
export function SectionInspector({ section, onDone }: { section: Section; onDone: () => void }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const narrow = useNarrow();
  const { removeSection } = useRemoval();
  const index = app.form.layout.sections.indexOf(section);
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
            <Segmented
              block
              aria-labelledby={control['aria-labelledby']}
              value={section.columns ?? 1}
              options={[
                { value: 1, label: t('section.one') },
                { value: 2, label: t('section.two') },
              ]}
              onChange={(columns) => edit((a) => setSection(a, section.id, { columns: columns === 2 ? 2 : 1 }))}
            />
          )}
        </Setting>
      </SettingGroup>
    </div>
  );
}
