import { Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { canBeRequired, hasWidth, moveToSection, setAllRequired, setAllWidths } from '../model/bulk';
import { fieldAt } from '../model/fields';
import { Setting, SettingGroup } from '../parts/Setting';
import styles from './Inspector.module.css';
import { KindIcon } from './KindIcon';

/** The one value that all have, or undefined. */
function common<T>(values: readonly T[]): T | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

/** The settings that several fields share. */
export function BulkInspector({ paths }: { paths: readonly string[] }) {
  const { t } = useTranslation(['studio', 'designer']);
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const { sections } = app.form.layout;
  const requirable = paths.filter((path) => canBeRequired(app, path));
  const required = common(requirable.map((path) => fieldAt(app, path)?.required ?? false));
  const sized = paths.filter((path) => hasWidth(app, path));
  const homes = paths.map((path) => sections.find((section) => section.fields.includes(path)));
  const columns = Math.max(1, ...homes.map((section) => section?.columns ?? 1));
  const width = common(sized.map((path) => Math.min(fieldAt(app, path)?.layout.width ?? 1, columns)));
  return (
    <div data-inspector>
      <div className={styles.head}>
        <h2 className={styles.kind}>{t('designer:bulk.selected', { count: paths.length })}</h2>
      </div>
      <SettingGroup>
        <ul className={styles.several}>
          {paths.map((path) => {
            const field = fieldAt(app, path);
            return (
              field && (
                <li key={path}>
                  <KindIcon kind={field.kind} />
                  <span>{words(field.layout.title) || t('canvas.untitled')}</span>
                </li>
              )
            );
          })}
        </ul>
        <p className={styles.faint}>{t('designer:bulk.help')}</p>
      </SettingGroup>
      <SettingGroup>
        {requirable.length > 0 && (
          <Setting label={t('field.required')}>
            {(control) => (
              <Segmented
                block
                aria-labelledby={control['aria-labelledby']}
                value={required === undefined ? '' : required ? 'all' : 'none'}
                options={[
                  { value: 'all', label: t('designer:bulk.all') },
                  { value: 'none', label: t('designer:bulk.none') },
                ]}
                onChange={(value) => edit((a) => setAllRequired(a, requirable, value === 'all'))}
              />
            )}
          </Setting>
        )}
        {sized.length > 0 && columns > 1 && (
          <Setting label={t('field.width')}>
            {(control) => (
              <Segmented
                block
                aria-labelledby={control['aria-labelledby']}
                value={width ?? 0}
                options={
                  columns === 3
                    ? [
                        { value: 1, label: t('field.widthThird') },
                        { value: 2, label: t('field.widthTwo') },
                        { value: 3, label: t('field.widthFull') },
                      ]
                    : [
                        { value: 1, label: t('field.widthHalf') },
                        { value: 2, label: t('field.widthFull') },
                      ]
                }
                onChange={(value) => edit((a) => setAllWidths(a, sized, value))}
              />
            )}
          </Setting>
        )}
        <Setting label={t('designer:bulk.section')}>
          {(control) => (
            <Select
              {...control}
              style={{ width: '100%' }}
              value={common(homes)?.id}
              placeholder={t('designer:bulk.several')}
              options={sections.map((section) => ({
                value: section.id,
                label: words(section.title) || t('canvas.untitledSection'),
              }))}
              onChange={(section) => edit((a) => moveToSection(a, paths, section))}
            />
          )}
        </Setting>
      </SettingGroup>
    </div>
  );
}
