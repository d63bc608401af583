import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApp, useEdit } from '../designer/context';
import { FormulaEditor } from '../formula/FormulaEditor';
import { useFormulaTypes } from '../formula/useFormulaTypes';
import { type Field, splitPath } from '../model/fields';
import { dropFormula, formulaOf, giveFormula, setFormula } from '../model/formula';
import type { Kind } from '../model/kinds';
import { Setting, SettingGroup } from '../parts/Setting';

/** The kinds of fields that a formula can sensibly work out. */
const computable: readonly Kind[] = ['text', 'textarea', 'number', 'money', 'percent', 'duration', 'date', 'switch'];

/** Whether a field is filled in or worked out, and by which formula. */
export function FormulaSetting({ field }: { field: Field }) {
  const { t } = useTranslation(['studio', 'rules']);
  const app = useApp();
  const edit = useEdit();
  const { types } = useFormulaTypes();
  const { path, kind } = field;
  const formula = formulaOf(app, path);
  const want = types[path];
  if (!want || (!formula && !computable.includes(kind))) return null;
  const [table, column] = splitPath(path);
  return (
    <SettingGroup>
      <Setting label={t('studio:field.computed')} help={formula ? t('studio:field.computedHelp') : undefined} inline>
        {({ id, ...described }) => (
          <Switch
            id={id}
            {...described}
            checked={formula !== undefined}
            onChange={(on) => edit((a) => (on ? giveFormula(a, path) : dropFormula(a, path)))}
          />
        )}
      </Setting>
      {formula && (
        <FormulaEditor
          key={path}
          label={t('rules:action.formula')}
          value={formula.value}
          want={want}
          table={column === undefined ? undefined : table}
          onChange={(value) => edit((a) => setFormula(a, path, value), `formula ${path}`)}
        />
      )}
    </SettingGroup>
  );
}
