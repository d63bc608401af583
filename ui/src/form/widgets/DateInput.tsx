import { Input } from 'antd';
import { type ComponentType, useEffect, useState } from 'react';
import type { ControlProps } from '../../ui/Field';
import { left, wholly } from './native';
import type { WidgetProps } from './types';
import { useTouch } from './useTouch';
import { Waiting } from './Waiting';

export interface DateInputProps {
  control: ControlProps;
  label?: string;
  value: unknown;
  onChange: (value: string | undefined) => void;
  /** Takes what was typed and is no date, to be said beside the field; without it, it is dropped. */
  onUnread?: (text: string) => void;
  onLeave: () => void;
  min?: string;
}

/** Our calendar once its chunk is there; null where it cannot be had. */
let calendar: ComponentType<DateInputProps> | null | undefined;

/** The calendar, loaded when a first date asks for it. */
function useCalendar(wanted: boolean): typeof calendar {
  const [known, setKnown] = useState(() => calendar);
  useEffect(() => {
    if (!wanted || known !== undefined) return;
    let there = true;
    import('./Calendar')
      .then((chunk) => {
        calendar = chunk.default;
      })
      .catch(() => {
        calendar = null; // away from the network: the browser has a calendar of its own
      })
      .finally(() => {
        if (there) setKnown(() => calendar);
      });
    return () => {
      there = false;
    };
  }, [wanted, known]);
  return known;
}

/** One date (`YYYY-MM-DD`): our calendar for a mouse, the device's own for a finger. */
export function DateInput(props: DateInputProps) {
  const { control, label, value, onChange, onUnread, onLeave, min } = props;
  const touch = useTouch();
  const Calendar = useCalendar(!touch);
  if (touch || Calendar === null) {
    return (
      <Input
        {...control}
        aria-label={label}
        type="date"
        value={wholly(value, /^\d{4}-\d\d-\d\d$/)}
        min={min}
        onChange={(event) => onChange(event.target.value || undefined)}
        onBlur={(event) => {
          if (onUnread) left(event.target, value, onUnread, () => onChange(undefined));
          onLeave();
        }}
      />
    );
  }
  return Calendar ? <Calendar {...props} /> : <Waiting value={value} />;
}

export function DateWidget({ value, onChange, onLeave, control }: WidgetProps) {
  return <DateInput control={control} value={value} onChange={onChange} onUnread={onChange} onLeave={onLeave} />;
}
