import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, keys, type Text } from '../../api';
import { TemplateCards } from '../../templates/TemplateCards';
import { useProblemText } from '../../ui/problemText';
import { randomIds } from '../model/ids';
import { WordsInput } from '../parts/WordsInput';
import styles from './NewApp.module.css';

/** Where an app begins: with a name and an empty form, or with a template. */
export function NewApp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation(['studio', 'templates']);
  return (
    <Modal open={open} title={t('studio:new.title')} footer={null} width={640} destroyOnHidden onCancel={onClose}>
      <FromNothing />
      <h2 className={styles.heading}>{t('studio:new.template')}</h2>
      <p className={styles.text}>{t('templates:dialogText')}</p>
      <TemplateCards />
    </Modal>
  );
}

function FromNothing() {
  const { t } = useTranslation('studio');
  const problemText = useProblemText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState<Text>({});
  // Sent again after an answer that was lost, the request makes no second app.
  const key = useRef(randomIds('app'));
  const make = useMutation({
    mutationFn: () => api.createApp(name, key.current),
    onSuccess: async ({ app }) => {
      await client.invalidateQueries({ queryKey: keys.studioApps, exact: true });
      navigate(`/studio/apps/${encodeURIComponent(app)}/form`);
    },
  });
  const nameless = Object.values(name).every((wording) => !wording?.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!nameless && !make.isPending) make.mutate();
  };
  return (
    <form className={styles.blank} onSubmit={submit}>
      <h2 className={styles.heading}>{t('new.blank')}</h2>
      <p className={styles.text}>{t('new.blankText')}</p>
      <WordsInput
        label={t('settings.name')}
        value={name}
        maxLength={100}
        onChange={(language, wording) => setName((before) => ({ ...before, [language]: wording }))}
      />
      {make.isError && <Alert type="error" showIcon role="alert" title={problemText(make.error)} />}
      <Button type="primary" htmlType="submit" disabled={nameless} loading={make.isPending}>
        {t('new.create')}
      </Button>
    </form>
  );
}
