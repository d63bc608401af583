import { CheckOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ApiProblem, api, type Finding, hasStatus, keys } from '../../api';
import { useWords } from '../../i18n/words';
import { useProblemText } from '../../ui/problemText';
import { Compared, DRAFT } from '../words/Compared';
import { useApp, useFindings, useStudio } from './context';
import styles from './Dialogs.module.css';
import { FindingList } from './FindingList';

class Unsaved extends Error {}

/** Publishes the draft as the next revision, or says what has to be mended before. */
export function PublishDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['studio', 'changes']);
  const words = useWords();
  const problemText = useProblemText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { appId, saver, revision, published } = useStudio();
  const app = useApp();
  const errors = useFindings().filter((finding) => finding.level === 'error');
  const [note, setNote] = useState('');
  const next = revision + 1;

  const publish = useMutation({
    mutationFn: async () => {
      if (!(await saver.flush())) throw new Unsaved();
      return api.publish(appId, saver.state.getState().rev, note.trim());
    },
    onError: (error) => {
      if (!hasStatus(error, 409)) return;
      saver.outdated();
      onClose();
    },
    onSuccess: async (answer) => {
      published(answer.revision);
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.studioApps, exact: true }),
        client.invalidateQueries({ queryKey: keys.revisions(appId) }),
        client.invalidateQueries({ queryKey: keys.apps }),
      ]);
    },
  });

  if (publish.data) {
    return (
      <Modal
        open
        title={t('publish.title', { name: words(app.name) })}
        onCancel={onClose}
        footer={[
          <Button
            key="revisions"
            onClick={() => {
              navigate(`/studio/apps/${encodeURIComponent(appId)}/revisions`);
              onClose();
            }}
          >
            {t('publish.seeRevisions')}
          </Button>,
          <Button key="close" type="primary" onClick={onClose}>
            {t('publish.close')}
          </Button>,
        ]}
      >
        <div className={styles.done} role="status">
          <span className={styles.tick}>
            <CheckOutlined aria-hidden="true" />
          </span>
          <h2>{t('publish.done', { n: publish.data.revision })}</h2>
          <p className={styles.faint}>{t('publish.doneText')}</p>
        </div>
      </Modal>
    );
  }

  // What the server refused stands for what it found: it looked at the same draft.
  const refused: Finding[] =
    publish.error instanceof ApiProblem
      ? publish.error.errors.map(({ code, path, message }) => ({ code, level: 'error', place: path, message }))
      : [];
  const blocking = errors.length > 0 ? errors : refused;
  return (
    <Modal
      open
      title={t('publish.title', { name: words(app.name) })}
      width={640}
      onCancel={onClose}
      okText={t('publish.submit', { n: next })}
      okButtonProps={{ disabled: errors.length > 0 }}
      confirmLoading={publish.isPending}
      onOk={() => publish.mutate()}
    >
      <div className={styles.body}>
        <p>{t('publish.text', { n: next })}</p>
        {blocking.length > 0 && (
          <section className={styles.blocked} role="alert">
            <p>{t('publish.blocked', { count: blocking.length })}</p>
            <FindingList findings={blocking} onFollow={onClose} />
          </section>
        )}
        {publish.isError && refused.length === 0 && (
          <Alert
            type="error"
            showIcon
            title={
              publish.error instanceof Unsaved
                ? t('publish.unsaved')
                : t('publish.failed', { why: problemText(publish.error) })
            }
          />
        )}
        <div className={styles.changes}>
          <h3>{t('changes:title')}</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard. */}
          <section className={styles.scroll} tabIndex={0} aria-label={t('changes:title')}>
            {revision > 0 ? (
              <Compared from={String(revision)} to={DRAFT} same={t('changes:sameDraft')} />
            ) : (
              <p className={styles.faint}>{t('changes:first')}</p>
            )}
          </section>
        </div>
        <div className={styles.note}>
          <label htmlFor="publish-note">{t('publish.note')}</label>
          <Input.TextArea
            id="publish-note"
            value={note}
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 6 }}
            placeholder={t('publish.noteHint')}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
      </div>
    </Modal>
  );
}
