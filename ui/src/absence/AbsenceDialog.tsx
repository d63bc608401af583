import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Checkbox, Input, Modal, Radio, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Absence, ApiProblem, absenceKeys, absences, type PersonName } from '../api';
import { DateInput } from '../form/widgets/DateInput';
import { useWords } from '../i18n/words';
import { toast } from '../studio/parts/toast';
import { Field } from '../ui/Field';
import { useProblemText } from '../ui/problemText';
import { PeoplePicker } from '../work/actions/PeoplePicker';
import styles from './Absences.module.css';
import { beginning, ending, type Half, type HalfDay, halfOf, lastHalf } from './period';
import { useAbsenceApps } from './useApps';

export interface AbsenceDialogProps {
  person: PersonName;
  own: boolean;
  /** The absence that is changed; none is a new one. */
  absence?: Absence;
  zone: string;
  onClose: () => void;
}

interface Filled {
  from: HalfDay;
  until: HalfDay;
  standIn: string[];
  /** None is all of them. */
  apps?: string[];
  waiting: boolean;
  reason: string;
}

const DAY = 86_400_000;

function filledFrom(absence: Absence | undefined, zone: string): Filled {
  if (!absence) {
    const { date } = halfOf(Date.now() + DAY, zone);
    return { from: { date, half: 'am' }, until: { date, half: 'pm' }, standIn: [], waiting: false, reason: '' };
  }
  return {
    from: halfOf(absence.from, zone),
    until: lastHalf(absence.until, zone),
    standIn: absence.standIn ? [absence.standIn.id] : [],
    apps: absence.apps.length > 0 ? absence.apps : undefined,
    waiting: absence.waiting,
    reason: absence.reason ?? '',
  };
}

const same = (a: HalfDay, b: HalfDay) => a.date === b.date && a.half === b.half;

/** Asks from when to when somebody is away, who stands in, and for what. */
export function AbsenceDialog({ person, own, absence, zone, onClose }: AbsenceDialogProps) {
  const { t } = useTranslation(['absence', 'common']);
  const words = useWords();
  const problemText = useProblemText();
  const client = useQueryClient();
  const id = useId();
  const { apps } = useAbsenceApps();
  const [first] = useState(() => filledFrom(absence, zone));
  const [filled, setFilled] = useState(first);
  const [tried, setTried] = useState(false);
  const name = words(person.name);

  // What was not touched stays as it was, to the minute.
  const from = absence && same(filled.from, first.from) ? absence.from : beginning(filled.from, zone);
  const until = absence && same(filled.until, first.until) ? absence.until : ending(filled.until, zone);
  const wrong = {
    from: filled.from.date ? undefined : t('absence:dialog.missing'),
    until: !filled.until.date ? t('absence:dialog.missing') : until <= from ? t('absence:dialog.order') : undefined,
    standIn: filled.standIn.length > 0 ? undefined : t('absence:dialog.missing'),
    apps: filled.apps?.length === 0 ? t('absence:dialog.noApps') : undefined,
  };
  const save = useMutation({
    mutationFn: () => {
      const fields = {
        from,
        until,
        standIn: filled.standIn[0] ?? '',
        apps: filled.apps ?? [],
        reason: filled.reason.trim(),
        waiting: filled.waiting,
      };
      return absence ? absences.edit(person.id, absence.id, fields) : absences.add(person.id, fields);
    },
    onSuccess: () => {
      toast(t('absence:saved'));
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: absenceKeys.of(person.id) }),
  });
  const refused = save.error instanceof ApiProblem ? save.error.errors : [];
  const error = (field: keyof typeof wrong | 'reason') =>
    (tried && field !== 'reason' ? wrong[field] : undefined) ??
    refused.find((each) => each.path === `/${field}`)?.message;
  const submit = () => {
    setTried(true);
    const missing = (Object.keys(wrong) as (keyof typeof wrong)[]).find((field) => wrong[field]);
    if (!missing) save.mutate();
    else document.getElementById(`${id}-${missing}`)?.focus();
  };
  const set = (change: Partial<Filled>) => {
    save.reset();
    setFilled((before) => ({ ...before, ...change }));
  };
  const halves: { value: Half; label: string }[] = [
    { value: 'am', label: t('absence:dialog.morning') },
    { value: 'pm', label: t('absence:dialog.afternoon') },
  ];
  const day = (field: 'from' | 'until') => (
    <div className={styles.days}>
      <Field id={`${id}-${field}`} label={t(`absence:dialog.${field}`)} error={error(field)} required>
        {(control) => (
          <DateInput
            control={control}
            value={filled[field].date}
            onChange={(date) => set({ [field]: { ...filled[field], date: date ?? '' } })}
            onLeave={() => {}}
          />
        )}
      </Field>
      <Field id={`${id}-${field}-half`} label={t(`absence:dialog.${field}Half`)}>
        {(control) => (
          <Select<Half>
            {...control}
            style={{ width: '100%' }}
            value={filled[field].half}
            options={halves}
            onChange={(half) => set({ [field]: { ...filled[field], half } })}
          />
        )}
      </Field>
    </div>
  );
  const title = absence
    ? t('absence:dialog.edit')
    : own
      ? t('absence:dialog.add')
      : t('absence:dialog.addOther', { name });
  return (
    <Modal
      open
      title={title}
      okText={t('common:action.save')}
      cancelText={t('common:action.cancel')}
      confirmLoading={save.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <div className={styles.form}>
        {save.isError && (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={refused.length > 0 ? t('absence:dialog.refused') : problemText(save.error)}
          />
        )}
        {day('from')}
        {day('until')}
        <p className={styles.faint}>{t('absence:dialog.zone', { zone })}</p>
        <Field
          id={`${id}-standIn`}
          label={t('absence:dialog.standIn')}
          help={own ? t('absence:dialog.standInHelp') : t('absence:dialog.standInHelpOther', { name })}
          error={error('standIn')}
          required
        >
          {(control) => (
            <PeoplePicker
              {...control}
              one
              known={absence?.standIn && [absence.standIn]}
              except={person.id}
              value={filled.standIn}
              onChange={(standIn) => set({ standIn })}
            />
          )}
        </Field>
        <Field id={`${id}-range`} label={t('absence:dialog.apps')} group>
          {() => (
            <Radio.Group
              className={styles.choices}
              value={filled.apps !== undefined}
              options={[
                { value: false, label: t('absence:dialog.all') },
                { value: true, label: t('absence:dialog.some') },
              ]}
              onChange={(event) => set({ apps: event.target.value ? [] : undefined })}
            />
          )}
        </Field>
        {filled.apps && (
          <Field id={`${id}-apps`} label={t('absence:dialog.choose')} error={error('apps')} required>
            {(control) => (
              <Select<string[]>
                {...control}
                mode="multiple"
                style={{ width: '100%' }}
                showSearch={{ optionFilterProp: 'label' }}
                value={filled.apps}
                options={apps.map((app) => ({ value: app.id, label: words(app.name) }))}
                onChange={(chosen) => set({ apps: chosen })}
              />
            )}
          </Field>
        )}
        <div>
          <Checkbox
            checked={filled.waiting}
            aria-describedby={`${id}-waiting`}
            onChange={(event) => set({ waiting: event.target.checked })}
          >
            {t('absence:dialog.waiting')}
          </Checkbox>
          <p id={`${id}-waiting`} className={styles.faint}>
            {t('absence:dialog.waitingHelp')}
          </p>
        </div>
        <Field
          id={`${id}-reason`}
          label={t('absence:dialog.reason')}
          help={own ? t('absence:dialog.reasonHelp') : t('absence:dialog.reasonHelpOther', { name })}
          error={error('reason')}
        >
          {(control) => (
            <Input
              {...control}
              maxLength={200}
              value={filled.reason}
              onChange={(event) => set({ reason: event.target.value })}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
