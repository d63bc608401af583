import { Input } from 'antd';
import { useState } from 'react';
import { same } from '../pointer';
import type { WidgetProps } from './types';

const write = (value: unknown) => (value === undefined ? '' : JSON.stringify(value, null, 2));

function read(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Kept as it is, so that the check of the form can refuse it and nothing typed is lost.
    return text;
  }
}

/** What the catalogue has no widget for, as JSON text. */
export function JsonWidget({ value, onChange, onLeave, control }: WidgetProps) {
  const [text, setText] = useState(() => write(value));
  const shown = same(read(text), value) ? text : write(value);
  return (
    <Input.TextArea
      {...control}
      autoSize={{ minRows: 3, maxRows: 16 }}
      spellCheck={false}
      style={{ fontFamily: 'ui-monospace, monospace' }}
      value={shown}
      onChange={(event) => {
        setText(event.target.value);
        onChange(read(event.target.value));
      }}
      onBlur={onLeave}
    />
  );
}
