import { Switch } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rule, RuleAction } from '../../api';
import { useWords } from '../../i18n/words';
import { EmptyState } from '../../ui/EmptyState';
import { useApp, useEdit, useFindings, useSelection } from '../designer/context';
import { FindingList } from '../designer/FindingList';
import { findingsAt } from '../designer/places';
import { useConditionWords } from '../flow/useConditionWords';
import { fieldAt } from '../model/fields';
import { setRuleEnabled } from '../model/rules';
import page from '../parts/Page.module.css';
import styles from './RulesTab.module.css';

/** The form's rules in words, each with its switch. */
export default function RulesTab() {
  const { t } = useTranslation('studio');
  const { rules } = useApp();
  const [selection] = useSelection();
  const followed = selection?.kind === 'rule' ? selection.id : undefined;

  useEffect(() => {
    if (followed) document.getElementById(`rule-${followed}`)?.scrollIntoView({ block: 'center' });
  }, [followed]);

  return (
    <div className={page.page}>
      <header className={page.head}>
        <h2>{t('rules.title')}</h2>
        <p>{t('rules.text')}</p>
      </header>
      {rules.length === 0 ? (
        <div className="card">
          <EmptyState title={t('rules.none')} text={t('rules.noneText')} />
        </div>
      ) : (
        <ol className={styles.rules}>
          {rules.map((rule) => (
            <RuleCard key={rule.id} rule={rule} marked={rule.id === followed} />
          ))}
        </ol>
      )}
    </div>
  );
}

function RuleCard({ rule, marked }: { rule: Rule; marked: boolean }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const edit = useEdit();
  const wording = useConditionWords();
  const findings = findingsAt(useFindings(), `rules.${rule.id}`);
  const name = words(rule.name) || rule.id;
  const className = ['card', styles.rule, !rule.enabled && styles.off, marked && styles.marked].filter(Boolean);
  return (
    <li id={`rule-${rule.id}`} className={className.join(' ')}>
      <div className={styles.words}>
        <h3 className={styles.name}>
          {name}
          {!rule.enabled && <span className={styles.tag}>{t('rules.off')}</span>}
        </h3>
        <dl className={styles.parts}>
          <div>
            <dt>{t('rules.when')}</dt>
            <dd>{rule.when === undefined ? t('rules.always') : wording(rule.when)}</dd>
          </div>
          <div>
            <dt>{t('rules.then')}</dt>
            <dd>
              <ul>
                {rule.then.map((action) => (
                  <li key={`${action.do} ${action.field}`}>
                    <ActionWords action={action} />
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        </dl>
        {findings.length > 0 && <FindingList findings={findings} />}
      </div>
      <Switch
        checked={rule.enabled}
        aria-label={t('rules.switch', { name })}
        onChange={(enabled) => edit((app) => setRuleEnabled(app, rule.id, enabled))}
      />
    </li>
  );
}

function ActionWords({ action }: { action: RuleAction }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const wording = useConditionWords();
  const field = words(fieldAt(app, action.field)?.layout.title) || action.field;
  const value = action.value === undefined ? words(action.text) : wording(action.value);
  return t(`rules.do.${action.do}`, { field, value });
}
