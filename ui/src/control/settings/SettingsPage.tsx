import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Skeleton, Switch } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Company, type CompanyInput, hasCode, keys, type MailInput, type Session } from '../../api';
import { CalendarFields, type CompanyFacts, CompanyFields } from '../../company/CompanyFields';
import { type FieldErrors, fieldErrors, focusFirstError } from '../../company/errors';
import { MailFields, noMail, typedMail } from '../../company/MailFields';
import { useWords } from '../../i18n/words';
import { ErrorState } from '../../ui/ErrorState';
import { PageHeader } from '../../ui/PageHeader';
import { useProblemText } from '../../ui/problemText';
import { RelativeTime } from '../../ui/RelativeTime';
import { LeaveGuard } from './LeaveGuard';
import { MailHealth } from './MailHealth';
import styles from './SettingsPage.module.css';

/** The company's settings, for IT and business admins. */
export default function SettingsPage() {
  const { t } = useTranslation('company');
  const company = useQuery({
    queryKey: keys.company,
    queryFn: ({ signal }) => api.company(signal),
    // What is typed must not be laid aside by an answer that comes behind it.
    refetchOnWindowFocus: false,
  });
  const [loads, setLoads] = useState(0);
  const [saved, setSaved] = useState(false);
  return (
    <>
      <PageHeader title={t('title')} text={t('text')} />
      {company.isPending && (
        <div className={`card ${styles.section}`} aria-busy="true">
          <Skeleton active title={false} paragraph={{ rows: 6 }} />
        </div>
      )}
      {company.isError && (
        <div className="card">
          <ErrorState error={company.error} onRetry={() => company.refetch()} />
        </div>
      )}
      {company.data && (
        <Settings
          key={`${company.data.rev}-${loads}`}
          company={company.data}
          saved={saved}
          onSaved={setSaved}
          onReload={() => company.refetch().then(() => setLoads((n) => n + 1))}
        />
      )}
    </>
  );
}

function entered({ name, language, zone, days, mail }: Company): CompanyInput {
  return { name, language, zone, days, mail: mail && { ...strip(mail), password: null } };
}

function strip({ host, port, security, user, from }: NonNullable<Company['mail']>): Omit<MailInput, 'password'> {
  return { host, port, security, user, from };
}

interface SettingsProps {
  company: Company;
  /** The settings were saved just now, and nothing was changed since. */
  saved: boolean;
  onSaved: (saved: boolean) => void;
  onReload: () => void;
}

function Settings({ company, saved, onSaved, onReload }: SettingsProps) {
  const { t } = useTranslation(['company', 'common']);
  const id = useId();
  const words = useWords();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [before] = useState(() => entered(company));
  const [input, setInput] = useState(before);
  const [mail, setMail] = useState<MailInput>(before.mail ?? noMail);
  const [errors, setErrors] = useState<FieldErrors>({});
  const changed = JSON.stringify(input) !== JSON.stringify(before);

  const save = useMutation({
    mutationFn: () => api.saveCompany(company.rev, { ...input, mail: input.mail && typedMail(input.mail) }),
    onSuccess: (now) => {
      // The page begins anew from what was saved; what was typed as a password is gone with it.
      client.setQueryData<Company>(keys.company, now);
      client.setQueryData<Session>(
        keys.session,
        (session) => session && { ...session, company: { name: now.name, language: now.language } },
      );
      onSaved(true);
      return client.invalidateQueries({ queryKey: keys.apps });
    },
    onError: (error) => {
      const wrong = fieldErrors(error);
      if (!wrong) return;
      setErrors(wrong);
      focusFirstError();
    },
  });

  const edit = (part: Partial<CompanyInput>, ...paths: string[]) => {
    onSaved(false);
    setInput((now) => ({ ...now, ...part }));
    setErrors((now) =>
      Object.fromEntries(
        Object.entries(now).filter(
          ([path]) => !paths.some((edited) => path === edited || path.startsWith(`${edited}/`)),
        ),
      ),
    );
  };
  const facts = (part: Partial<CompanyFacts>) => edit(part, ...Object.keys(part).map((field) => `/${field}`));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed) save.mutate();
  };

  return (
    <>
      <form className={styles.form} onSubmit={submit} noValidate>
        <LeaveGuard unsaved={changed && !save.isPending} />
        {company.demo && <Alert type="info" showIcon title={t('company:demo')} />}
        <section className={`card ${styles.section}`} aria-labelledby={`${id}-company`}>
          <h2 id={`${id}-company`}>{t('company:sectionCompany')}</h2>
          <CompanyFields id={id} value={input} onChange={facts} errors={errors} />
        </section>
        <section className={`card ${styles.section}`} aria-labelledby={`${id}-calendar`}>
          <h2 id={`${id}-calendar`}>{t('company:sectionCalendar')}</h2>
          {company.calendarFixed && <Alert type="info" showIcon title={t('company:fixed')} />}
          <CalendarFields id={id} value={input} onChange={facts} errors={errors} />
        </section>
        <section className={`card ${styles.section}`} aria-labelledby={`${id}-mail`}>
          <h2 id={`${id}-mail`}>{t('company:sectionMail')}</h2>
          <div className={styles.switch}>
            <Switch
              id={`${id}-mail-on`}
              checked={input.mail !== null}
              onChange={(on) => edit({ mail: on ? mail : null }, '/mail')}
            />
            <label htmlFor={`${id}-mail-on`}>{t('company:mailOn')}</label>
          </div>
          {input.mail === null ? (
            <p className={styles.faint}>{t('company:mailOff')}</p>
          ) : (
            <MailFields
              id={id}
              value={input.mail}
              kept={company.mail?.passwordSet}
              errors={errors}
              onChange={(part) => {
                const next = { ...(input.mail ?? mail), ...part };
                setMail(next);
                edit({ mail: next }, ...Object.keys(part).map((field) => `/mail/${field}`));
              }}
            />
          )}
        </section>
        {save.isError && (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={problemText(save.error)}
            action={
              hasCode(save.error, 'company.stale') && (
                <Button size="small" onClick={onReload}>
                  {t('company:stale')}
                </Button>
              )
            }
          />
        )}
        <div className={styles.bar}>
          <Button type="primary" htmlType="submit" size="large" loading={save.isPending} disabled={!changed}>
            {t('company:save')}
          </Button>
          {changed && (
            <Button
              size="large"
              disabled={save.isPending}
              onClick={() => {
                setInput(before);
                setMail(before.mail ?? noMail);
                setErrors({});
                save.reset();
              }}
            >
              {t('company:discard')}
            </Button>
          )}
          <p className={styles.saved} role="status">
            {saved && t('company:saved')}
          </p>
        </div>
        {(company.changedBy ?? company.setUpBy) && (
          <p className={styles.faint}>
            {company.changedBy
              ? t('company:changedBy', { name: words(company.changedBy.name) })
              : t('company:setUpBy', { name: words(company.setUpBy?.name) })}{' '}
            · <RelativeTime at={company.changedBy ? company.changedAt : company.setUpAt} />
          </p>
        )}
      </form>
      {company.mail && <MailHealth unsaved={changed} />}
    </>
  );
}
