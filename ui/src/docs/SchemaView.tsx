import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/words';
import styles from './Docs.module.css';
import { follow, nameOf, type OpenApi, type Schema, said } from './document';

interface SchemaProps {
  doc: OpenApi;
  schema: Schema;
}

/** What kind of value a schema wants, in a few words: `Person[]`, `integer 1–200`, `"mine" | "part"`. */
export function TypeWords({ doc, schema }: SchemaProps) {
  return <code className={styles.type}>{typeText(doc, schema)}</code>;
}

function typeText(doc: OpenApi, schema: Schema): string {
  const name = nameOf(schema);
  const here = follow<Schema>(doc, schema);
  if (here.enum) return here.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (name && (here.type === 'object' || !here.type)) return name;
  if (here.oneOf) return here.oneOf.map((each) => typeText(doc, each)).join(' | ');
  if (here.type === 'array') return `${typeText(doc, here.items ?? {})}[]`;
  const type = Array.isArray(here.type) ? here.type.join(' | ') : (here.type ?? 'any');
  const bounds = here.minimum !== undefined && here.maximum !== undefined ? ` ${here.minimum}–${here.maximum}` : '';
  const length = here.maxLength !== undefined ? ` ≤ ${here.maxLength}` : '';
  return type + (here.format ? ` (${here.format})` : '') + bounds + length;
}

/** The object that hides in a schema: its own, or that of its items or of the one that is not null. */
function objectIn(doc: OpenApi, schema: Schema): Schema | undefined {
  const here = follow<Schema>(doc, schema);
  if (here.properties) return here;
  if (here.items) return objectIn(doc, here.items);
  if (here.oneOf?.[0]) return objectIn(doc, here.oneOf[0]);
  if (typeof here.additionalProperties === 'object') return objectIn(doc, here.additionalProperties);
  return undefined;
}

/** The fields of what a schema describes. Objects inside are folded, and drawn when they are opened. */
export function SchemaView({ doc, schema }: SchemaProps) {
  const { t } = useTranslation('docs');
  const language = useLanguage();
  const here = objectIn(doc, schema);
  if (!here) {
    return (
      <p>
        <TypeWords doc={doc} schema={schema} /> {said(follow<Schema>(doc, schema), 'description', language)}
      </p>
    );
  }
  return (
    <dl className={styles.fields}>
      {Object.entries(here.properties ?? {}).map(([name, property]) => {
        const inner = objectIn(doc, property);
        const text =
          said(property, 'description', language) || said(follow<Schema>(doc, property), 'description', language);
        return (
          <div key={name} className={styles.field}>
            <dt>
              <code>{name}</code>
              {!here.required?.includes(name) && <span className={styles.faint}>{t('api.optional')}</span>}
            </dt>
            <dd>
              <TypeWords doc={doc} schema={property} />
              {text}
              {inner && inner !== here && <Folded doc={doc} schema={property} name={name} />}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Folded({ doc, schema, name }: SchemaProps & { name: string }) {
  const { t } = useTranslation('docs');
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.folded} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('api.fieldsOf', { name })}</summary>
      {open && <SchemaView doc={doc} schema={schema} />}
    </details>
  );
}
