import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api';
import { useProblemText } from '../../ui/problemText';

/** What the server refused: the message at each pointer, and what is said above the fields. */
export function useRefused(problem: unknown): { error: (path: string) => string | undefined; text: string } {
  const { t } = useTranslation('lists');
  const problemText = useProblemText();
  const fields = problem instanceof ApiProblem ? problem.errors : [];
  return {
    error: (path) => fields.find((each) => each.path === path)?.message,
    text: !problem ? '' : fields.length > 0 ? t('refused') : problemText(problem),
  };
}
