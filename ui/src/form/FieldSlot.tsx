import { LockOutlined } from '@ant-design/icons';
import { type ComponentType, memo, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isDate } from '../core/rule';
import { useLanguage, useWords } from '../i18n/words';
import { Field, type FieldProps } from '../ui/Field';
import { afterPress } from './afterPress';
import { controlId, useFieldState, useScene } from './context';
import type { FieldModel } from './model';
import { ReadValue } from './ReadValue';
import read from './ReadValue.module.css';
import { RadioWidget, SelectWidget } from './widgets/ChoiceWidget';
import { DateWidget } from './widgets/DateInput';
import { DateRangeWidget } from './widgets/DateRangeWidget';
import { JsonWidget } from './widgets/JsonWidget';
import { lazyWidgets } from './widgets/lazy';
import { NumberWidget } from './widgets/NumberWidget';
import { PersonWidget } from './widgets/PersonWidget';
import { SwitchWidget } from './widgets/SwitchWidget';
import { TableWidget } from './widgets/TableWidget';
import { TextareaWidget, TextWidget } from './widgets/TextWidget';
import type { WidgetProps } from './widgets/types';

const widgets: Record<string, ComponentType<WidgetProps>> = {
  text: TextWidget,
  textarea: TextareaWidget,
  number: NumberWidget,
  money: NumberWidget,
  percent: NumberWidget,
  select: SelectWidget,
  radio: RadioWidget,
  switch: SwitchWidget,
  date: DateWidget,
  dateRange: DateRangeWidget,
  person: PersonWidget,
  ...lazyWidgets,
};

/** Those that are made of several controls, so that their label is a legend. */
const groups: ReadonlySet<string> = new Set([
  'dateRange',
  'radio',
  'checkboxes',
  'rating',
  'duration',
  'attachments',
  'images',
]);

/** Their controls show the text of a value that they cannot take. */
const showsText: ReadonlySet<FieldModel['kind']> = new Set(['string', 'text', 'number', 'integer', 'json', 'table']);

/** A text that stands for no value of the field, as it may be pasted or typed, and cannot be seen in its control. */
function unseen(field: FieldModel, value: unknown): string | undefined {
  if (field.kind === 'dateRange' && typeof value === 'object' && value !== null) {
    const ends = ['start', 'end'].map((end) => (value as Record<string, unknown>)[end]);
    return ends.find((end): end is string => typeof end === 'string' && !isDate(end));
  }
  return typeof value === 'string' && value !== '' && !showsText.has(field.kind) ? value : undefined;
}

/** What fetches its options has a widget of its own, whatever it looks like. */
function widgetOf({ kind, layout }: FieldModel): ComponentType<WidgetProps> {
  if (kind === 'json') return JsonWidget;
  if (kind !== 'option' && kind !== 'options') return widgets[layout.widget] ?? JsonWidget;
  const scripted = kind === 'option' ? 'offer' : 'offers';
  return widgets[layout.source?.script === undefined ? kind : scripted] ?? JsonWidget;
}

export interface FieldSlotProps {
  field: FieldModel;
  pointer: string;
  /** Keeps the label for screen readers: the head of a table shows it. */
  bare?: boolean;
}

/** One field on screen. It draws itself anew when its own state changes, and only then. */
export const FieldSlot = memo(function FieldSlot({ field: defined, pointer, bare }: FieldSlotProps) {
  const { store, id, readOnly } = useScene();
  const { t } = useTranslation('form');
  const words = useWords();
  const language = useLanguage();
  const state = useFieldState(store, pointer);
  const onChange = useCallback((value: unknown) => store.set(pointer, value), [store, pointer]);
  const onLeave = useCallback(() => afterPress(() => store.leave(pointer)), [store, pointer]);
  const { options } = state;
  const field = useMemo(
    () => (options ? { ...defined, options: defined.options.filter((option) => options.includes(option)) } : defined),
    [defined, options],
  );
  if (state.hidden) return null;

  const label = words(field.layout.title) || field.id;
  const control = controlId(id, pointer);
  const help = words(field.layout.help) || undefined;
  const warning = state.warnings?.map(words).join(' ');
  const mend = state.violation && store.model.mend(state.violation, language);
  const text = mend && unseen(field, state.value);
  const error = state.refusal ?? (text ? t('unread', { text, mend }) : mend);

  if (state.veiled) return <Veiled id={control} label={label} bare={bare} readOnly={readOnly} />;
  if (field.kind === 'table') {
    const rows = state.value as readonly string[];
    return (
      <Field
        id={control}
        label={label}
        help={readOnly ? undefined : help}
        error={error}
        warning={warning}
        required={!readOnly && state.required}
        group
      >
        {(props) => (
          <TableWidget
            field={field}
            pointer={pointer}
            rows={rows}
            label={label}
            control={props}
            readOnly={readOnly || state.locked}
          />
        )}
      </Field>
    );
  }
  if (readOnly) {
    return (
      <div>
        <p className={bare ? 'visually-hidden' : read.term} data-cell-label={bare || undefined}>
          {label}
        </p>
        <div className={read.value}>
          <ReadValue field={field} pointer={pointer} value={state.value} brief={bare} />
        </div>
        {warning && <p className={read.warning}>{warning}</p>}
      </div>
    );
  }
  if (field.kind === 'serial') {
    return <Given field={field} value={state.value} id={control} label={label} help={help} error={error} />;
  }
  if (state.locked) {
    return (
      <Field
        id={control}
        label={label}
        help={help ?? (bare || !state.computed ? undefined : t('computed'))}
        error={error}
        warning={warning}
        bare={bare}
      >
        {(props) => (
          <output className={read.locked} id={props.id} aria-describedby={props['aria-describedby']} tabIndex={-1}>
            {state.value === undefined ? (
              '—'
            ) : (
              <ReadValue field={field} pointer={pointer} value={state.value} brief={bare} />
            )}
            {!bare && !state.computed && (
              <LockOutlined className={read.lock} role="img" aria-label={t('locked')} title={t('locked')} />
            )}
          </output>
        )}
      </Field>
    );
  }
  const Widget = widgetOf(field);
  return (
    <Field
      id={control}
      label={label}
      help={help}
      error={error}
      warning={warning}
      required={state.required}
      bare={bare}
      group={groups.has(field.layout.widget)}
    >
      {(props) => (
        <Widget
          field={field}
          pointer={pointer}
          value={state.value}
          onChange={onChange}
          onLeave={onLeave}
          control={props}
          label={label}
        />
      )}
    </Field>
  );
});

/** A sensitive field whose value the reader does not get. */
function Veiled({ id, label, bare, readOnly }: { id: string; label: string; bare?: boolean; readOnly: boolean }) {
  const { t } = useTranslation('form');
  const dots = (
    <span className={read.veiled} title={t('veiled')}>
      <LockOutlined aria-hidden="true" />
      <span aria-hidden="true">•••</span>
      <span className={bare ? 'visually-hidden' : read.empty}>{t('veiled')}</span>
    </span>
  );
  if (!readOnly) {
    return (
      <Field id={id} label={label} bare={bare}>
        {(control) => (
          <output className={read.locked} id={control.id} tabIndex={-1}>
            {dots}
          </output>
        )}
      </Field>
    );
  }
  return (
    <div>
      <p className={bare ? 'visually-hidden' : read.term} data-cell-label={bare || undefined}>
        {label}
      </p>
      <div className={read.value}>{dots}</div>
    </div>
  );
}

/** A number that the server gives: nothing can be typed. */
function Given({ field, value, ...props }: { field: FieldModel; value: unknown } & Omit<FieldProps, 'children'>) {
  const { t } = useTranslation('form');
  return (
    <Field {...props}>
      {(control) => (
        <output className={read.locked} id={control.id} aria-describedby={control['aria-describedby']} tabIndex={-1}>
          {value === undefined ? t('serial.given') : <ReadValue field={field} pointer={`/${field.id}`} value={value} />}
        </output>
      )}
    </Field>
  );
}
