import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { App, Text } from '../../api';
import { CompileError, type Labels, parse } from '../../core/rule';
import { describe } from '../../core/rule/words';
import { useLanguage, useWords } from '../../i18n/words';
import { useApp } from '../designer/context';
import { useDepartments } from '../flow/useDepartments';
import { usePeople, useRoles } from '../flow/useNames';
import { clausesOf, isIncomplete, type Operand, operandsOf, readCondition } from '../model/conditions';
import { type Field, fieldAt, fieldsOf, splitPath } from '../model/fields';

/** Words what a comparison looks at: "Dates: working days". */
export function useOperandWords(): (operand: Operand) => string {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  return useCallback(
    (operand) => {
      if (operand.path === '$initiator.roles') return t('condition.personRoles');
      if (operand.path === '$initiator.id') return t('condition.initiator');
      if (operand.path.startsWith('$row.')) {
        const column = rowColumn(app, operand.path);
        return t(`condition.reading.${operand.reading}`, {
          title: (column && words(column.layout.title)) || operand.path,
        });
      }
      const [id, column] = splitPath(operand.path);
      const titles = [fieldAt(app, id), column === undefined ? undefined : fieldAt(app, operand.path)]
        .filter((field) => field !== undefined)
        .map((field) => words(field.layout.title) || field.id);
      return t(`condition.reading.${operand.reading}`, { title: titles.join(' › ') });
    },
    [t, words, app],
  );
}

/** The column that `$row.price` means: which table it is in shows from where it is read. */
function rowColumn(app: App, path: string): Field | undefined {
  const id = path.slice('$row.'.length);
  return everyField(app).find((field) => field.path !== field.id && field.id === id);
}

const everyField = (app: App): Field[] => fieldsOf(app).flatMap((field) => [field, ...field.columns]);

/** The ids of people that conditions are compared with. */
function peopleIn(app: App): string[] {
  const operands = operandsOf(app);
  const persons = new Set(
    operands.filter((each) => each.type === 'person' || each.type === 'persons').map((each) => each.key),
  );
  return [...app.flow.edges, ...app.rules].flatMap(({ when }) =>
    clausesOf(readCondition(when, operands))
      .filter((clause) => persons.has(clause.operand))
      .flatMap(({ value }) => (Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [])),
  );
}

/** Says an expression in the reader's words: "Working days > 3". A half-made one is said to be so. */
export function useConditionWords(): (expr: unknown) => string {
  const { t } = useTranslation('studio');
  const language = useLanguage();
  const app = useApp();
  const roles = useRoles();
  const people = usePeople(peopleIn(app));
  const known = useDepartments();

  const labels = useMemo<Labels>(() => {
    const fields: Record<string, Text> = {};
    const options: Record<string, Record<string, Text>> = {};
    const departments = Object.fromEntries([...(known ?? [])].map(([id, each]) => [id, each.name]));
    const persons = Object.fromEntries([...people].map(([id, person]) => [id, person.name]));
    for (const field of everyField(app)) {
      if (field.layout.title) fields[field.path] = field.layout.title;
      if (field.layout.options) options[field.path] = field.layout.options;
      if (field.kind === 'person' || field.kind === 'persons') options[field.path] = persons;
      if (field.kind === 'department' || field.kind === 'departments') options[field.path] = departments;
    }
    options['$initiator.id'] = persons;
    options['$initiator.roles'] = Object.fromEntries(roles.map((role) => [role.id, role.name]));
    return { fields, options };
  }, [app, roles, people, known]);

  return useCallback(
    (expr) => {
      if (clausesOf(readCondition(expr, operandsOf(app))).some(isIncomplete)) return t('condition.half');
      try {
        return describe(parse(expr), labels, language);
      } catch (error) {
        const [found] = error instanceof CompileError ? error.findings : [];
        if (found?.code === 'rule.unreadable') return t('condition.unfinished', { text: found.params?.text });
        // Only what was imported or written by hand can be beyond words; the findings say what is wrong with it.
        return t('condition.complex');
      }
    },
    [app, labels, language, t],
  );
}
