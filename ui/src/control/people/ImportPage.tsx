import { CheckCircleFilled, WarningFilled } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Steps } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { directory, directoryKeys, type ImportCounts, type ImportReport } from '../../api';
import { ButtonLink } from '../../ui/ButtonLink';
import { PageHeader } from '../../ui/PageHeader';
import { useProblemText } from '../../ui/problemText';
import { saveFile } from '../../ui/saveFile';
import { FileDrop, MAX_BYTES } from '../load/FileDrop';
import styles from '../load/Load.module.css';
import { Changes, Problems } from './ImportTables';

/** Imports people from a file: choose it, look at what it would do, confirm. */
export default function ImportPage() {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const problemText = useProblemText();
  const [file, setFile] = useState<File | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const look = useMutation({ mutationFn: (chosen: File) => directory.importFile(chosen) });
  const apply = useMutation({
    mutationFn: ({ chosen, plan }: { chosen: File; plan: string }) => directory.importFile(chosen, plan),
    onSuccess: () => client.invalidateQueries({ queryKey: directoryKeys.all }),
  });
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    apply.reset();
    look.reset();
    setTooLarge(chosen.size > MAX_BYTES);
    setFile(chosen);
    if (chosen.size <= MAX_BYTES) look.mutate(chosen);
  };
  const again = () => {
    look.reset();
    apply.reset();
    setFile(null);
  };
  const done = apply.data?.applied ? apply.data : undefined;
  // Somebody may have changed the directory since: then what is said last counts.
  const report = apply.data ?? look.data;
  const error = apply.error ?? look.error;
  return (
    <>
      <PageHeader
        title={t('load.title')}
        eyebrow={<Link to="/control/people">{t('load.back')}</Link>}
        text={t('load.text')}
      />
      <div className={styles.page}>
        <Steps
          size="small"
          responsive={false}
          titlePlacement="vertical"
          current={done ? 2 : report ? 1 : 0}
          items={(['choose', 'look', 'done'] as const).map((step) => ({ title: t(`load.step.${step}`) }))}
        />
        {error && (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={problemText(error)}
            action={
              <Button size="small" onClick={again}>
                {t('load.other')}
              </Button>
            }
          />
        )}
        {tooLarge && <Alert type="error" showIcon role="alert" title={t('load.tooLarge')} />}
        {done && <Done report={done} />}
        {!done && report && file && !error && (
          <Report
            report={report}
            file={file}
            applying={apply.isPending}
            onApply={() => apply.mutate({ chosen: file, plan: report.plan })}
            onAgain={again}
          />
        )}
        {!report && !error && <Choose looking={look.isPending} onChoose={choose} />}
      </div>
    </>
  );
}

function Choose({ looking, onChoose }: { looking: boolean; onChoose: (file: File | undefined) => void }) {
  const { t } = useTranslation('people');
  const template = useMutation({
    mutationFn: async (format: 'csv' | 'xlsx') =>
      saveFile(`banli-template.${format}`, await directory.templateFile(format)),
  });
  return (
    <section className={`card ${styles.card}`}>
      <FileDrop
        title={t(looking ? 'load.looking' : 'load.drop')}
        text={t('load.dropText')}
        disabled={looking}
        onChoose={onChoose}
      />
      <p className={styles.faint}>{t('load.templateText')}</p>
      <div className={styles.buttons}>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button key={format} onClick={() => template.mutate(format)} loading={template.isPending}>
            {t('load.template')} ({format === 'xlsx' ? 'Excel' : 'CSV'})
          </Button>
        ))}
      </div>
    </section>
  );
}

interface ReportProps {
  report: ImportReport;
  file: File;
  applying: boolean;
  onApply: () => void;
  onAgain: () => void;
}

function Report({ report, file, applying, onApply, onAgain }: ReportProps) {
  const { t } = useTranslation('people');
  const problems = useMutation({
    mutationFn: async () => saveFile('import-problems.csv', await directory.problemsFile(file)),
  });
  const wrong = report.problemCount > 0;
  const nothing = !wrong && report.changeCount === 0;
  return (
    <section className={`card ${styles.card}`}>
      <Verdict
        tone={wrong ? 'bad' : 'good'}
        title={wrong ? t('load.problems', { count: report.problemCount }) : t(nothing ? 'load.nothing' : 'load.fine')}
        text={wrong ? t('load.problemsText') : nothing ? t('load.nothingText') : file.name}
      />
      {report.ignored.length > 0 && (
        <p className={styles.faint}>{t('load.ignored', { names: report.ignored.join(', ') })}</p>
      )}
      {wrong ? (
        <Problems report={report} />
      ) : (
        <>
          <Counts report={report} />
          {!nothing && <Changes report={report} />}
        </>
      )}
      <div className={styles.buttons}>
        <Button onClick={onAgain}>{t('load.other')}</Button>
        {wrong && (
          <Button loading={problems.isPending} onClick={() => problems.mutate()}>
            {t('load.problemsFile')}
          </Button>
        )}
        {!wrong && !nothing && (
          <Button type="primary" loading={applying} onClick={onApply}>
            {t('load.apply', { count: report.changeCount })}
          </Button>
        )}
      </div>
    </section>
  );
}

function Verdict({ tone, title, text }: { tone: 'good' | 'bad'; title: string; text: ReactNode }) {
  return (
    <div className={styles.verdict} data-tone={tone} role="status">
      {tone === 'good' ? <CheckCircleFilled aria-hidden="true" /> : <WarningFilled aria-hidden="true" />}
      <div>
        <h2>{title}</h2>
        <p className={styles.faint}>{text}</p>
      </div>
    </div>
  );
}

function Counts({ report }: { report: ImportReport }) {
  const { t } = useTranslation('people');
  const line = ({ added, changed, same }: ImportCounts) =>
    [
      added > 0 && t('load.added', { count: added }),
      changed > 0 && t('load.changed', { count: changed }),
      same > 0 && t('load.same', { count: same }),
    ]
      .filter(Boolean)
      .join(' · ') || '0';
  return (
    <dl className={styles.counts}>
      <div>
        <dt>{t('load.people')}</dt>
        <dd>{line(report.people)}</dd>
      </div>
      <div>
        <dt>{t('load.departments')}</dt>
        <dd>{line(report.departments)}</dd>
      </div>
    </dl>
  );
}

function Done({ report }: { report: ImportReport }) {
  const { t } = useTranslation('people');
  return (
    <section className={`card ${styles.card}`}>
      <Verdict
        tone="good"
        title={t('load.done')}
        text={t('load.doneText', {
          people: report.people.added + report.people.changed,
          departments: report.departments.added + report.departments.changed,
        })}
      />
      <div className={styles.buttons}>
        <ButtonLink to="/control/people">{t('load.toPeople')}</ButtonLink>
      </div>
    </section>
  );
}
