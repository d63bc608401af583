import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Modal, Select } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listKeys, lists, type OrgList, type Text } from '../../api';
import { useWords } from '../../i18n/words';
import { toast } from '../../studio/parts/toast';
import { Field } from '../../ui/Field';
import people from '../people/People.module.css';
import { BothWords } from './BothWords';
import { useRefused } from './useRefused';

export interface ListDialogProps {
  /** Absent for a new one. */
  list?: OrgList;
  all: readonly OrgList[];
  onClose: () => void;
  onSaved: (id: string) => void;
}

/** Makes a list, or renames one. */
export function ListDialog({ list, all, onClose, onSaved }: ListDialogProps) {
  const { t } = useTranslation(['lists', 'common']);
  const words = useWords();
  const id = useId();
  const client = useQueryClient();
  const [listId, setListId] = useState('');
  const [name, setName] = useState<Text>(list?.name ?? {});
  const [above, setAbove] = useState(list?.above ?? '');
  const save = useMutation({
    mutationFn: () =>
      list ? lists.edit(list.id, { rev: list.rev, name, above }) : lists.add({ id: listId.trim(), name, above }),
    onSuccess: async (saved) => {
      toast(t('lists:saved'));
      await client.invalidateQueries({ queryKey: listKeys.all });
      onSaved(saved.id);
    },
  });
  const { error, text } = useRefused(save.error);
  const fixed = (list?.items ?? 0) > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal
      open
      title={t(list ? 'lists:editTitle' : 'lists:addTitle')}
      onCancel={onClose}
      footer={null}
      width={560}
      destroyOnHidden
    >
      <form className={people.form} onSubmit={submit} noValidate>
        {text && <Alert type="error" showIcon role="alert" title={text} />}
        <BothWords
          id={`${id}-name`}
          label={t('lists:name')}
          value={name}
          onChange={setName}
          at="/name"
          error={error}
          required
        />
        {!list && (
          <Field id={`${id}-id`} label={t('lists:id')} help={t('lists:idHelp')} error={error('/id')} required>
            {(control) => (
              <Input
                {...control}
                value={listId}
                maxLength={64}
                autoCapitalize="none"
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setListId(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field
          id={`${id}-above`}
          label={t('lists:above')}
          help={t(fixed ? 'lists:aboveFixed' : 'lists:aboveHelp')}
          error={error('/above')}
        >
          {(control) => (
            <Select
              {...control}
              disabled={fixed}
              value={above}
              options={[
                { value: '', label: t('lists:aboveNone') },
                ...all
                  .filter((each) => each.id !== list?.id)
                  .map((each) => ({ value: each.id, label: words(each.name) })),
              ]}
              onChange={setAbove}
            />
          )}
        </Field>
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
