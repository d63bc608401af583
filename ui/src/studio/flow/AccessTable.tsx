import { LockOutlined } from '@ant-design/icons';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { KindIcon } from '../form/KindIcon';
import { type Field, fieldsOf } from '../model/fields';
import { accessOf, type StepAccess, setAccess } from '../model/flow';
import { SettingGroup } from '../parts/Setting';
import styles from './Settings.module.css';

/** What the people of a step may do with each field of the form. */
export function AccessTable({ node }: { node: FlowNode }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const fields = fieldsOf(app);
  const fills = node.type === 'fillIn';
  const scripted = node.type === 'script';
  const choices: StepAccess[] = scripted
    ? ['read', 'edit']
    : node.type === 'cc'
      ? ['read', 'hide']
      : fills
        ? ['read', 'edit', 'must', 'hide']
        : ['read', 'edit', 'hide'];
  const opening = fills ? 'fill' : scripted ? 'set' : 'edit';
  const labelled = (values: StepAccess[]) =>
    values.map((value) => ({ value, label: t(`flow.${value === 'edit' ? opening : value}`) }));
  const options = labelled(choices);
  // A script reads the whole form, and a copy opens nothing that is sealed.
  const guarded = labelled(scripted ? choices : node.type === 'cc' ? ['veil', 'hide'] : ['veil', ...choices]);
  if (fields.length === 0) return null;
  const seals = (field: Field) => !scripted && (field.sensitive || field.columns.some((column) => column.sensitive));
  // What is sensitive is opened one by one, not with all the others.
  const paths = fields.filter((field) => !seals(field)).map((field) => field.path);
  const given = new Set(paths.map((path) => accessOf(node, path)));
  const common = given.size === 1 ? [...given][0] : undefined;
  return (
    <SettingGroup
      title={t(
        node.type === 'cc'
          ? 'flow.accessCopy'
          : fills
            ? 'flow.accessFillIn'
            : scripted
              ? 'flow.accessScript'
              : 'flow.access',
      )}
    >
      <ul className={styles.access}>
        <li className={styles.accessAll}>
          <span className={styles.accessName}>{t('flow.accessAll')}</span>
          <Segmented
            size="small"
            aria-label={t('flow.accessAll')}
            value={common ?? ''}
            options={options}
            onChange={(access) => edit((a) => setAccess(a, node.id, paths, access as StepAccess))}
          />
        </li>
        {fields.map((field) => {
          const title = words(field.layout.title) || t('canvas.untitled');
          const sealed = seals(field);
          return (
            <li key={field.path} className={sealed ? styles.accessSealed : undefined}>
              <span className={styles.accessIcon}>
                <KindIcon kind={field.kind} />
              </span>
              <span className={styles.accessName} title={title}>
                {title}
                {sealed && <LockOutlined className={styles.accessLock} aria-hidden="true" />}
              </span>
              <Segmented
                size="small"
                aria-label={title}
                aria-describedby={sealed ? 'access-sensitive' : undefined}
                value={accessOf(node, field.path, sealed)}
                options={sealed ? guarded : options}
                onChange={(access) => edit((a) => setAccess(a, node.id, [field.path], access, sealed))}
              />
            </li>
          );
        })}
      </ul>
      {fields.some(seals) && (
        <p className={styles.accessNote} id="access-sensitive">
          {t('flow.accessSensitive')}
        </p>
      )}
    </SettingGroup>
  );
}
