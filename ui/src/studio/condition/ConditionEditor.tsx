import { CloseOutlined, FunctionOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../designer/context';
import settings from '../flow/Settings.module.css';
import { FormulaEditor } from '../formula/FormulaEditor';
import {
  type Condition,
  clauseFor,
  type Operand,
  operandsOf,
  type Part,
  readCondition,
  writeCondition,
} from '../model/conditions';
import { SettingGroup } from '../parts/Setting';
import { ClauseRow } from './ClauseRow';
import styles from './ConditionEditor.module.css';
import { useConditionWords } from './useConditionWords';

/** Groups in groups in groups: deeper than people can follow. */
const DEEPEST = 3;

/** What a formula begins with: it holds. */
const blank = true;

export interface ConditionEditorProps {
  value: unknown;
  /** A key says that the edit is one letter of several. */
  onChange: (expr: unknown, key?: string) => void;
  title?: string;
  /** What it means that nothing is compared. */
  empty?: string;
  /** The table for whose rows the condition may be judged one by one. */
  table?: string;
}

/** A condition as comparisons of fields with values, in groups, and below it what it says in words. */
export function ConditionEditor({ value, onChange, title, empty, table }: ConditionEditorProps) {
  const { t } = useTranslation('studio');
  const app = useApp();
  const wording = useConditionWords();
  const operands = operandsOf(app, table);
  // A formula that happens to be a comparison must not turn into one under the author's hands.
  const [written, setWritten] = useState<ReadonlySet<string>>(() => new Set());
  const condition = readCondition(value, operands, written);
  return (
    <SettingGroup title={title ?? t('condition.title')}>
      {condition.parts.length === 0 && <p className={settings.faint}>{empty ?? t('condition.empty')}</p>}
      <Group
        group={condition}
        operands={operands}
        table={table}
        depth={0}
        onWrite={(expr) => setWritten((all) => new Set(all).add(JSON.stringify(expr)))}
        onChange={(next, key) => onChange(writeCondition(next), key)}
      />
      {condition.parts.length > 0 && (
        <p className={settings.sentence} role="status">
          {wording(value)}
        </p>
      )}
    </SettingGroup>
  );
}

interface GroupProps {
  group: Condition;
  operands: readonly Operand[];
  table?: string;
  depth: number;
  /** Called with each formula that is being written. */
  onWrite: (expr: unknown) => void;
  onChange: (group: Condition, key?: string) => void;
}

function Group({ group, operands, table, depth, onWrite, onChange }: GroupProps) {
  const { t } = useTranslation(['studio', 'rules']);
  const { parts } = group;
  const set = (index: number, part: Part, key?: string) =>
    onChange({ ...group, parts: parts.map((each, i) => (i === index ? part : each)) }, key && `${index} ${key}`);
  const add = (part: Part | undefined) => part && onChange({ ...group, parts: [...parts, part] });
  const first = operands.find((operand) => operand.type === 'number') ?? operands[0];
  const clause = first && clauseFor(first);
  const other = group.match === 'all' ? 'any' : 'all';
  return (
    <>
      {(parts.length > 1 || depth > 0) && (
        <Select
          aria-label={t('condition.match')}
          value={group.match}
          options={[
            { value: 'all', label: t('condition.all') },
            { value: 'any', label: t('condition.any') },
          ]}
          onChange={(match) => onChange({ ...group, match })}
        />
      )}
      {parts.length > 0 && (
        <ol className={settings.clauses}>
          {parts.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
            <li key={index} className={'parts' in part ? `${settings.clause} ${styles.group}` : settings.clause}>
              {'parts' in part ? (
                <Group
                  group={part}
                  operands={operands}
                  table={table}
                  depth={depth + 1}
                  onWrite={onWrite}
                  onChange={(next, key) => set(index, next, key)}
                />
              ) : 'expr' in part ? (
                <FormulaEditor
                  label={t('rules:condition.formula')}
                  value={part.expr}
                  want={{ kind: 'boolean' }}
                  table={table}
                  onChange={(expr) => {
                    onWrite(expr);
                    set(index, { expr }, 'formula');
                  }}
                />
              ) : (
                <ClauseRow
                  clause={part}
                  operands={operands}
                  table={table}
                  onChange={(next, key) => set(index, next, key)}
                />
              )}
              <Button
                type="text"
                size="small"
                className={settings.drop}
                icon={<CloseOutlined aria-hidden="true" />}
                aria-label={t('parts' in part ? 'rules:condition.removeGroup' : 'condition.remove', { n: index + 1 })}
                onClick={() => onChange({ ...group, parts: parts.filter((_, i) => i !== index) })}
              />
            </li>
          ))}
        </ol>
      )}
      <div className={styles.add}>
        <Button type="dashed" icon={<PlusOutlined aria-hidden="true" />} onClick={() => add(clause)}>
          {t('condition.add')}
        </Button>
        {depth < DEEPEST && parts.length > 0 && (
          <Button
            type="text"
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => add(clause && { match: other, parts: [clause] })}
          >
            {t('rules:condition.addGroup')}
          </Button>
        )}
        <Button
          type="text"
          icon={<FunctionOutlined aria-hidden="true" />}
          onClick={() => {
            onWrite(blank);
            add({ expr: blank });
          }}
        >
          {t('rules:condition.addFormula')}
        </Button>
      </div>
    </>
  );
}
