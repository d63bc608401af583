import { Input, Select, Slider } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { starsOf } from '../../form/stars';
import { useLanguage } from '../../i18n/words';
import { useEdit } from '../designer/context';
import { type Field, setFieldLayout, setFieldSchema } from '../model/fields';
import { Setting } from '../parts/Setting';
import { useSet } from './useSet';

/** Those that are asked for most; any other code can stay in a form that came with it. */
const currencies = ['CNY', 'USD', 'EUR', 'HKD', 'JPY', 'GBP', 'TWD', 'MOP', 'SGD', 'KRW', 'AUD', 'CAD', 'CHF', 'THB'];

/** How many decimals a currency has: none for the yen, two for most. */
function decimalsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** What a money field counts. Its decimals follow. */
export function CurrencySetting({ field }: { field: Field }) {
  const { t } = useTranslation('studio');
  const language = useLanguage();
  const edit = useEdit();
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  const now = field.layout.currency;
  const codes = now && !currencies.includes(now) ? [...currencies, now] : currencies;
  return (
    <Setting label={t('field.currency')}>
      {(control) => (
        <Select
          {...control}
          style={{ width: '100%' }}
          value={now}
          showSearch={{ optionFilterProp: 'label' }}
          options={codes.map((code) => ({ value: code, label: `${code} ${names.of(code)}` }))}
          onChange={(currency) =>
            edit((a) => {
              const step = Number(`1e-${decimalsOf(currency)}`);
              return setFieldLayout(setFieldSchema(a, field.path, { multipleOf: step }), field.path, { currency });
            })
          }
        />
      )}
    </Setting>
  );
}

/** How many stars a rating has. */
export function StarsSetting({ field }: { field: Field }) {
  const { t } = useTranslation('studio');
  const set = useSet(field);
  return (
    <Setting label={t('field.stars')}>
      {(control) => (
        <Slider
          ariaLabelledByForHandle={control['aria-labelledby']}
          min={3}
          max={10}
          marks={{ 3: '3', 5: '5', 10: '10' }}
          value={starsOf(field.schema)}
          onChange={(maximum) => set({ minimum: 1, maximum }, 'stars')}
        />
      )}
    </Setting>
  );
}

const PATTERN = 'pattern';

/** What a line of text must be: of a known format, or of a pattern. */
export function FormatSetting({ field }: { field: Field }) {
  const { t } = useTranslation('studio');
  const set = useSet(field);
  const { format, pattern } = field.schema;
  const now = typeof format === 'string' ? format : typeof pattern === 'string' ? PATTERN : '';
  return (
    <>
      <Setting label={t('field.format')}>
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            value={now}
            options={[
              { value: '', label: t('field.formatAny') },
              { value: 'email', label: t('field.formatEmail') },
              { value: 'phone', label: t('field.formatPhone') },
              { value: 'uri', label: t('field.formatUri') },
              { value: 'cn-id', label: t('field.formatCnId') },
              { value: PATTERN, label: t('field.formatPattern') },
            ]}
            onChange={(next) =>
              next === PATTERN
                ? set({ format: undefined, pattern: '^[A-Z0-9]+$' }, 'format')
                : set({ format: next || undefined, pattern: undefined }, 'format')
            }
          />
        )}
      </Setting>
      {now === PATTERN && <PatternSetting field={field} pattern={String(pattern)} />}
    </>
  );
}

function readable(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return pattern !== '';
  } catch {
    return false;
  }
}

/** A pattern; what cannot be read stays in the input and out of the form. */
function PatternSetting({ field, pattern }: { field: Field; pattern: string }) {
  const { t } = useTranslation('studio');
  const set = useSet(field);
  const [text, setText] = useState(pattern);
  const shown = readable(text) ? pattern : text;
  return (
    <Setting label={t('field.pattern')} help={readable(shown) ? t('field.patternHelp') : t('field.patternWrong')}>
      {({ id, ...control }) => (
        <Input
          id={id}
          aria-describedby={control['aria-describedby']}
          status={readable(shown) ? undefined : 'error'}
          aria-invalid={!readable(shown)}
          spellCheck={false}
          style={{ fontFamily: 'ui-monospace, monospace' }}
          maxLength={1000}
          value={shown}
          onChange={(event) => {
            setText(event.target.value);
            if (readable(event.target.value)) set({ pattern: event.target.value }, 'pattern');
          }}
        />
      )}
    </Setting>
  );
}
