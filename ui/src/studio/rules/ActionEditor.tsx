import { CloseOutlined } from '@ant-design/icons';
import { Button, Checkbox, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleAction } from '../../api';
import { useWords } from '../../i18n/words';
import { ClauseValue } from '../condition/ClauseValue';
import { useApp } from '../designer/context';
import settings from '../flow/Settings.module.css';
import { FormulaEditor } from '../formula/FormulaEditor';
import { useFormulaTypes } from '../formula/useFormulaTypes';
import type { ValueType } from '../model/conditions';
import { fieldAt, fieldsOf, reworded, splitPath } from '../model/fields';
import { optionsOf } from '../model/options';
import { actionFor, deeds, suits } from '../model/rules';
import { WordsInput } from '../parts/WordsInput';
import styles from './RulesTab.module.css';
import { usePathTitle } from './useActionWords';

export interface ActionEditorProps {
  action: RuleAction;
  index: number;
  /** A key says that the edit is one letter of several. */
  onChange: (action: RuleAction, key?: string) => void;
  onRemove: () => void;
}

/** One action: what it does, to which field, and with what. */
export function ActionEditor({ action, index, onChange, onRemove }: ActionEditorProps) {
  const { t } = useTranslation(['studio', 'rules']);
  const app = useApp();
  const titleOf = usePathTitle();
  const paths = fieldsOf(app).flatMap((field) => [field, ...field.columns].map((each) => each.path));
  const gone = !paths.includes(action.field);
  return (
    <div className={settings.clause}>
      <div className={styles.what}>
        <Select
          aria-label={t('rules:action.do')}
          value={action.do}
          options={deeds.map((deed) => ({
            value: deed,
            label: t(`rules:deed.${deed}`),
            disabled: !suits(app, deed, action.field),
          }))}
          onChange={(deed) => onChange(actionFor(app, deed, action.field))}
        />
        <Select
          aria-label={t('rules:action.field')}
          status={gone ? 'error' : undefined}
          showSearch={{ optionFilterProp: 'label' }}
          value={action.field}
          options={[
            ...(gone
              ? [{ value: action.field, label: t('condition.goneField', { id: action.field }), disabled: true }]
              : []),
            ...paths.map((path) => ({ value: path, label: titleOf(path), disabled: !suits(app, action.do, path) })),
          ]}
          onChange={(field) =>
            onChange(
              ['limit', 'set', 'default'].includes(action.do) ? actionFor(app, action.do, field) : { ...action, field },
            )
          }
        />
      </div>
      <With action={action} onChange={onChange} />
      <Button
        type="text"
        size="small"
        className={settings.drop}
        icon={<CloseOutlined aria-hidden="true" />}
        aria-label={t('rules:action.remove', { n: index + 1 })}
        onClick={onRemove}
      />
    </div>
  );
}

type WithProps = Pick<ActionEditorProps, 'action' | 'onChange'>;

function With({ action, onChange }: WithProps) {
  const { t } = useTranslation('rules');
  const words = useWords();
  const app = useApp();
  switch (action.do) {
    case 'set':
    case 'default':
      return <ValueEditor key={`${action.do} ${action.field}`} action={action} onChange={onChange} />;
    case 'limit':
      return (
        <fieldset className={styles.options}>
          <legend className="visually-hidden">{t('action.options')}</legend>
          <Checkbox.Group
            value={[...(action.options ?? [])]}
            options={optionsOf(app, action.field).map((option) => ({
              value: option.value,
              label: words(option.words) || option.value,
            }))}
            onChange={(options) => onChange({ ...action, options: options.map(String) })}
          />
        </fieldset>
      );
    case 'warn':
      return (
        <WordsInput
          label={t('action.text')}
          value={action.text}
          multiline
          maxLength={300}
          onChange={(language, wording) =>
            onChange({ ...action, text: reworded(action.text, language, wording) }, `text ${language}`)
          }
        />
      );
    default:
      return null;
  }
}

/** The kinds whose values have a control of their own. */
const controls: Readonly<Record<string, ValueType>> = {
  number: 'number',
  text: 'text',
  textarea: 'text',
  choice: 'choice',
  date: 'date',
  dateTime: 'dateTime',
};

const isPlain = (value: unknown) => value === undefined || value === null || typeof value !== 'object';

/** A value, or a formula that computes one. */
function ValueEditor({ action, onChange }: WithProps) {
  const { t } = useTranslation('rules');
  const app = useApp();
  const { types } = useFormulaTypes();
  const kind = fieldAt(app, action.field)?.kind ?? '';
  const control = controls[kind];
  const simple = control !== undefined || kind === 'switch';
  const [formula, setFormula] = useState(!simple || !isPlain(action.value));
  const [table, column] = splitPath(action.field);
  const set = (value: unknown, key?: string) => onChange({ ...action, value }, key);
  return (
    <div className={styles.value}>
      {simple && (
        <Segmented
          aria-label={t('action.by')}
          value={formula ? 'formula' : 'value'}
          options={[
            { value: 'value', label: t('action.value') },
            { value: 'formula', label: t('action.formula') },
          ]}
          onChange={(by) => {
            setFormula(by === 'formula');
            if (by === 'value' && !isPlain(action.value)) set(null);
          }}
        />
      )}
      {formula ? (
        <FormulaEditor
          label={t('action.formula')}
          value={action.value}
          want={types[action.field] ?? { kind: 'text' }}
          table={column === undefined ? undefined : table}
          onChange={(value) => set(value, 'formula')}
        />
      ) : control ? (
        <ClauseValue
          clause={{ operand: '', comparison: 'is', value: action.value }}
          type={control}
          path={action.field}
          lacking={isPlain(action.value) && (action.value ?? '') === ''}
          onChange={(value, key) => set(value, key)}
        />
      ) : (
        <Select
          aria-label={t('action.value')}
          value={action.value === true}
          options={[
            { value: true, label: t('formula.yes') },
            { value: false, label: t('formula.no') },
          ]}
          onChange={(value) => set(value)}
        />
      )}
    </div>
  );
}
