import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { KindIcon } from '../form/KindIcon';
import { fieldsOf } from '../model/fields';
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
  const options = choices.map((value) => ({ value, label: t(`flow.${value === 'edit' ? opening : value}`) }));
  if (fields.length === 0) return null;
  const paths = fields.map((field) => field.path);
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
          return (
            <li key={field.path}>
              <span className={styles.accessIcon}>
                <KindIcon kind={field.kind} />
              </span>
              <span className={styles.accessName} title={title}>
                {title}
              </span>
              <Segmented
                size="small"
                aria-label={title}
                value={accessOf(node, field.path)}
                options={options}
                onChange={(access) => edit((a) => setAccess(a, node.id, [field.path], access))}
              />
            </li>
          );
        })}
      </ul>
    </SettingGroup>
  );
}
