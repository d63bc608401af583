import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api';
import { useProblemText } from '../../ui/problemText';

/** What the server refused: the message beside each field, and what is said above them. */
export function useRefusal(problem: unknown): { error: (field: string) => string | undefined; text: string } {
  const { t } = useTranslation('people');
  const problemText = useProblemText();
  const fields = problem instanceof ApiProblem ? problem.errors : [];
  return {
    error: (field) => fields.find((each) => each.path === `/${field}`)?.message,
    text: !problem ? '' : fields.length > 0 ? t('person.refused') : problemText(problem),
  };
}
