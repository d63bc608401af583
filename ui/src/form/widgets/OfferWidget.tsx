import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api';
import { useWords } from '../../i18n/words';
import { useProblemText } from '../../ui/problemText';
import { chosen } from '../chosen';
import { useOffered } from '../useOffered';
import styles from './OfferWidget.module.css';
import type { WidgetProps } from './types';

const SEARCH_FROM = 9;

/** What both selects share: the options, and what is to be said of them below the control. */
function useOptionList({ field, pointer }: WidgetProps, values: readonly string[]) {
  const { t } = useTranslation('form');
  const words = useWords();
  const why = useProblemText();
  const [open, setOpen] = useState(false);
  const { options, words: known, current, error, again } = useOffered(field, pointer, open || values.length > 0, open);
  const labelOf = (value: string) => words(known[value]) || value;
  const gone = current ? values.filter((value) => !options.some((each) => each.value === value)) : [];
  const waiting = open && !current && !error;
  return {
    select: {
      style: { width: '100%' },
      open,
      onOpenChange: setOpen,
      options: options.map(({ value }) => ({ value, label: labelOf(value) })),
      labelRender: ({ value }: { value?: unknown }) => labelOf(String(value)),
      loading: waiting,
      notFoundContent: waiting ? t('offer.loading') : error ? t('offer.failedShort') : t('offer.none'),
      placeholder: words(field.layout.placeholder) || undefined,
      showSearch: options.length >= SEARCH_FROM ? { optionFilterProp: 'label' } : false,
    },
    said: (
      <>
        {error !== null && error !== undefined && (
          <p className={styles.failed} role="alert">
            {/* Of a script that failed the server says all there is to say. */}
            {error instanceof ApiProblem && error.status === 422 ? why(error) : t('offer.failed', { why: why(error) })}{' '}
            <Button type="link" size="small" className={styles.again} onClick={again}>
              {t('offer.again')}
            </Button>
          </p>
        )}
        {gone.length > 0 && (
          <p className={styles.gone} role="status">
            {t('offer.gone', { value: gone.map(labelOf).join(t('offer.comma')) })}
          </p>
        )}
      </>
    ),
  };
}

/** One of the options that a script offers. What was chosen stays until another is, whatever is offered by then. */
export function OfferWidget(props: WidgetProps) {
  const { t } = useTranslation('form');
  const { value, onChange, onLeave, control } = props;
  const own = typeof value === 'string' ? value : undefined;
  const { select, said } = useOptionList(props, own === undefined ? [] : [own]);
  return (
    <>
      <Select
        {...control}
        {...select}
        placeholder={select.placeholder ?? t('choose')}
        value={own ?? null}
        allowClear={!control['aria-required']}
        onChange={(next) => onChange(next ?? undefined)}
        onBlur={onLeave}
      />
      {said}
    </>
  );
}

/** Several of them. */
export function OffersWidget(props: WidgetProps) {
  const { t } = useTranslation('form');
  const { value, onChange, onLeave, control } = props;
  const { select, said } = useOptionList(props, chosen(value));
  return (
    <>
      <Select
        {...control}
        {...select}
        mode="multiple"
        placeholder={select.placeholder ?? t('chooseSeveral')}
        value={chosen(value)}
        onChange={(next: string[]) => onChange(next.length > 0 ? next : undefined)}
        onBlur={onLeave}
      />
      {said}
    </>
  );
}
