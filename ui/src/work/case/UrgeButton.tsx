import { BellOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { api, hasCode, type Instance, keys } from '../../api';
import { useLanguage } from '../../i18n/words';
import { useProblemText } from '../../ui/problemText';
import { timeOfDay, useNow } from '../../ui/time';
import styles from './CaseView.module.css';

/**
 * Asks whoever has the request to hurry. It is there for those who may, and says from when it is possible again
 * where it is not now; it keeps the focus then, so that the reason is read out.
 */
export function UrgeButton({ instance }: { instance: Instance }) {
  const { t } = useTranslation('work');
  const language = useLanguage();
  const id = useId();
  const now = useNow();
  const client = useQueryClient();
  const problemText = useProblemText();
  const { message } = App.useApp();
  const refresh = () => client.invalidateQueries({ queryKey: keys.instance(instance.id) });
  const urge = useMutation({
    mutationFn: () => api.urge(instance.id),
    onSuccess: () => {
      message.success(t('urge.done'));
      return refresh();
    },
    onError: (error) => {
      message.error(problemText(error));
      if (hasCode(error, 'task.urgedLately') || hasCode(error, 'instance.ended')) void refresh();
    },
  });
  if (!instance.urge) return null;
  const early = instance.urge.at > Math.max(now, instance.updatedAt);
  return (
    <div className={styles.urge} data-print="no">
      <Button
        icon={<BellOutlined aria-hidden="true" />}
        loading={urge.isPending}
        aria-disabled={early}
        aria-describedby={`${id}-why`}
        className={early ? styles.resting : undefined}
        onClick={() => {
          if (!early && !urge.isPending) urge.mutate();
        }}
      >
        {t('urge.do')}
      </Button>
      <p id={`${id}-why`} className={styles.urgeWhy}>
        {early ? t('urge.early', { time: timeOfDay(instance.urge.at, language) }) : t('urge.why')}
      </p>
    </div>
  );
}
