import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListOption, type ListReport, listKeys, lists, type OrgList } from '../../api';
import { useWords } from '../../i18n/words';
import { toast } from '../../studio/parts/toast';
import { useProblemText } from '../../ui/problemText';
import { FileDrop, MAX_BYTES } from '../load/FileDrop';
import load from '../load/Load.module.css';
import { CellText, RowTable } from '../load/RowTable';
import people from '../people/People.module.css';
import styles from './Lists.module.css';

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
      {!report && !error && (
        <FileDrop
          title={t(look.isPending ? 'load.looking' : 'load.drop')}
          text={t('load.dropText')}
          disabled={look.isPending}
          onChoose={choose}
        />
      )}
      {report && !error && <Report report={report} />}
    </Modal>
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and nothing in it takes the focus. */}
      <div className={styles.rows} tabIndex={0}>
        {wrong ? <Problems report={report} /> : <Changes report={report} />}
      </div>
    </div>
  );
}

function Problems({ report }: { report: ListReport }) {
  const { t } = useTranslation('lists');
  const shown = report.problems.length;
  return (
    <RowTable
      columns={[
        { head: t('load.row'), cell: (each) => each.row, tabular: true },
        { head: t('load.column'), cell: (each) => each.column },
        { head: t('load.cell'), cell: (each) => <CellText value={each.value} empty={t('load.empty')} /> },
        { head: t('load.mend'), cell: (each) => each.message },
      ]}
      rows={report.problems}
      keyOf={(each) => `${each.row} ${each.column} ${each.code}`}
      more={shown < report.problemCount ? t('load.first', { count: shown }) : undefined}
    />
  );
}

function Changes({ report }: { report: ListReport }) {
  const { t } = useTranslation('lists');
  const shown = report.changes.length;
  if (shown === 0) return null;
  return (
    <RowTable
      columns={[
        { head: t('load.row'), cell: (each) => each.row, tabular: true },
        {
          head: t('column.value'),
          cell: ({ added, after }) => (
            <span>
              <strong>{after.value}</strong> {added && <span className={load.new}>{t('load.new')}</span>}
            </span>
          ),
        },
        {
          head: t('load.what'),
          cell: ({ before, after }) => (
            <>
              {before && (
                <>
                  <del>
                    <Said item={before} />
                  </del>{' '}
                  →{' '}
                </>
              )}
              <Said item={after} />
            </>
          ),
        },
      ]}
      rows={report.changes}
      keyOf={(each) => String(each.row)}
      more={shown < report.changeCount ? t('load.first', { count: shown }) : undefined}
    />
  );
}

/** What an item says, on one line. */
function Said({ item }: { item: ListOption }) {
  const { t } = useTranslation('lists');
  const parts = [item.label.en, item.label['zh-CN'], item.parent, item.off && t('off')].filter(Boolean);
  return <>{parts.join(' · ') || t('load.empty')}</>;
}
