import { Input } from 'antd';
import { lazy, Suspense } from 'react';
import type { ControlProps } from '../../ui/Field';
import type { WidgetProps } from './types';
import { useTouch } from './useTouch';
import { Waiting } from './Waiting';

const Calendar = lazy(() => import('./Calendar'));

export interface DateInputProps {
  control: ControlProps;
  label?: string;
  value: unknown;
  onChange: (value: string | undefined) => void;
  onLeave: () => void;
  min?: string;
}

/** One date (`YYYY-MM-DD`): our calendar for a mouse, the device's own for a finger. */
export function DateInput(props: DateInputProps) {
  const { control, label, value, onChange, onLeave, min } = props;
  const touch = useTouch();
  if (touch) {
    return (
      <Input
        {...control}
        aria-label={label}
        type="date"
        value={typeof value === 'string' ? value : ''}
        min={min}
        onChange={(event) => onChange(event.target.value || undefined)}
        onBlur={onLeave}
      />
    );
  }
  return (
    <Suspense fallback={<Waiting value={value} />}>
      <Calendar {...props} />
    </Suspense>
  );
}

export function DateWidget({ value, onChange, onLeave, control }: WidgetProps) {
  return <DateInput control={control} value={value} onChange={onChange} onLeave={onLeave} />;
}
