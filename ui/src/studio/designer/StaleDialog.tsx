import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Modal, Skeleton } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { ErrorState } from '../../ui/ErrorState';
import { ago } from '../../ui/time';
import { toast } from '../parts/toast';
import { useReadApp, useSaveStatus, useStudio } from './context';
import styles from './Dialogs.module.css';
import { downloadApp } from './download';

/** Two people have edited one draft: says who was faster, and loses neither version. */
export function StaleDialog({ open, setOpen }: { open: boolean; setOpen: (open: boolean) => void }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const language = useLanguage();
  const { appId, designer, saver } = useStudio();
  const readApp = useReadApp();
  const stale = useSaveStatus().kind === 'stale';
  const newer = useQuery({
    queryKey: [...keys.studioDraft(appId), 'newer'],
    queryFn: ({ signal }) => api.studioDraft(appId, signal),
    enabled: stale && open,
    staleTime: 0,
    gcTime: 0,
  });

  useEffect(() => setOpen(stale), [stale, setOpen]);

  const load = () => {
    if (!newer.data) return;
    saver.adopt(newer.data);
    // As an edit, it is one step of undo: the author's own version stays within reach.
    designer.store.getState().edit(() => newer.data.app);
    toast(t('stale.loaded'), { label: t('action.undo'), run: designer.undo });
  };
  const { savedAt, savedBy } = newer.data ?? {};
  return (
    <Modal
      open={stale && open}
      title={t('stale.title')}
      width={600}
      onCancel={() => setOpen(false)}
      footer={
        <div className={styles.footer}>
          <Button onClick={() => setOpen(false)}>{t('stale.later')}</Button>
          <Button icon={<DownloadOutlined aria-hidden="true" />} onClick={() => downloadApp(readApp())}>
            {t('save.download')}
          </Button>
          <Button type="primary" disabled={!newer.data} loading={newer.isFetching} onClick={load}>
            {t('stale.load')}
          </Button>
        </div>
      }
    >
      <div className={styles.body}>
        {newer.isPending && <Skeleton active title={false} paragraph={{ rows: 2 }} />}
        {newer.isError && <ErrorState error={newer.error} onRetry={() => newer.refetch()} />}
        {newer.data && (
          <p>
            {savedBy && savedAt
              ? t('stale.text', {
                  name: words(savedBy.name),
                  when: ago(savedAt, Math.max(savedAt, Date.now()), language),
                })
              : t('stale.textUnknown')}
          </p>
        )}
        <p className={styles.faint}>{t('stale.loadText')}</p>
      </div>
    </Modal>
  );
}
