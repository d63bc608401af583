import { Alert, Button, Segmented, Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { FormView } from '../../form/FormView';
import { DateInput } from '../../form/widgets/DateInput';
import { Code } from '../code/Code';
import { PeopleSelect } from '../flow/PeopleSelect';
import { Setting } from '../parts/Setting';
import { useNarrow } from '../parts/useNarrow';
import { Computed } from './Computed';
import { readObject } from './readJson';
import styles from './Sample.module.css';
import type { Bench } from './useBench';
import { useStudioOffer } from './useStudioOffer';

/** What the script is to get: a form, filled in or as JSON, who submits it, and on which day. */
export function Sample({ bench }: { bench: Bench }) {
  const { t } = useTranslation('scripts');
  const id = useId();
  const narrow = useNarrow();
  const offer = useStudioOffer(bench.as, bench.today);
  const body = (
    <>
      <p className={styles.note}>{t('bench.text')}</p>
      <div className={styles.who}>
        <Setting label={t('bench.as')}>
          {({ id: control }) => (
            <PeopleSelect
              id={control}
              placeholder={t('bench.asYou')}
              value={bench.as ? [bench.as] : []}
              // One person submits: whoever is chosen takes the other's place.
              onChange={(ids) => bench.setAs(ids.at(-1))}
            />
          )}
        </Setting>
        <Setting label={t('bench.on')}>
          {({ id: control }) => (
            <DateInput control={{ id: control }} value={bench.today} onChange={bench.setToday} onLeave={() => {}} />
          )}
        </Setting>
        {bench.row && (
          <Setting label={t('bench.row')}>
            {(control) => (
              <Select
                {...control}
                value={bench.row?.index}
                options={Array.from({ length: bench.row?.count ?? 0 }, (_, i) => ({ value: i, label: i + 1 }))}
                onChange={bench.setRow}
              />
            )}
          </Setting>
        )}
      </div>
      <div className={styles.tools}>
        <Segmented
          aria-label={t('bench.mode')}
          value={bench.mode}
          options={[
            { value: 'form', label: t('bench.form'), disabled: !bench.trial.store },
            { value: 'json', label: t('bench.json') },
          ]}
          onChange={bench.setMode}
        />
        <Button size="small" onClick={bench.clear}>
          {t('bench.clear')}
        </Button>
      </div>
      {!bench.trial.store && <Alert type="warning" showIcon title={t('bench.broken')} />}
      {bench.mode === 'form' && bench.trial.store ? (
        <div className={styles.form}>
          <Computed store={bench.trial.store} as={bench.as} today={bench.today} />
          <FormView store={bench.trial.store} id="bench" offer={offer} />
        </div>
      ) : (
        <SampleText bench={bench} />
      )}
    </>
  );
  if (narrow) {
    return (
      <details className={`card ${styles.sample}`}>
        <summary>{t('bench.sample')}</summary>
        {body}
      </details>
    );
  }
  return (
    <aside className={`card ${styles.sample}`} aria-labelledby={id}>
      <h3 id={id}>{t('bench.sample')}</h3>
      {body}
    </aside>
  );
}

function SampleText({ bench }: { bench: Bench }) {
  const { t } = useTranslation('scripts');
  const id = useId();
  const read = readObject(bench.text);
  return (
    <>
      <Code
        language="json"
        label={t('bench.jsonLabel')}
        describedBy={`${id}-wrong`}
        value={bench.text}
        onChange={bench.setText}
        onRun={bench.run}
      />
      <p id={`${id}-wrong`} className={styles.wrong} role="status">
        {'wrong' in read && t('bench.jsonWrong', { why: read.wrong ?? t('bench.jsonObject') })}
      </p>
    </>
  );
}
