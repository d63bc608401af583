import { useTranslation } from 'react-i18next';
import type { Step } from '../api';
import { useLanguage, useWords } from '../i18n/words';

/** How the people of a step are chosen that lies ahead, and for which rows nobody is asked. Whoever fills the form in is asked instead. */
export default function ChoiceWords({
  step,
  preview,
  className,
}: {
  step: Step;
  preview: boolean;
  className?: string;
}) {
  const { t } = useTranslation('choices');
  const words = useWords();
  const language = useLanguage();
  const { choice, unnamed } = step;
  const steps = new Intl.ListFormat(language, { type: 'disjunction' }).format(
    (choice?.at ?? []).map((each) => words(each.name)),
  );
  return (
    <>
      {choice?.open && !(preview && choice.by === 'initiator') && (
        <p className={className}>
          {choice.by === 'initiator'
            ? t('byInitiator')
            : steps
              ? t('byApprover', { step: steps })
              : t('byApproverBefore')}
        </p>
      )}
      {unnamed && (
        <p className={className}>
          {t('rowsUnnamed', {
            count: unnamed.length,
            rows: new Intl.ListFormat(language, { type: 'unit' }).format(unnamed.map(String)),
          })}
        </p>
      )}
    </>
  );
}
