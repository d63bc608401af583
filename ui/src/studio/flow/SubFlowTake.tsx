import { ArrowRightOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SubFlow } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp } from '../designer/context';
import type { Field } from '../model/fields';
import { type Beside, besides, isBeside, takenAt, targetsFor } from '../model/subflow';
import { SettingGroup } from '../parts/Setting';
import styles from './Settings.module.css';

const full = { width: '100%' };

const besideWords = { $status: 'edit.takeStatus', $result: 'edit.takeResult', $no: 'edit.takeNumber' } as const;

export interface TakeListProps {
  sub: SubFlow;
  fields: readonly Field[];
  onChange: (next: SubFlow, key?: string) => void;
}

/** What is taken over into this form when the request that was started has ended. */
export function TakeList({ sub, fields, onChange }: TakeListProps) {
  const { t } = useTranslation('subflow');
  const words = useWords();
  const app = useApp();
  const take = sub.take ?? [];
  const name = (field: Field) => words(field.layout.title) || field.id;
  const froms = [
    ...besides.map((each) => ({ value: each as string, label: t(besideWords[each]) })),
    ...fields.map((field) => ({ value: field.id, label: name(field) })),
  ];
  const source = (from: string): Field | Beside | undefined =>
    isBeside(from) ? from : fields.find((field) => field.id === from);
  const free = (from: string) => {
    const what = source(from);
    return what ? targetsFor(app, sub.each, what).filter((to) => !take.some((each) => each.to === to.path)) : [];
  };
  const next = froms.find((from) => free(from.value).length > 0);
  return (
    <SettingGroup title={t('edit.take')}>
      <p className={styles.faint}>{t(sub.each ? 'edit.takeRowHelp' : 'edit.takeHelp')}</p>
      {take.map((each, index) => {
        const what = source(each.from);
        const targets = what ? targetsFor(app, sub.each, what) : [];
        const label = froms.find((from) => from.value === each.from)?.label ?? each.from;
        return (
          <fieldset key={each.to || index} className={styles.taking}>
            <legend className="visually-hidden">{t('edit.takes', { field: label })}</legend>
            <Select
              aria-label={t('edit.takeFrom')}
              style={full}
              value={each.from}
              options={froms.some((from) => from.value === each.from) ? froms : [...froms, { value: each.from, label }]}
              onChange={(from) => onChange(takenAt(sub, index, { from, to: keep(from, each.to) }))}
            />
            <ArrowRightOutlined aria-hidden="true" className={styles.accessIcon} />
            <Select
              aria-label={t('edit.takeTo')}
              style={full}
              status={each.to ? undefined : 'error'}
              value={each.to || undefined}
              placeholder={t('edit.chooseField')}
              notFoundContent={t('edit.noTarget')}
              options={[
                ...targets.map((to) => ({ value: to.path, label: name(to) })),
                ...(each.to && !targets.some((to) => to.path === each.to) ? [{ value: each.to, label: each.to }] : []),
              ]}
              onChange={(to) => onChange(takenAt(sub, index, { ...each, to }))}
            />
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('edit.takeNot', { field: label })}
              onClick={() => onChange(takenAt(sub, index, undefined))}
            />
          </fieldset>
        );
      })}
      <Button
        block
        type="dashed"
        icon={<PlusOutlined />}
        disabled={!next}
        onClick={() =>
          next && onChange(takenAt(sub, take.length, { from: next.value, to: free(next.value)[0]?.path ?? '' }))
        }
      >
        {t('edit.takeMore')}
      </Button>
      {!next && take.length === 0 && <p className={styles.faint}>{t('edit.noTarget')}</p>}
    </SettingGroup>
  );

  /** The field that something else is put into: the same, if it fits, else the first that does. */
  function keep(from: string, to: string): string {
    const what = source(from);
    const targets = what ? targetsFor(app, sub.each, what) : [];
    return targets.some((target) => target.path === to) ? to : (free(from)[0]?.path ?? '');
  }
}
