import { Alert, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DecisionAction, hasCode, type InboxItem } from '../../api';
import { useWords } from '../../i18n/words';
import { Field } from '../../ui/Field';
import { useProblemText } from '../../ui/problemText';
import { useDecide } from '../shared/useDecide';

export interface QuickDecisionProps {
  item: InboxItem;
  action: DecisionAction;
  onClose: () => void;
}

/** Decides on a task from the list, with a comment. */
export function QuickDecision({ item, action, onClose }: QuickDecisionProps) {
  const { t } = useTranslation(['work', 'common']);
  const words = useWords();
  const problemText = useProblemText();
  const id = useId();
  const [comment, setComment] = useState('');
  const decide = useDecide(item.instance, onClose);
  const submit = () =>
    decide.mutate(
      { task: item.task, action, comment: comment.trim() },
      { onError: (error) => hasCode(error, 'task.decided') && onClose() },
    );
  return (
    <Modal
      open
      title={t(action === 'approve' ? 'work:decide.approveTitle' : 'work:decide.rejectTitle')}
      okText={t(action === 'approve' ? 'work:decide.approve' : 'work:decide.reject')}
      okButtonProps={{ danger: action === 'reject' }}
      confirmLoading={decide.isPending}
      cancelText={t('common:action.cancel')}
      onOk={submit}
      onCancel={onClose}
    >
      <div style={{ display: 'grid', gap: 12, marginBlock: 8 }}>
        <p>{words(item.instance.title)}</p>
        {decide.isError && !hasCode(decide.error, 'task.decided') && (
          <Alert type="error" showIcon role="alert" title={problemText(decide.error)} />
        )}
        <Field id={`${id}-comment`} label={t('work:decide.comment')} help={t('work:decide.commentHint')}>
          {(control) => (
            <Input.TextArea
              {...control}
              autoFocus
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={2000}
              value={comment}
              onChange={(event) => setComment(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
