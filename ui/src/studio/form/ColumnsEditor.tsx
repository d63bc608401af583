import { LockOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useEdit, useReadApp, useSelection } from '../designer/context';
import { addColumn, type Field, moved, orderColumns } from '../model/fields';
import { columnKinds, type FieldKind } from '../model/kinds';
import { ReorderList } from '../parts/ReorderList';
import { SettingGroup } from '../parts/Setting';
import styles from './Inspector.module.css';
import { KindIcon } from './KindIcon';
import { useRemoval } from './useRemoval';

/** The columns of a table; each opens its own settings. */
export function ColumnsEditor({ table }: { table: Field }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const edit = useEdit();
  const readApp = useReadApp();
  const [, select] = useSelection();
  const { removeField } = useRemoval();
  const order = table.columns.map((column) => column.id);

  const add = (kind: FieldKind) => {
    const added = addColumn(readApp(), table.path, kind);
    edit(() => added.app);
    select({ kind: 'field', path: added.path });
  };
  return (
    <SettingGroup title={t('field.columns')}>
      <div className={styles.limits}>
        <ReorderList
          label={t('field.columns')}
          items={table.columns.map((column) => {
            const title = words(column.layout.title) || t('canvas.untitled');
            return {
              id: column.id,
              title,
              content: (
                <button
                  type="button"
                  className={styles.columnRow}
                  aria-label={t('field.openColumn', { title })}
                  onClick={() => select({ kind: 'field', path: column.path })}
                >
                  <KindIcon kind={column.kind} />
                  <span className={styles.columnName}>
                    {title}
                    {column.required && <span className={styles.star}>*</span>}
                  </span>
                  {column.sensitive && (
                    <LockOutlined title={t('canvas.sensitive')} aria-label={t('canvas.sensitive')} />
                  )}
                  <RightOutlined aria-hidden="true" />
                </button>
              ),
            };
          })}
          onMove={(from, to) => edit((a) => orderColumns(a, table.path, moved(order, from, to)))}
          onRemove={(id) => removeField(`${table.path}.${id}`)}
        />
        <Dropdown
          trigger={['click']}
          menu={{
            items: columnKinds.map((kind) => ({ key: kind, label: t(`kind.${kind}`), icon: <KindIcon kind={kind} /> })),
            onClick: ({ key }) => add(key as FieldKind),
          }}
        >
          <Button type="dashed" block icon={<PlusOutlined aria-hidden="true" />}>
            {t('field.addColumn')}
          </Button>
        </Dropdown>
      </div>
    </SettingGroup>
  );
}
