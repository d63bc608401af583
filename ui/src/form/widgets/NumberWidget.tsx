import { Input } from 'antd';
import { useState } from 'react';
import { useLanguage, useWords } from '../../i18n/words';
import { currencySign, readNumber, writeNumber } from './number';
import type { WidgetProps } from './types';

/** A number, typed as text: the text on screen is never rewritten under the reader's fingers. */
export function NumberWidget({ field, value, onChange, onLeave, control }: WidgetProps) {
  const words = useWords();
  const language = useLanguage();
  const { widget, currency } = field.layout;
  const [text, setText] = useState(() => writeNumber(value));
  // Follow the store where it moved on without this input: a draft arrived, rows changed places.
  const shown = readNumber(text) === value ? text : writeNumber(value);
  return (
    <Input
      {...control}
      className="tabular"
      prefix={widget === 'money' && currency ? currencySign(currency, language) : undefined}
      suffix={widget === 'percent' ? '%' : undefined}
      inputMode={field.kind === 'integer' ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={shown}
      placeholder={words(field.layout.placeholder) || undefined}
      onChange={(event) => {
        setText(event.target.value);
        onChange(readNumber(event.target.value));
      }}
      onBlur={() => {
        const number = readNumber(shown);
        if (typeof number === 'number') setText(writeNumber(number));
        onLeave();
      }}
    />
  );
}
