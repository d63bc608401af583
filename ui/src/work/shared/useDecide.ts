import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  api,
  type Choices,
  type DecisionAction,
  type FormValues,
  hasCode,
  type InboxItem,
  keys,
  type Page,
  type Text,
} from '../../api';
import { useWords } from '../../i18n/words';
import { useProblemText } from '../../ui/problemText';
import { attemptKey } from '../request/ids';

export interface Decision {
  task: string;
  action: DecisionAction;
  comment: string;
  form?: FormValues;
  choices?: Choices;
}

const said = {
  approve: 'decide.approved',
  reject: 'decide.rejected',
  complete: 'decide.completed',
  return: 'decide.returned',
  answer: 'decide.answered',
  resubmit: 'decide.resubmitted',
} as const satisfies Record<DecisionAction, string>;

/** How long the reader is told that somebody else was first, in seconds. */
const LONG_ENOUGH_TO_READ = 8;

/**
 * Records a decision. The task leaves the inbox at once; where somebody else was first, the reader is told
 * who, and the page shows how the request stands.
 */
export function useDecide(instance: { id: string; title: Text }, onDone?: () => void) {
  const { t } = useTranslation('work');
  const words = useWords();
  const client = useQueryClient();
  const problemText = useProblemText();
  const { message } = App.useApp();

  const dropTask = (task: string) =>
    client.setQueryData<InfiniteData<Page<InboxItem>>>(
      keys.inbox,
      (inbox) =>
        inbox && {
          ...inbox,
          pages: inbox.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.task !== task) })),
        },
    );
  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.inbox });
    void client.invalidateQueries({ queryKey: keys.instances });
  };

  return useMutation({
    mutationKey: keys.deed(instance.id),
    onMutate: () => client.cancelQueries({ queryKey: keys.foreseen(instance.id) }),
    mutationFn: ({ task, ...decision }: Decision) => api.decide(task, decision, attemptKey(task, decision)),
    onSuccess: async (_, { task, action }) => {
      dropTask(task);
      refresh();
      const title = words(instance.title);
      message.success(t(said[action], { title }));
      onDone?.();
      // The buttons stay busy until the page shows what the decision led to.
      await client.invalidateQueries({ queryKey: keys.instance(instance.id) });
    },
    onError: (error, { task }) => {
      if (!hasCode(error, 'task.decided')) return;
      dropTask(task);
      refresh();
      message.warning(`${problemText(error)} ${t('decide.decidedReload')}`, LONG_ENOUGH_TO_READ);
    },
  });
}
