import { Switch } from 'antd';
import type { WidgetProps } from './types';

/** Yes or no. */
export function SwitchWidget({ value, onChange, onLeave, control }: WidgetProps) {
  const { 'aria-required': _, ...rest } = control;
  return (
    <Switch
      {...rest}
      checked={value === true}
      onChange={(checked) => {
        onChange(checked);
        onLeave();
      }}
    />
  );
}
