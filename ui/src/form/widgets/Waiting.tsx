import { Input } from 'antd';

/** Keeps the place of a widget that is on its way. */
export function Waiting({ value }: { value?: unknown }) {
  return <Input disabled aria-hidden="true" value={typeof value === 'string' ? value : ''} />;
}
