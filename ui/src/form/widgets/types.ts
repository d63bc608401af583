import type { ControlProps } from '../../ui/Field';
import type { FieldModel } from '../model';

/** What every widget gets. `value` is undefined while nothing is filled in. */
export interface WidgetProps {
  field: FieldModel;
  /** The place of the value. */
  pointer: string;
  value: unknown;
  onChange: (value: unknown) => void;
  /** Tells that the reader has finished here. */
  onLeave: () => void;
  control: ControlProps;
  label: string;
}
