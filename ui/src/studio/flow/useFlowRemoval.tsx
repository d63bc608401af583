import { App as AntApp } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { App, FlowNode } from '../../api';
import { useLanguage, wordsIn } from '../../i18n/words';
import { useEdit, useReadApp, useStudio } from '../designer/context';
import removal from '../form/Removal.module.css';
import { edgeOf, nodeOf, removeBranch, removedWith, removedWithBranch, removeNode } from '../model/flow';
import { toast } from '../parts/toast';

/** Removes steps and branches: at once when only they go, else after naming what goes with them. */
export function useFlowRemoval() {
  const { t } = useTranslation('studio');
  const language = useLanguage();
  const { modal } = AntApp.useApp();
  const { designer } = useStudio();
  const readApp = useReadApp();
  const edit = useEdit();

  const remove = useCallback(
    (title: string, question: string, along: FlowNode[], change: (app: App) => App, after?: () => void) => {
      const go = () => {
        edit(change);
        toast(t('remove.removed', { title }), { label: t('action.undo'), run: designer.undo });
        after?.();
      };
      if (along.length === 0) {
        go();
        return;
      }
      void modal.confirm({
        title: question,
        content: (
          <div className={removal.body}>
            <p>{t('remove.steps')}</p>
            <ul className={removal.list}>
              {along.map((node) => (
                <li key={node.id}>{wordsIn(node.name, language) || node.id}</li>
              ))}
            </ul>
          </div>
        ),
        okText: t('remove.confirm'),
        okButtonProps: { danger: true },
        onOk: go,
      });
    },
    [edit, t, designer, modal, language],
  );

  return {
    removeStep: useCallback(
      (id: string, after?: () => void) => {
        const app = readApp();
        const node = nodeOf(app.flow, id);
        if (!node) return;
        const title = wordsIn(node.name, language) || t(`flow.card.${node.type}`);
        remove(title, t('remove.condition', { title }), removedWith(app, id), (a) => removeNode(a, id), after);
      },
      [readApp, language, t, remove],
    ),
    removeBranch: useCallback(
      (id: string, after?: () => void) => {
        const app = readApp();
        const title = wordsIn(edgeOf(app.flow, id)?.name, language) || t('flow.branch');
        remove(title, t('remove.branch', { title }), removedWithBranch(app, id), (a) => removeBranch(a, id), after);
      },
      [readApp, language, t, remove],
    ),
  };
}
