import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { EmptyState } from '../../ui/EmptyState';
import { useApp, useEdit, useReadApp, useSelection, useStudio } from '../designer/context';
import { SampleContext } from '../formula/sample';
import { addRule, moveRule, removeRule } from '../model/rules';
import page from '../parts/Page.module.css';
import { ReorderList } from '../parts/ReorderList';
import { announce, toast } from '../parts/toast';
import { RuleCard } from './RuleCard';
import styles from './RulesTab.module.css';
import { TryPanel } from './TryPanel';
import { useTrial } from './useTrial';

/** The form's rules, to be made, ordered and tried out beside the form that they act on. */
export default function RulesTab() {
  const { t } = useTranslation(['studio', 'rules']);
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const readApp = useReadApp();
  const { designer } = useStudio();
  const [selection, select] = useSelection();
  const followed = selection?.kind === 'rule' ? selection.id : undefined;
  const [open, setOpen] = useState(followed);
  const trial = useTrial();
  const { rules } = app;

  useEffect(() => {
    if (!followed) return;
    setOpen(followed);
    document.getElementById(`rule-${followed}`)?.scrollIntoView({ block: 'start' });
  }, [followed]);

  const add = () => {
    const made = addRule(readApp());
    edit(() => made.app);
    select({ kind: 'rule', id: made.id });
    announce(t('rules:added'));
  };
  const titleOf = (id: string) => {
    const rule = rules.find((each) => each.id === id);
    return words(rule?.name) || t('rules:unnamed');
  };
  const remove = (id: string) => {
    const title = titleOf(id);
    edit((a) => removeRule(a, id));
    toast(t('remove.removed', { title }), { label: t('action.undo'), run: designer.undo });
  };

  return (
    <SampleContext value={trial.sample}>
      <div className={`${page.page} ${styles.page}`}>
        <div>
          <header className={`${page.head} ${styles.head}`}>
            <div>
              <h2>{t('rules.title')}</h2>
              <p>{t('rules.text')}</p>
            </div>
            <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
              {t('rules:add')}
            </Button>
          </header>
          {rules.length === 0 ? (
            <div className="card">
              <EmptyState
                title={t('rules.none')}
                text={t('rules:noneText')}
                note={t('rules:noneExample')}
                action={
                  <Button icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
                    {t('rules:first')}
                  </Button>
                }
              />
            </div>
          ) : (
            <div className={styles.rules}>
              <ReorderList
                label={t('rules.title')}
                items={rules.map((rule) => ({
                  id: rule.id,
                  title: titleOf(rule.id),
                  content: (
                    <RuleCard
                      rule={rule}
                      title={titleOf(rule.id)}
                      open={open === rule.id}
                      marked={followed === rule.id}
                      holds={trial.holds(rule)}
                      onOpen={(next) => setOpen(next ? rule.id : undefined)}
                      onRemove={() => remove(rule.id)}
                    />
                  ),
                }))}
                onMove={(from, to) => edit((a) => moveRule(a, from, to))}
                onRemove={remove}
              />
            </div>
          )}
        </div>
        <TryPanel trial={trial} />
      </div>
    </SampleContext>
  );
}
