import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useApp, useSelection, useStudio } from '../designer/context';
import { type Use, usesOf } from '../model/uses';
import { SettingGroup } from '../parts/Setting';
import type { Selection } from '../state/designer';
import styles from './Inspector.module.css';
import { useUseWords } from './useRemoval';

function targetOf(use: Use): { tab: string; selection: Selection } | undefined {
  switch (use.kind) {
    case 'rule':
      return { tab: 'rules', selection: { kind: 'rule', id: use.id } };
    case 'branch':
      return { tab: 'flow', selection: { kind: 'branch', id: use.id } };
    case 'step':
      return { tab: 'flow', selection: { kind: 'node', id: use.id } };
    case 'field':
      return { tab: 'form', selection: { kind: 'field', path: use.id } };
    case 'script':
      return { tab: 'scripts', selection: { kind: 'script', key: use.id } };
    default:
      return undefined;
  }
}

/** Where a field is used, with a way to each place. */
export function Uses({ path }: { path: string }) {
  const { t } = useTranslation('studio');
  const navigate = useNavigate();
  const { appId } = useStudio();
  const app = useApp();
  const [, select] = useSelection();
  const wordsOf = useUseWords();
  const uses = usesOf(app, path);
  if (uses.length === 0) return null;
  return (
    <SettingGroup title={t('inspector.uses')}>
      <ul className={styles.uses}>
        {uses.map((use) => {
          const target = targetOf(use);
          return (
            <li key={`${use.kind} ${use.id}`}>
              {target ? (
                <button
                  type="button"
                  className={styles.use}
                  onClick={() => {
                    select(target.selection);
                    navigate(`/studio/apps/${encodeURIComponent(appId)}/${target.tab}`, {
                      state: { follow: Date.now() },
                    });
                  }}
                >
                  {wordsOf(use)}
                </button>
              ) : (
                wordsOf(use)
              )}
            </li>
          );
        })}
      </ul>
    </SettingGroup>
  );
}
