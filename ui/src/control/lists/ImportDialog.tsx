import { InboxOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListOption, type ListReport, listKeys, lists, type OrgList } from '../../api';
import { useWords } from '../../i18n/words';
import { toast } from '../../studio/parts/toast';
import { useProblemText } from '../../ui/problemText';
import load from '../people/ImportPage.module.css';
import people from '../people/People.module.css';
import styles from './Lists.module.css';

const MAX_BYTES = 5 * 1024 * 1024;

/** Imports items from a file: choose it, look at what it would do, confirm. */
export function ImportDialog({ list, onClose }: { list: OrgList; onClose: () => void }) {
  const { t } = useTranslation('lists');
  const words = useWords();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [file, setFile] = useState<File | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const look = useMutation({ mutationFn: (chosen: File) => lists.check(list.id, chosen) });
  const apply = useMutation({
    mutationFn: ({ chosen, plan }: { chosen: File; plan: string }) => lists.import(list.id, chosen, plan),
    onSuccess: async (report) => {
      await client.invalidateQueries({ queryKey: listKeys.all });
      if (!report.applied) return;
      toast(t('load.done', { count: report.changeCount }));
      onClose();
    },
  });
  const again = () => {
    look.reset();
    apply.reset();
    setFile(null);
    setTooLarge(false);
  };
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    again();
    setTooLarge(chosen.size > MAX_BYTES);
    setFile(chosen);
    if (chosen.size <= MAX_BYTES) look.mutate(chosen);
  };
  const report = apply.data ?? look.data;
  const error = apply.error ?? look.error;
  return (
    <Modal
      open
      title={t('load.title', { name: words(list.name) })}
      onCancel={onClose}
      width={760}
      destroyOnHidden
      footer={
        <div className={people.footer}>
          {(report || error) && <Button onClick={again}>{t('load.other')}</Button>}
          {report?.plan && report.changeCount > 0 && file && !error ? (
            <Button
              type="primary"
              loading={apply.isPending}
              onClick={() => apply.mutate({ chosen: file, plan: report.plan })}
            >
              {t('load.apply', { count: report.changeCount })}
            </Button>
          ) : (
            <Button onClick={onClose}>{t('load.close')}</Button>
          )}
        </div>
      }
    >
      {error && <Alert type="error" showIcon role="alert" title={problemText(error)} />}
      {tooLarge && <Alert type="error" showIcon role="alert" title={t('load.tooLarge')} />}
      {!report && !error && <Choose looking={look.isPending} onChoose={choose} />}
      {report && !error && <Report report={report} />}
    </Modal>
  );
}

function Choose({ looking, onChoose }: { looking: boolean; onChoose: (file: File | undefined) => void }) {
  const { t } = useTranslation('lists');
  const id = useId();
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is one more way to what the field inside does.
    <div
      className={load.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onChoose(event.dataTransfer.files[0]);
      }}
    >
      <input
        id={id}
        type="file"
        className={load.file}
        accept=".csv,.xlsx,text/csv"
        disabled={looking}
        onChange={(event) => {
          onChoose(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <label htmlFor={id} className={load.label}>
        <InboxOutlined aria-hidden="true" className={load.picture} />
        <span className={load.title}>{looking ? t('load.looking') : t('load.drop')}</span>
        <span className={load.faint}>{t('load.dropText')}</span>
      </label>
    </div>
  );
}

function Report({ report }: { report: ListReport }) {
  const { t } = useTranslation('lists');
  const wrong = report.problemCount > 0;
  const title = wrong
    ? t('load.problems', { count: report.problemCount })
    : t(report.changeCount === 0 ? 'load.nothing' : 'load.fine');
  const { added, changed, same } = report;
  return (
    <div className={styles.report}>
      <Alert
        role="status"
        type={wrong ? 'warning' : 'success'}
        showIcon
        title={title}
        description={wrong ? undefined : t('load.sums', { added, changed, same })}
      />
      {report.ignored.length > 0 && (
        <p className={load.faint}>{t('load.ignored', { names: report.ignored.join(', ') })}</p>
      )}
      <div className={styles.rows}>{wrong ? <Problems report={report} /> : <Changes report={report} />}</div>
    </div>
  );
}

function First({ shown, all }: { shown: number; all: number }) {
  const { t } = useTranslation('lists');
  return shown < all ? <p className={load.faint}>{t('load.first', { count: shown })}</p> : null;
}

function Problems({ report }: { report: ListReport }) {
  const { t } = useTranslation('lists');
  return (
    <>
      <table className={load.table}>
        <thead>
          <tr>
            <th scope="col">{t('load.row')}</th>
            <th scope="col">{t('load.column')}</th>
            <th scope="col">{t('load.cell')}</th>
            <th scope="col">{t('load.mend')}</th>
          </tr>
        </thead>
        <tbody>
          {report.problems.map((each) => (
            <tr key={`${each.row} ${each.column} ${each.code}`}>
              <td data-label={t('load.row')} className="tabular">
                {each.row}
              </td>
              <td data-label={t('load.column')}>{each.column}</td>
              <td data-label={t('load.cell')}>
                {each.value ? <code>{each.value}</code> : <span className={load.faint}>{t('load.empty')}</span>}
              </td>
              <td data-label={t('load.mend')}>{each.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <First shown={report.problems.length} all={report.problemCount} />
    </>
  );
}

function Changes({ report }: { report: ListReport }) {
  const { t } = useTranslation('lists');
  if (report.changes.length === 0) return null;
  return (
    <>
      <table className={load.table}>
        <thead>
          <tr>
            <th scope="col">{t('load.row')}</th>
            <th scope="col">{t('column.value')}</th>
            <th scope="col">{t('load.what')}</th>
          </tr>
        </thead>
        <tbody>
          {report.changes.map(({ row, added, before, after }) => (
            <tr key={row}>
              <td data-label={t('load.row')} className="tabular">
                {row}
              </td>
              <td data-label={t('column.value')}>
                <span>
                  <strong>{after.value}</strong> {added && <span className={load.new}>{t('load.new')}</span>}
                </span>
              </td>
              <td data-label={t('load.what')}>
                {before && (
                  <>
                    <del>
                      <Said item={before} />
                    </del>{' '}
                    →{' '}
                  </>
                )}
                <Said item={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <First shown={report.changes.length} all={report.changeCount} />
    </>
  );
}

/** What an item says, on one line. */
function Said({ item }: { item: ListOption }) {
  const { t } = useTranslation('lists');
  const parts = [item.label.en, item.label['zh-CN'], item.parent, item.off && t('off')].filter(Boolean);
  return <>{parts.join(' · ') || t('load.empty')}</>;
}
