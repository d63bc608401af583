import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { listKeys, lists, type OrgList } from '../../api';
import { useWords } from '../../i18n/words';
import { toast } from '../../studio/parts/toast';
import { useProblemText } from '../../ui/problemText';
import people from '../people/People.module.css';

export interface DeleteDialogProps {
  list: OrgList;
  onClose: () => void;
  onDeleted: () => void;
}

/** Asks before a list is deleted; where something uses it, says what does. */
export function DeleteDialog({ list, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation(['lists', 'common']);
  const words = useWords();
  const client = useQueryClient();
  const problemText = useProblemText();
  const remove = useMutation({
    mutationFn: () => lists.remove(list.id, list.rev),
    onSuccess: async () => {
      toast(t('lists:delete.done', { name: words(list.name) }));
      await client.invalidateQueries({ queryKey: listKeys.all, exact: true });
      onDeleted();
    },
    // Somebody else may have changed it: the next try goes by what it is now.
    onError: () => void client.invalidateQueries({ queryKey: listKeys.all, exact: true }),
  });
  return (
    <Modal
      open
      title={t('lists:delete.title', { name: words(list.name) })}
      okText={t('lists:delete.delete')}
      okButtonProps={{ danger: true }}
      confirmLoading={remove.isPending}
      cancelText={t('common:action.cancel')}
      onOk={() => remove.mutate()}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className={people.form}>
        {remove.error && <Alert type="error" showIcon role="alert" title={problemText(remove.error)} />}
        <p>{t('lists:delete.text', { count: list.items })}</p>
        <p>{t('lists:delete.offText')}</p>
      </div>
    </Modal>
  );
}
