import { Input } from 'antd';
import { useWords } from '../../i18n/words';
import styles from './TextWidget.module.css';
import type { WidgetProps } from './types';

const asText = (value: unknown) => (typeof value === 'string' ? value : value === undefined ? '' : String(value));

/** What helps a phone's keyboard and the browser's memory, by the schema's format. */
const modes: Record<string, { type?: string; inputMode?: 'email' | 'url' | 'tel'; autoComplete?: string }> = {
  email: { type: 'email', inputMode: 'email' },
  uri: { type: 'url', inputMode: 'url' },
  phone: { type: 'tel', inputMode: 'tel' },
  'cn-id': { autoComplete: 'off' },
};

/** One line of text. */
export function TextWidget({ field, value, onChange, onLeave, control }: WidgetProps) {
  const words = useWords();
  const mode = modes[String(field.schema.format ?? '')];
  return (
    <Input
      {...control}
      {...mode}
      value={asText(value)}
      placeholder={words(field.layout.placeholder) || undefined}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      onBlur={() => {
        // A Chinese keyboard's full-width digits and a space at the end are no mistakes of the reader's.
        const plain = mode && asText(value).normalize('NFKC').trim();
        if (plain !== undefined && plain !== asText(value)) onChange(plain === '' ? undefined : plain);
        onLeave();
      }}
    />
  );
}

/** From this share of the longest text on, what is left is worth a look. */
const NEARLY_FULL = 0.8;

/** Several lines of text, growing with what is typed. */
export function TextareaWidget({ field, value, onChange, onLeave, control }: WidgetProps) {
  const words = useWords();
  const max = typeof field.schema.maxLength === 'number' ? field.schema.maxLength : undefined;
  const used = [...asText(value)].length;
  return (
    <>
      <Input.TextArea
        {...control}
        autoSize={{ minRows: 3, maxRows: 12 }}
        value={asText(value)}
        placeholder={words(field.layout.placeholder) || undefined}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        onBlur={onLeave}
      />
      {max !== undefined && used > max * NEARLY_FULL && (
        <p className={`${styles.counter} tabular`} aria-hidden="true">
          {used} / {max}
        </p>
      )}
    </>
  );
}
