import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from '../flow/Settings.module.css';
import {
  type Clause,
  type Comparison,
  clauseFor,
  comparisonsOf,
  isIncomplete,
  type Operand,
  takesList,
  takesValue,
  type ValueType,
} from '../model/conditions';
import { ClauseValue } from './ClauseValue';
import { useOperandWords } from './useConditionWords';

interface ClauseRowProps {
  clause: Clause;
  operands: readonly Operand[];
  /** The table whose row is looked at. */
  table?: string;
  onChange: (clause: Clause, key?: string) => void;
}

/** Where the options of what is read are defined. */
function definedAt(path: string, table: string | undefined): string {
  return path.startsWith('$row.') ? path.replace('$row', table ?? '') : path;
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

/** One comparison: what is compared, how, and with what. */
export function ClauseRow({ clause, operands, table, onChange }: ClauseRowProps) {
  const { t } = useTranslation(['studio', 'rules']);
  const operandWords = useOperandWords();
  const operand = operands.find((each) => each.key === clause.operand);
  const type = operand?.type ?? typeFor(clause);
  // A list or a day needs a line of its own.
  const roomy =
    takesList(clause.comparison) || ['date', 'dateTime', 'choices', 'persons', 'departments'].includes(type);
  const option = (each: Operand) => ({ value: each.key, label: operandWords(each) });
  const fromForm = operands.filter((each) => !each.path.startsWith('$'));
  const fromRow = operands.filter((each) => each.path.startsWith('$row.'));
  const fromPerson = operands.filter((each) => each.path.startsWith('$initiator.'));
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
          ...(fromRow.length > 0 ? [{ label: t('rules:condition.row'), options: fromRow.map(option) }] : []),
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
            path={definedAt(operand?.path ?? '', table)}
            lacking={isIncomplete(clause)}
            onChange={(next, key) => onChange({ ...clause, value: next }, key)}
          />
        )}
      </div>
    </>
  );
}

type Translate = ReturnType<typeof useTranslation<['studio', 'rules']>>['t'];

function comparisonWords(t: Translate, type: Operand['type'], comparison: Comparison): string {
  if (type === 'date' || type === 'time' || type === 'dateTime') {
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
