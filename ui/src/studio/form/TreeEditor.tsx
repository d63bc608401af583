import { DeleteOutlined, FolderOutlined, MoreOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { addTreeRow, moveTreeRow, removeTreeRow, setTreeWords, type TreeMove, treeMoves, treeOf } from '../model/tree';
import { SettingGroup } from '../parts/Setting';
import { WordsInput } from '../parts/WordsInput';
import styles from './TreeEditor.module.css';

/** The groups and options of a choice, line by line; the menu of each line moves it. */
export function TreeEditor({ path }: { path: string }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const rows = treeOf(app, path);
  const names: Record<TreeMove, string> = {
    up: t('action.up'),
    down: t('action.down'),
    deeper: t('field.deeper'),
    higher: t('field.higher'),
  };
  return (
    <SettingGroup title={t('field.groups')}>
      <ol className={styles.rows}>
        {rows.map((row, index) => {
          const group = row.value === undefined;
          const label = t(group ? 'field.group' : 'field.option', { n: index + 1 });
          const title = words(row.words) || label;
          const moves = treeMoves(rows, index);
          return (
            // A line is what stands at its place: moving it changes the words in it.
            // biome-ignore lint/suspicious/noArrayIndexKey: groups have no ids
            <li key={index} className={styles.row} style={{ marginInlineStart: row.depth * 14 }}>
              <span className={styles.mark} aria-hidden="true">
                {group ? <FolderOutlined /> : '–'}
              </span>
              <WordsInput
                bare
                label={label}
                value={row.words}
                onChange={(language, wording) =>
                  edit((a) => setTreeWords(a, path, index, language, wording), `tree ${path} ${index} ${language}`)
                }
              />
              <Dropdown
                trigger={['click']}
                menu={{
                  items: [
                    ...(group
                      ? [{ key: 'add', label: t('field.addOptionTo'), icon: <PlusOutlined aria-hidden="true" /> }]
                      : []),
                    ...(Object.keys(names) as TreeMove[]).map((move) => ({
                      key: move,
                      label: names[move],
                      disabled: !moves[move],
                    })),
                    {
                      key: 'remove',
                      label: t('action.remove'),
                      icon: <DeleteOutlined aria-hidden="true" />,
                      danger: true,
                    },
                  ],
                  onClick: ({ key }) => {
                    if (key === 'add') edit((a) => addTreeRow(a, path, index));
                    else if (key === 'remove') edit((a) => removeTreeRow(a, path, index));
                    else edit((a) => moveTreeRow(a, path, index, key as TreeMove));
                  },
                }}
              >
                <Button
                  type="text"
                  icon={<MoreOutlined aria-hidden="true" />}
                  aria-label={t('action.toolbar', { title })}
                />
              </Dropdown>
            </li>
          );
        })}
      </ol>
      <Button
        type="dashed"
        block
        icon={<PlusOutlined aria-hidden="true" />}
        onClick={() => edit((a) => addTreeRow(a, path, 'group'))}
      >
        {t('field.addGroup')}
      </Button>
    </SettingGroup>
  );
}
