import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type FailedStep, hasCode, keys } from '../../api';
import { Field } from '../../ui/Field';
import { useProblemText } from '../../ui/problemText';
import { attemptKey, newId } from '../../work/request/ids';
import styles from './Failures.module.css';

interface RetryDialogProps {
  steps: FailedStep[];
  onClose: () => void;
  onDone: () => void;
}

/** Asks for the reason and has failed steps tried again, each in its own request. */
export function RetryDialog({ steps, onClose, onDone }: RetryDialogProps) {
  const { t } = useTranslation(['errands', 'common']);
  const id = useId();
  const client = useQueryClient();
  const problemText = useProblemText();
  const { message } = App.useApp();
  const [attempt] = useState(newId);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const retry = useMutation({
    mutationFn: async () => {
      const refused: unknown[] = [];
      // One after the other: each is a change of its own, and the server has other things to do.
      for (const { instance, errand } of steps) {
        const body = { action: 'retry' as const, reason: reason.trim(), errand: errand.id };
        try {
          await api.intervene(instance, body, attemptKey(attempt, { instance, ...body }));
        } catch (error) {
          // Somebody else has had it tried again: that is what was wanted.
          if (!hasCode(error, 'errand.notFailed')) refused.push(error);
        }
      }
      return refused;
    },
    onSuccess: (refused) => {
      if (refused.length > 0) return;
      message.success(t('errands:page.done', { count: steps.length }));
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.failures }),
  });
  const lacks = reason.trim() === '';
  const send = () => {
    setTried(true);
    if (lacks) document.getElementById(`${id}-reason`)?.focus();
    else retry.mutate();
  };
  const refused = retry.data ?? [];
  return (
    <Modal
      open
      title={t('errands:page.retryMany', { count: steps.length })}
      okText={t('errands:page.retry')}
      cancelText={t('common:action.cancel')}
      confirmLoading={retry.isPending}
      onOk={send}
      onCancel={onClose}
    >
      <div className={styles.dialog}>
        <p>{t('errands:page.says')}</p>
        {refused.length > 0 && (
          <Alert
            type="warning"
            showIcon
            role="alert"
            title={t('errands:page.some', {
              done: steps.length - refused.length,
              count: steps.length,
              why: problemText(refused[0]),
            })}
          />
        )}
        <Field
          id={`${id}-reason`}
          label={t('errands:page.reason')}
          required
          error={tried && lacks ? t('errands:page.missing') : undefined}
        >
          {(control) => (
            <Input.TextArea
              {...control}
              autoFocus
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
