import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Rule, RuleAction } from '../../api';
import { ConditionEditor } from '../condition/ConditionEditor';
import { useApp, useEdit } from '../designer/context';
import { fieldsOf } from '../model/fields';
import { renameRule, setActions, setRuleWhen, tableOf } from '../model/rules';
import { SettingGroup } from '../parts/Setting';
import { WordsInput } from '../parts/WordsInput';
import { ActionEditor } from './ActionEditor';
import styles from './RulesTab.module.css';

/** The settings of one rule: its name, its condition and what it does. */
export function RuleForm({ rule }: { rule: Rule }) {
  const { t } = useTranslation(['studio', 'rules']);
  const app = useApp();
  const edit = useEdit();
  const { id } = rule;
  const table = tableOf(rule);
  const byRow = JSON.stringify(rule.when ?? null).includes('"$row.');
  const set = (to: (actions: RuleAction[]) => RuleAction[], key?: string) =>
    edit((a) => setActions(a, id, to), key && `${id} ${key}`);
  const add = () => {
    const field = rule.then.at(-1)?.field ?? fieldsOf(app)[0]?.path;
    if (field) set((actions) => [...actions, { do: 'show', field }]);
  };
  return (
    <div className={styles.form}>
      <SettingGroup>
        <WordsInput
          label={t('rules:name')}
          value={rule.name}
          onChange={(language, wording) => edit((a) => renameRule(a, id, language, wording), `${id} name ${language}`)}
        />
      </SettingGroup>
      <ConditionEditor
        title={t('rules:when')}
        empty={t('rules:whenEmpty')}
        value={rule.when}
        table={table}
        onChange={(when, key) => edit((a) => setRuleWhen(a, id, when), key && `${id} when ${key}`)}
      />
      <SettingGroup title={t('rules:then')}>
        {byRow && <p className={styles.note}>{t('rules:byRow')}</p>}
        <ol className={styles.actions}>
          {rule.then.map((action, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: actions have no identity but their place.
            <li key={index}>
              <ActionEditor
                action={action}
                index={index}
                onChange={(next, key) =>
                  set((actions) => actions.map((each, i) => (i === index ? next : each)), key && `${index} ${key}`)
                }
                onRemove={() => set((actions) => actions.filter((_, i) => i !== index))}
              />
            </li>
          ))}
        </ol>
        <Button type="dashed" block icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
          {t('rules:action.add')}
        </Button>
      </SettingGroup>
    </div>
  );
}
