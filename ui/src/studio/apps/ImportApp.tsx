import { ImportOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type ImportedApp, keys } from '../../api';
import { useWords } from '../../i18n/words';
import { ButtonLink } from '../../ui/ButtonLink';
import { useProblemText } from '../../ui/problemText';
import styles from '../designer/Dialogs.module.css';

/** A text that is no JSON. */
class NoJSON extends Error {}

async function send(file: File): Promise<ImportedApp> {
  let app: unknown;
  try {
    app = JSON.parse(await file.text());
  } catch {
    throw new NoJSON();
  }
  return api.importApp(app, crypto.randomUUID());
}

/** Adds an app from an exported file, and says what has to be looked at before it is published. */
export function ImportApp() {
  const { t } = useTranslation('studio');
  const words = useWords();
  const problemText = useProblemText();
  const client = useQueryClient();
  const file = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const adding = useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.studioApps, exact: true }),
  });
  const added = adding.data;
  const errors = added?.findings.filter((finding) => finding.level === 'error') ?? [];
  return (
    <>
      <Button
        icon={<ImportOutlined aria-hidden="true" />}
        loading={adding.isPending}
        onClick={() => file.current?.click()}
      >
        {t('import.app')}
      </Button>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t('import.app')}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) adding.mutate(chosen, { onSettled: () => setOpen(true) });
          event.target.value = '';
        }}
      />
      <Modal
        open={open}
        title={added ? t('import.appDone', { name: words(added.name) || added.app }) : t('import.appFailed')}
        width={600}
        onCancel={() => setOpen(false)}
        footer={
          <div className={styles.footer}>
            <Button onClick={() => setOpen(false)}>{t('import.close')}</Button>
            {added && (
              <ButtonLink type="primary" to={`/studio/apps/${encodeURIComponent(added.app)}/form`}>
                {t('import.appOpen')}
              </ButtonLink>
            )}
          </div>
        }
      >
        <div className={styles.body}>
          {adding.isError && (
            <Alert
              type="error"
              showIcon
              title={adding.error instanceof NoJSON ? t('import.noJSON') : problemText(adding.error)}
            />
          )}
          {added && <p>{t('import.appText')}</p>}
          {added?.renamed && <p>{t('import.appRenamed', { id: added.app })}</p>}
          {errors.length > 0 && (
            <div className={styles.blocked}>
              <p>{t('import.appProblems', { count: errors.length })}</p>
              <ul className={styles.list}>
                {errors.slice(0, 20).map((finding) => (
                  <li key={`${finding.code} ${finding.place} ${finding.message}`}>{finding.message}</li>
                ))}
              </ul>
            </div>
          )}
        </div>
      </Modal>
    </>
  );
}
