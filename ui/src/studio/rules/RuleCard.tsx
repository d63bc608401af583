import { CopyOutlined, DeleteOutlined, DownOutlined } from '@ant-design/icons';
import { Button, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Rule } from '../../api';
import { useConditionWords } from '../condition/useConditionWords';
import { useApp, useEdit, useFindings, useReadApp, useSelection } from '../designer/context';
import { FindingList } from '../designer/FindingList';
import { findingsAt } from '../designer/places';
import { tableOfOptions } from '../model/depends';
import { duplicateRule, setRuleEnabled } from '../model/rules';
import { announce } from '../parts/toast';
import { KeptRule } from './KeptRule';
import { RuleForm } from './RuleForm';
import styles from './RulesTab.module.css';
import { useActionWords, usePathTitle } from './useActionWords';

export interface RuleCardProps {
  rule: Rule;
  title: string;
  open: boolean;
  /** Somebody followed a link here. */
  marked: boolean;
  /** Whether its condition holds for the sample; undefined where that is not known. */
  holds: boolean | undefined;
  onOpen: (open: boolean) => void;
  onRemove: () => void;
}

/** One rule: what it says in words, and its settings while it is open. */
export function RuleCard({ rule, title, open, marked, holds, onOpen, onRemove }: RuleCardProps) {
  const { t } = useTranslation(['studio', 'rules']);
  const edit = useEdit();
  const readApp = useReadApp();
  const [, select] = useSelection();
  const wording = useConditionWords();
  const actionWords = useActionWords();
  const titleOf = usePathTitle();
  const kept = tableOfOptions(useApp(), rule);
  const findings = findingsAt(useFindings(), `rules.${rule.id}`);
  const className = [styles.rule, !rule.enabled && styles.off, marked && styles.marked].filter(Boolean);
  const copy = () => {
    const made = duplicateRule(readApp(), rule.id);
    edit(() => made.app);
    select({ kind: 'rule', id: made.id });
    announce(t('rules:copied', { title }));
  };
  return (
    <article id={`rule-${rule.id}`} className={`card ${className.join(' ')}`} aria-label={title}>
      <div className={styles.top}>
        <h3 className={styles.name}>
          <button type="button" className={styles.open} aria-expanded={open} onClick={() => onOpen(!open)}>
            <DownOutlined aria-hidden="true" className={open ? styles.opened : undefined} />
            {title}
          </button>
          {!rule.enabled && <span className={styles.tag}>{t('rules.off')}</span>}
          {kept && <span className={styles.tag}>{t('rules:kept.tag', { field: titleOf(kept.path) })}</span>}
          {rule.enabled && holds && <span className={`${styles.tag} ${styles.holds}`}>{t('rules:holds')}</span>}
        </h3>
        <Switch
          checked={rule.enabled}
          // The table of options does not know of a part that is off.
          disabled={kept !== undefined && rule.enabled}
          aria-label={t('rules.switch', { name: title })}
          onChange={(enabled) => edit((app) => setRuleEnabled(app, rule.id, enabled))}
        />
      </div>
      <dl className={styles.parts}>
        <div>
          <dt>{t('rules.when')}</dt>
          <dd>{rule.when === undefined ? t('rules.always') : wording(rule.when)}</dd>
        </div>
        <div>
          <dt>{t('rules.then')}</dt>
          <dd>
            {rule.then.length === 0 && t('rules:nothing')}
            <ul>
              {rule.then.map((action, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: actions have no identity but their place.
                <li key={index}>{actionWords(action)}</li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
      {findings.length > 0 && <FindingList findings={findings} />}
      {open && (
        <>
          {kept ? <KeptRule rule={rule} {...kept} /> : <RuleForm rule={rule} />}
          <div className={styles.foot}>
            <Button icon={<CopyOutlined aria-hidden="true" />} onClick={copy}>
              {t('rules:copy')}
            </Button>
            <Button danger icon={<DeleteOutlined aria-hidden="true" />} onClick={onRemove}>
              {t('rules:remove')}
            </Button>
          </div>
        </>
      )}
    </article>
  );
}
