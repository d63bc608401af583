import { PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useApp, useEdit, useFindings, useReadApp, useStudio } from '../designer/context';
import { findingsAt } from '../designer/places';
import { addScript, isNamed, scriptGroups, scriptKeys, splitKey } from '../model/scripts';
import { announce } from '../parts/toast';
import styles from './ScriptList.module.css';
import { useScriptTitle } from './useScriptTitle';

export interface ScriptListProps {
  chosen: string | undefined;
  onChoose: (key: string) => void;
}

/** The app's scripts, and the way to another one. */
export function ScriptList({ chosen, onChoose }: ScriptListProps) {
  const { t } = useTranslation(['scripts', 'studio']);
  const app = useApp();
  const findings = useFindings();
  const titleOf = useScriptTitle();
  return (
    <nav className={styles.list} aria-label={t('scripts:list')}>
      <ul>
        {scriptKeys(app).map((key) => {
          const [group, name] = splitKey(key);
          const [worst] = findingsAt(findings, `scripts.${key}`);
          return (
            <li key={key}>
              <button
                type="button"
                className={styles.item}
                aria-current={key === chosen ? 'true' : undefined}
                onClick={() => onChoose(key)}
              >
                <span className={styles.title}>{titleOf(key)}</span>
                {isNamed(group) && (
                  <span className={styles.sub}>
                    {t(`scripts:group.${group}`)} {group === 'flow' && <code>{name}</code>}
                  </span>
                )}
                {worst && (
                  <span className={`${styles.dot} ${styles[worst.level]}`}>
                    <span className="visually-hidden">{t(`studio:problems.${worst.level}`)}</span>
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
      <AddScript onAdded={onChoose} />
    </nav>
  );
}

/** A menu of the kinds of scripts; of a kind that there is one of already, it leads there. */
export function AddScript({ onAdded, primary }: { onAdded: (key: string) => void; primary?: boolean }) {
  const { t } = useTranslation('scripts');
  const navigate = useNavigate();
  const { appId } = useStudio();
  const readApp = useReadApp();
  const edit = useEdit();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: scriptGroups.map((group) => ({
          key: group,
          label: (
            <span className={styles.kind}>
              {t(`group.${group}`)}
              <span className={styles.sub}>{t(`addText.${group}`)}</span>
            </span>
          ),
        })),
        onClick: ({ key: chosen }) => {
          const group = scriptGroups.find((each) => each === chosen) ?? 'validate';
          if (group === 'flow') {
            navigate(`/studio/apps/${encodeURIComponent(appId)}/flow`);
            return;
          }
          const app = readApp();
          if (!isNamed(group) && scriptKeys(app).includes(group)) {
            onAdded(group);
            return;
          }
          const added = addScript(app, group);
          edit(() => added.app);
          onAdded(added.key);
          announce(t('added'));
        },
      }}
    >
      <Button block={!primary} type={primary ? 'primary' : 'dashed'} icon={<PlusOutlined aria-hidden="true" />}>
        {t('add')}
      </Button>
    </Dropdown>
  );
}
