import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApp } from '../designer/context';
import {
  type Clause,
  type Comparison,
  type Condition,
  clauseFor,
  comparisonsOf,
  isIncomplete,
  type Operand,
  operandsOf,
  readCondition,
  takesList,
  takesValue,
  type ValueType,
  writeCondition,
} from '../model/conditions';
import { SettingGroup } from '../parts/Setting';
import { ClauseValue } from './ClauseValue';
import styles from './Settings.module.css';
import { useConditionWords, useOperandWords } from './useConditionWords';

export interface ConditionEditorProps {
  value: unknown;
  /** A key says that the edit is one letter of several. */
  onChange: (expr: unknown, key?: string) => void;
}

/** A condition as comparisons of fields with values, and below it what it says in words. */
export function ConditionEditor({ value, onChange }: ConditionEditorProps) {
  const { t } = useTranslation('studio');
  const app = useApp();
  const wording = useConditionWords();
  const operands = operandsOf(app);
  const condition = readCondition(value, operands);

  if (!condition) {
    return (
      <SettingGroup title={t('condition.title')}>
        <p className={styles.sentence}>{wording(value)}</p>
        <p className={styles.faint}>{t('condition.complex')}</p>
        <Button onClick={() => onChange(undefined)}>{t('condition.startOver')}</Button>
      </SettingGroup>
    );
  }
  const set = (next: Condition, key?: string) => onChange(writeCondition(next), key);
  const setClause = (index: number, clause: Clause, key?: string) =>
    set({ ...condition, clauses: condition.clauses.map((each, i) => (i === index ? clause : each)) }, key);
  const add = () => {
    const first = operands.find((operand) => operand.type === 'number') ?? operands[0];
    if (first) set({ ...condition, clauses: [...condition.clauses, clauseFor(first)] });
  };
  return (
    <SettingGroup title={t('condition.title')}>
      {condition.clauses.length > 1 && (
        <Select
          aria-label={t('condition.match')}
          value={condition.match}
          options={[
            { value: 'all', label: t('condition.all') },
            { value: 'any', label: t('condition.any') },
          ]}
          onChange={(match) => set({ ...condition, match })}
        />
      )}
      {condition.clauses.length === 0 && <p className={styles.faint}>{t('condition.empty')}</p>}
      {condition.clauses.length > 0 && (
        <ol className={styles.clauses}>
          {condition.clauses.map((clause, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: comparisons have no identity but their place.
            <li key={index} className={styles.clause}>
              <ClauseRow
                clause={clause}
                operands={operands}
                onChange={(next, key) => setClause(index, next, key && `${index} ${key}`)}
              />
              <Button
                type="text"
                size="small"
                className={styles.drop}
                icon={<CloseOutlined aria-hidden="true" />}
                aria-label={t('condition.remove', { n: index + 1 })}
                onClick={() => set({ ...condition, clauses: condition.clauses.filter((_, i) => i !== index) })}
              />
            </li>
          ))}
        </ol>
      )}
      <Button type="dashed" block icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
        {t('condition.add')}
      </Button>
      {condition.clauses.length > 0 && (
        <p className={styles.sentence} role="status">
          {wording(value)}
        </p>
      )}
    </SettingGroup>
  );
}

interface ClauseRowProps {
  clause: Clause;
  operands: readonly Operand[];
  onChange: (clause: Clause, key?: string) => void;
}

/** A clause with another comparison; a value becomes a list of one, or a list its first, where that is needed. */
function compared(clause: Clause, comparison: Comparison): Clause {
  const { value } = clause;
  if (!takesValue(comparison)) return { ...clause, comparison, value: null };
  if (takesList(comparison)) {
    const list = Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
    return { ...clause, comparison, value: list };
  }
  return { ...clause, comparison, value: Array.isArray(value) ? (value[0] ?? null) : value };
}

/** What a field that is gone must have been, as far as its comparison tells. */
function typeFor({ comparison, value }: Clause): ValueType {
  if (typeof value === 'number' || ['more', 'atLeast', 'less', 'atMost'].includes(comparison)) return 'number';
  if (takesList(comparison)) return 'choice';
  return comparison === 'on' || comparison === 'off' ? 'switch' : 'text';
}

function ClauseRow({ clause, operands, onChange }: ClauseRowProps) {
  const { t } = useTranslation('studio');
  const operandWords = useOperandWords();
  const operand = operands.find((each) => each.key === clause.operand);
  const type = operand?.type ?? typeFor(clause);
  // A list or a day needs a line of its own.
  const roomy = takesList(clause.comparison) || type === 'date';
  const option = (each: Operand) => ({ value: each.key, label: operandWords(each) });
  const fromForm = operands.filter((each) => !each.path.startsWith('$'));
  const fromPerson = operands.filter((each) => each.path.startsWith('$'));
  return (
    <>
      <Select
        aria-label={t('condition.operand')}
        status={operand ? undefined : 'error'}
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: '100%' }}
        value={clause.operand}
        options={[
          ...(operand
            ? []
            : [
                {
                  value: clause.operand,
                  label: t('condition.goneField', { id: clause.operand.slice(clause.operand.indexOf(':') + 1) }),
                  disabled: true,
                },
              ]),
          { label: t('condition.groupForm'), options: fromForm.map(option) },
          { label: t('condition.groupPerson'), options: fromPerson.map(option) },
        ]}
        onChange={(key) => {
          const next = operands.find((each) => each.key === key);
          if (!next || next.key === clause.operand) return;
          onChange(next.type === type ? { ...clause, operand: next.key } : clauseFor(next));
        }}
      />
      <div className={takesValue(clause.comparison) && !roomy ? styles.sides : styles.stack}>
        <Select
          aria-label={t('condition.comparison')}
          style={{ width: '100%' }}
          value={clause.comparison}
          options={comparisonsOf(type).map((comparison) => ({
            value: comparison,
            label: comparisonWords(t, type, comparison),
          }))}
          onChange={(comparison) => onChange(compared(clause, comparison))}
        />
        {takesValue(clause.comparison) && (
          <ClauseValue
            clause={clause}
            type={type}
            path={operand?.path ?? ''}
            lacking={isIncomplete(clause)}
            onChange={(next, key) => onChange({ ...clause, value: next }, key)}
          />
        )}
      </div>
    </>
  );
}

type Translate = ReturnType<typeof useTranslation<'studio'>>['t'];

function comparisonWords(t: Translate, type: Operand['type'], comparison: Comparison): string {
  if (type === 'date') {
    switch (comparison) {
      case 'is':
      case 'less':
      case 'atMost':
      case 'more':
      case 'atLeast':
        return t(`condition.dateOp.${comparison}`);
    }
  }
  if (type === 'roles' && (comparison === 'contains' || comparison === 'containsNot')) {
    return t(`condition.roleOp.${comparison}`);
  }
  return t(`condition.op.${comparison}`);
}
