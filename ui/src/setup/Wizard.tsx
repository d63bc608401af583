import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, hasCode } from '../api';
import { useSessionChange } from '../app/session';
import { CalendarFields, type CompanyFacts, CompanyFields } from '../company/CompanyFields';
import { type FieldErrors, fieldErrors, focusFirstError } from '../company/errors';
import { MailFields } from '../company/MailFields';
import { usualDays } from '../company/zones';
import { useLanguage } from '../i18n/words';
import { useProblemText } from '../ui/problemText';
import { AdminFields } from './AdminFields';
import { complaints, firstWrong, forget, keep, kept, request, type Step, steps, type Typed } from './model';
import styles from './Setup.module.css';
import { Stepper } from './Stepper';

/** The questions of a first start. Nothing is sent before the last one, so every step can be gone back to. */
export function Wizard({ token }: { token: string }) {
  const { t } = useTranslation(['setup', 'company']);
  const id = useId();
  const language = useLanguage();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const change = useSessionChange();
  const [typed, setTyped] = useState<Typed>(() => kept(language));
  const [step, setStep] = useState<Step>('company');
  const [errors, setErrors] = useState<FieldErrors>({});
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);

  useEffect(() => keep(typed), [typed]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step is what asks for the focus.
  useEffect(() => {
    if (moved.current && Object.keys(errors).length === 0) heading.current?.focus();
    moved.current = true;
    window.scrollTo(0, 0);
  }, [step]);

  const found = useMutation({
    mutationFn: (withMail: boolean) => change(() => api.setUp(request(typed, token, withMail))),
    onSuccess: () => {
      forget();
      navigate('/setup', { replace: true });
    },
    onError: (error) => {
      const wrong = fieldErrors(error);
      if (!wrong) return;
      setErrors(wrong);
      setStep(firstWrong(wrong));
      focusFirstError();
    },
  });

  const edit = (part: Partial<Typed>, ...paths: string[]) => {
    setTyped((before) => ({ ...before, ...part }));
    // What is being mended is no longer wrong until it is looked at again.
    setErrors((before) =>
      Object.fromEntries(
        Object.entries(before).filter(
          ([path]) => !paths.some((edited) => path === edited || path.startsWith(`${edited}/`)),
        ),
      ),
    );
  };
  const company = (part: Partial<CompanyFacts>) => {
    const days = part.zone && !typed.daysChosen ? { days: usualDays(part.zone) } : {};
    const chosen = part.days ? { daysChosen: true } : {};
    edit({ ...part, ...days, ...chosen }, ...Object.keys(part).map((field) => `/${field}`));
  };

  /** Whether a step may be left; says what is wrong otherwise. */
  const passes = () => {
    const wrong = Object.fromEntries(
      Object.entries(complaints(step, typed)).map(([path, complaint]) => [
        path,
        complaint === 'missing' ? t('company:missing') : t(`setup:admin.${complaint}`),
      ]),
    );
    setErrors(wrong);
    if (Object.keys(wrong).length === 0) return true;
    focusFirstError();
    return false;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!passes()) return;
    if (step === 'mail') found.mutate(true);
    else setStep(steps[steps.indexOf(step) + 1] ?? 'mail');
  };
  const go = (to: Step) => {
    setErrors({});
    found.reset();
    setStep(to);
  };
  const finish = () => {
    setErrors({});
    found.mutate(false);
  };

  const linkIsDead = hasCode(found.error, 'setup.link', 'setup.done');
  return (
    <>
      <p className={styles.welcome}>{t('setup:welcome')}</p>
      <Stepper now={step} onGo={found.isPending ? undefined : go} />
      <form className={`card ${styles.card}`} onSubmit={submit} noValidate>
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {t(`setup:${step as 'company' | 'admin' | 'mail'}.title`)}
          </h1>
          <p className={styles.lead}>{t(`setup:${step as 'company' | 'admin' | 'mail'}.text`)}</p>
        </div>
        {found.isError && (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={problemText(found.error)}
            description={
              hasCode(found.error, 'setup.done') ? (
                // The whole page anew: the session has to learn that the company is set up.
                <a href="/">{t('setup:signIn')}</a>
              ) : linkIsDead ? (
                t('setup:linkProblem')
              ) : undefined
            }
          />
        )}
        {step === 'company' && (
          <>
            <CompanyFields id={id} value={typed} onChange={company} errors={errors} />
            <CalendarFields id={id} value={typed} onChange={company} errors={errors} />
          </>
        )}
        {step === 'admin' && (
          <AdminFields
            id={id}
            value={typed.admin}
            errors={errors}
            onChange={(part) =>
              edit({ admin: { ...typed.admin, ...part } }, ...Object.keys(part).map((field) => `/admin/${field}`))
            }
          />
        )}
        {step === 'mail' && (
          <MailFields
            id={id}
            value={typed.mail}
            errors={errors}
            onChange={(part) =>
              edit({ mail: { ...typed.mail, ...part } }, ...Object.keys(part).map((field) => `/mail/${field}`))
            }
          />
        )}
        <div className={styles.actions}>
          {step !== 'company' && (
            <Button
              size="large"
              disabled={found.isPending}
              onClick={() => go(steps[steps.indexOf(step) - 1] ?? 'company')}
            >
              {t('setup:back')}
            </Button>
          )}
          <span className={styles.gap} />
          {step === 'mail' && (
            <Button size="large" disabled={found.isPending} onClick={finish}>
              {t('setup:skipMail')}
            </Button>
          )}
          <Button type="primary" htmlType="submit" size="large" loading={found.isPending}>
            {t(step === 'mail' ? 'setup:finish' : 'setup:next')}
          </Button>
        </div>
      </form>
    </>
  );
}
