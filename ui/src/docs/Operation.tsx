import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLanguage } from '../i18n/words';
import { curl } from './curl';
import styles from './Docs.module.css';
import { codesOf, type OpenApi, type Operation, said } from './document';
import { SchemaView, TypeWords } from './SchemaView';

interface OperationCardProps {
  doc: OpenApi;
  operation: Operation;
  /** The address names it. */
  here: boolean;
}

/** One operation, folded until somebody wants to know more of it. */
export function OperationCard({ doc, operation, here }: OperationCardProps) {
  const language = useLanguage();
  const [open, setOpen] = useState(here);
  const [wasHere, setWasHere] = useState(here);
  if (here !== wasHere) {
    setWasHere(here);
    if (here) setOpen(true);
  }
  return (
    <details className={`card ${styles.operation}`} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary id={operation.operationId} className={styles.summary}>
        <span className={`${styles.method} ${styles[operation.method.toLowerCase()]}`}>{operation.method}</span>
        <code className={styles.path}>{operation.path}</code>
        <span className={styles.what}>{said(operation, 'summary', language)}</span>
      </summary>
      {open && <Inside doc={doc} operation={operation} />}
    </details>
  );
}

function Inside({ doc, operation }: Omit<OperationCardProps, 'here'>) {
  const { t } = useTranslation('docs');
  const language = useLanguage();
  const text = said(operation, 'description', language);
  const body = Object.entries(operation.requestBody?.content ?? {})[0];
  const successes = operation.answers.filter(([status]) => status < '400');
  const problems = operation.answers.flatMap(([status, answer]) => codesOf(answer).map((code) => ({ status, code })));
  return (
    <div className={styles.inside}>
      <p className={styles.faint}>
        {operation.open ? t('api.open') : t('api.signedIn')}{' '}
        <a href={`#${operation.operationId}`}>#{operation.operationId}</a>
      </p>
      {text && <p>{text}</p>}
      {operation.parameters.length > 0 && (
        <Part title={t('api.parameters')}>
          <dl className={styles.fields}>
            {operation.parameters.map((parameter) => (
              <div key={`${parameter.in} ${parameter.name}`} className={styles.field}>
                <dt>
                  <code>{parameter.name}</code>
                  <span className={styles.faint}>
                    {t(`api.in.${parameter.in}`)}
                    {parameter.required && ` · ${t('api.required')}`}
                  </span>
                </dt>
                <dd>
                  <TypeWords doc={doc} schema={parameter.schema} />
                  {said(parameter, 'description', language)}
                </dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
      {body && (
        <Part title={t('api.body', { kind: body[0] })}>
          <SchemaView doc={doc} schema={body[1].schema} />
        </Part>
      )}
      {successes.map(([status, answer]) => {
        const content = Object.entries(answer.content ?? {})[0];
        return (
          <Part key={status} title={t('api.answer', { status })}>
            <p>{said(answer, 'description', language)}</p>
            {content && <p className={styles.faint}>{content[0]}</p>}
            {content?.[0] === 'application/json' && <SchemaView doc={doc} schema={content[1].schema} />}
          </Part>
        );
      })}
      {problems.length > 0 && (
        <Part title={t('api.problems')}>
          <ul className={styles.codes}>
            {problems.map(({ status, code }) => (
              <li key={code}>
                <Link to={`/docs/errors#${code}`}>
                  <span className={styles.status}>{status}</span> <code>{code}</code>
                </Link>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title={t('api.example')}>
        <Example text={curl(doc, operation, window.location.origin)} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** A text for a shell, and a button that copies it. */
function Example({ text }: { text: string }) {
  const { t } = useTranslation('docs');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className={styles.example}>
      <pre>{text}</pre>
      {navigator.clipboard && (
        <Button
          size="small"
          icon={copied ? <CheckOutlined aria-hidden="true" /> : <CopyOutlined aria-hidden="true" />}
          onClick={copy}
          onBlur={() => setCopied(false)}
        >
          {copied ? t('api.copied') : t('api.copy')}
        </Button>
      )}
    </div>
  );
}
