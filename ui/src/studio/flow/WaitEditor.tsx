import { Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FlowNode, WaitFor } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { fieldsOf } from '../model/fields';
import { pruned, setNode } from '../model/flow';
import { Setting, SettingGroup } from '../parts/Setting';
import styles from './Settings.module.css';
import { SpanInput } from './SpanInput';
import { useFieldTitle } from './useNames';

const kinds = ['for', 'field', 'work'] as const;
type Kind = (typeof kinds)[number];

const kindOf = (wait: WaitFor): Kind => (wait.work ? 'work' : wait.for ? 'for' : 'field');

/** The dates of the form, and both ends of its ranges of dates, by their paths. */
function useDates(): { value: string; label: string }[] {
  const app = useApp();
  const words = useWords();
  const title = useFieldTitle();
  return fieldsOf(app).flatMap((field) => {
    if (field.path.includes('.')) return [];
    if (field.kind === 'date') return [{ value: field.path, label: words(field.layout.title) || field.id }];
    if (field.kind !== 'dateRange') return [];
    return [`${field.path}.start`, `${field.path}.end`].map((path) => ({ value: path, label: title(path) }));
  });
}

const times = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);

/** What a step waits for. */
export function WaitEditor({ node }: { node: FlowNode }) {
  const { t } = useTranslation('time');
  const edit = useEdit();
  const dates = useDates();
  const wait = node.wait ?? {};
  const { before, for: length } = wait;
  const kind = kindOf(wait);
  const set = (next: WaitFor) => edit((a) => setNode(a, node.id, { wait: pruned(next) }), `node ${node.id} wait`);
  const fresh: Record<Kind, WaitFor> = {
    for: { for: { amount: 1, unit: 'workDays' } },
    field: { field: dates[0]?.value, at: '09:00' },
    work: { work: true },
  };
  return (
    <SettingGroup>
      <Setting label={t('edit.waitFor')} help={kind === 'work' ? t('edit.workHelp') : undefined}>
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            value={kind}
            options={kinds.map((each) => ({ value: each, label: t(`edit.kind.${each}`) }))}
            onChange={(next) => set(fresh[next])}
          />
        )}
      </Setting>
      {length && (
        <Setting label={t('edit.howLong')}>
          {(control) => <SpanInput {...control} value={length} onChange={(span) => set({ for: span })} />}
        </Setting>
      )}
      {kind === 'field' &&
        (dates.length === 0 ? (
          <p className={styles.faint}>{t('edit.noDate')}</p>
        ) : (
          <>
            <Setting label={t('edit.field')}>
              {(control) => (
                <Select
                  {...control}
                  style={{ width: '100%' }}
                  value={dates.some((each) => each.value === wait.field) ? wait.field : undefined}
                  placeholder={t('edit.chooseField')}
                  options={dates}
                  onChange={(field) => set({ ...wait, field })}
                />
              )}
            </Setting>
            <Setting label={t('edit.at')}>
              {(control) => (
                <Select
                  {...control}
                  style={{ width: '100%' }}
                  value={wait.at ?? '00:00'}
                  options={[...new Set([...times, wait.at ?? '00:00'])].sort().map((at) => ({ value: at, label: at }))}
                  onChange={(at) => set({ ...wait, at })}
                />
              )}
            </Setting>
            <Setting label={t('edit.before')} help={t('edit.beforeHelp')} inline>
              {(control) => (
                <Switch
                  {...control}
                  checked={before !== undefined}
                  onChange={(on) => set({ ...wait, before: on ? { amount: 1, unit: 'workDays' } : undefined })}
                />
              )}
            </Setting>
            {before && (
              <Setting label={t('edit.howLong')}>
                {(control) => (
                  <SpanInput {...control} value={before} onChange={(span) => set({ ...wait, before: span })} />
                )}
              </Setting>
            )}
          </>
        ))}
    </SettingGroup>
  );
}
