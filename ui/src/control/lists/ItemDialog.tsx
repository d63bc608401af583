import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Modal, Select, Switch } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListOption, listKeys, lists, type OrgList, type Text } from '../../api';
import { useSettled } from '../../form/widgets/useSettled';
import { useWords } from '../../i18n/words';
import { toast } from '../../studio/parts/toast';
import { Field } from '../../ui/Field';
import people from '../people/People.module.css';
import { BothWords } from './BothWords';
import styles from './Lists.module.css';
import { useRefused } from './useRefused';

export interface ItemDialogProps {
  list: OrgList;
  above: OrgList | undefined;
  /** Absent for a new one. */
  item?: ListOption;
  onClose: () => void;
}

/** Adds an item to a list, renames one, or switches it off. */
export function ItemDialog({ list, above, item, onClose }: ItemDialogProps) {
  const { t } = useTranslation(['lists', 'common']);
  const id = useId();
  const client = useQueryClient();
  const [value, setValue] = useState(item?.value ?? '');
  const [label, setLabel] = useState<Text>(item?.label ?? {});
  const [parent, setParent] = useState(item?.parent ?? '');
  const [off, setOff] = useState(item?.off ?? false);
  const save = useMutation({
    mutationFn: () => {
      const input = { value: value.trim(), label, parent, off };
      return item ? lists.editItem(list.id, input) : lists.addItem(list.id, input);
    },
    onSuccess: async () => {
      toast(t('lists:saved'));
      await client.invalidateQueries({ queryKey: listKeys.all });
      onClose();
    },
  });
  const { error, text } = useRefused(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal
      open
      title={item ? t('lists:item.editTitle', { value: item.value }) : t('lists:item.addTitle')}
      onCancel={onClose}
      footer={null}
      width={560}
      destroyOnHidden
    >
      <form className={people.form} onSubmit={submit} noValidate>
        {text && <Alert type="error" showIcon role="alert" title={text} />}
        {!item && (
          <Field
            id={`${id}-value`}
            label={t('lists:item.value')}
            help={t('lists:item.valueHelp')}
            error={error('/value')}
            required
          >
            {(control) => (
              <Input
                {...control}
                value={value}
                maxLength={64}
                autoComplete="off"
                onChange={(event) => setValue(event.target.value)}
              />
            )}
          </Field>
        )}
        <BothWords
          id={`${id}-label`}
          label={t('lists:item.label')}
          value={label}
          onChange={setLabel}
          at="/label"
          error={error}
        />
        {above && (
          <Field id={`${id}-parent`} label={t('lists:parent')} error={error('/parent')} required>
            {(control) => <ParentSelect {...control} above={above} value={parent} onChange={setParent} />}
          </Field>
        )}
        {item && (
          <div className={styles.switch}>
            <label htmlFor={`${id}-on`}>{t('lists:item.offered')}</label>
            <Switch id={`${id}-on`} checked={!off} onChange={(on) => setOff(!on)} />
            <p className={people.faint}>{t('lists:item.offeredHelp')}</p>
          </div>
        )}
        <div className={people.footer}>
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('lists:item.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface ParentSelectProps {
  id: string;
  above: OrgList;
  value: string;
  onChange: (value: string) => void;
}

/** A value of the list above, found by any part of its words. */
function ParentSelect({ above, value, onChange, ...control }: ParentSelectProps) {
  const words = useWords();
  const [text, setText] = useState('');
  const search = { q: useSettled(text.trim(), 200), limit: 100 };
  const found = useQuery({
    queryKey: listKeys.items(above.id, search),
    queryFn: ({ signal }) => lists.items(above.id, search, signal),
    placeholderData: (before) => before,
  });
  const own = useQuery({
    queryKey: listKeys.option(above.id, value),
    queryFn: async ({ signal }) => (await lists.optionsOf(above.id, [value], signal)).items[0] ?? null,
    enabled: value !== '',
  });
  return (
    <Select
      {...control}
      value={value || null}
      showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
      options={(found.data?.items ?? []).map((each) => ({
        value: each.value,
        label: words(each.label) || each.value,
      }))}
      labelRender={({ value: chosen }) => words(own.data?.label) || String(chosen)}
      onChange={onChange}
    />
  );
}
