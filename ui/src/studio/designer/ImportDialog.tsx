import { UploadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input, Modal, Radio } from 'antd';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, type ImportedSchema } from '../../api';
import { useWords } from '../../i18n/words';
import { useProblemText } from '../../ui/problemText';
import { appendForm, replaceForm } from '../model/importForm';
import { toast } from '../parts/toast';
import { useEdit, useReadApp, useStudio } from './context';
import dialogs from './Dialogs.module.css';
import styles from './ImportDialog.module.css';

type How = 'add' | 'replace';

/** Makes a form of a JSON Schema, and says what becomes of each part of it before anything is changed. */
export default function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('studio');
  const { appId, designer } = useStudio();
  const readApp = useReadApp();
  const edit = useEdit();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const [text, setText] = useState('');
  const [how, setHow] = useState<How>(() =>
    readApp().form.layout.sections.some((s) => s.fields.length > 0) ? 'add' : 'replace',
  );
  const file = useRef<HTMLInputElement>(null);
  const field = useId();
  const check = useMutation({ mutationFn: (schema: string) => api.importSchema(appId, schema) });
  const found = check.data;

  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    const content = await chosen.text();
    setText(content);
    check.mutate(content);
  };
  const apply = () => {
    if (!found) return;
    const { form } = found;
    edit((app) => (how === 'add' ? appendForm(app, form) : replaceForm(app, form)).app);
    onClose();
    void navigate(`/studio/apps/${encodeURIComponent(appId)}/form`);
    const count = found.fields.filter((each) => each.path !== '' && !each.path.includes('.')).length;
    toast(t('import.done', { count }), { label: t('action.undo'), run: designer.undo });
  };
  return (
    <Modal
      open
      title={t('import.title')}
      width={860}
      onCancel={onClose}
      footer={
        <div className={dialogs.footer}>
          {found && <Button onClick={() => check.reset()}>{t('import.back')}</Button>}
          <Button onClick={onClose}>{t('import.cancel')}</Button>
          {found ? (
            <Button type="primary" onClick={apply}>
              {t(how === 'add' ? 'import.add' : 'import.replace')}
            </Button>
          ) : (
            <Button
              type="primary"
              disabled={text.trim() === ''}
              loading={check.isPending}
              onClick={() => check.mutate(text)}
            >
              {t('import.check')}
            </Button>
          )}
        </div>
      }
    >
      <div className={dialogs.body}>
        {!found && (
          <>
            <p>{t('import.text')}</p>
            <div>
              <label className={styles.label} htmlFor={field}>
                {t('import.paste')}
              </label>
              <Input.TextArea
                id={field}
                className={styles.source}
                rows={12}
                spellCheck={false}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            </div>
            <div>
              <Button icon={<UploadOutlined aria-hidden="true" />} onClick={() => file.current?.click()}>
                {t('import.file')}
              </Button>
              <input
                ref={file}
                type="file"
                accept=".json,application/json,application/schema+json"
                hidden
                aria-label={t('import.file')}
                onChange={(event) => {
                  void read(event.target.files?.[0]);
                  event.target.value = '';
                }}
              />
            </div>
            {check.isError && <Alert type="error" showIcon title={problemText(check.error)} />}
          </>
        )}
        {found && <Report found={found} how={how} onHow={setHow} />}
      </div>
    </Modal>
  );
}

function Report({ found, how, onHow }: { found: ImportedSchema; how: How; onHow: (how: How) => void }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const readApp = useReadApp();
  const [added] = useState(() => appendForm(readApp(), found.form).ids);
  const name = (path: string) => {
    const [id = '', ...column] = path.split('.');
    return [how === 'add' ? (added.get(id) ?? id) : id, ...column].join('.');
  };
  const noted = found.fields.filter((each) => each.notes.length > 0).length;
  return (
    <>
      <p role="status">
        {t('import.found', { count: found.fields.filter((each) => each.path !== '').length })}{' '}
        {noted > 0 ? t('import.noted', { count: noted }) : t('import.asIs')}
      </p>
      {found.notes.length > 0 && (
        <ul className={dialogs.list}>
          {found.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div className={styles.scroll}>
        <table className={styles.report}>
          <thead>
            <tr>
              <th scope="col">{t('import.part')}</th>
              <th scope="col">{t('import.becomes')}</th>
              <th scope="col">{t('import.why')}</th>
            </tr>
          </thead>
          <tbody>
            {found.fields.map((each) => (
              <tr key={`${each.from} ${each.path}`}>
                <th scope="row">
                  {words(each.title)}
                  <code className={styles.code}>{each.from}</code>
                </th>
                <td>
                  {each.path === '' ? (
                    <span className={styles.gone}>{t('import.left')}</span>
                  ) : (
                    <>
                      {t(`import.kind.${each.kind as 'string'}`, each.kind)}
                      <code className={styles.code}>{name(each.path)}</code>
                    </>
                  )}
                </td>
                <td>{each.notes.join(' ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Radio.Group
        className={styles.how}
        value={how}
        onChange={(event) => onHow(event.target.value as How)}
        options={[
          { value: 'add', label: t('import.howAdd') },
          { value: 'replace', label: t('import.howReplace') },
        ]}
      />
    </>
  );
}
