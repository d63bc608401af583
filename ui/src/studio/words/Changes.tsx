import { ArrowRightOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { App, AppChange, Comparison } from '../../api';
import { AppScope } from '../designer/context';
import { useThingWords } from '../designer/useThingWords';
import styles from './Changes.module.css';
import { type Area, areas, byArea } from './changes';
import { SettingValue } from './SettingValue';
import { useAddedWords } from './useAddedWords';
import { useLabelWords } from './useLabelWords';

/** What changed between two versions of an app, in words: by where it is set, and each setting before and after. */
export function Changes({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation('changes');
  const { from, to } = comparison;
  const groups = byArea(comparison);
  return (
    <div className={styles.areas}>
      {areas
        .filter((area: Area) => groups[area].length > 0)
        .map((area: Area) => (
          <section key={area} className={styles.area}>
            <h4>{t(`area.${area}`)}</h4>
            <ul className={styles.list}>
              {groups[area].map((change) => (
                <li key={`${change.part} ${change.id}`}>
                  <AppScope app={change.op === 'removed' ? from : to}>
                    <Change change={change} from={from} to={to} />
                  </AppScope>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
}

interface ChangeProps {
  change: AppChange;
  from: App;
  to: App;
}

function Change({ change, from, to }: ChangeProps) {
  const { t } = useTranslation('changes');
  const { thing } = useThingWords();
  const label = useLabelWords();
  const added = useAddedWords();
  const about = { kind: change.part, id: change.id };
  // What an app has once is told by its settings alone.
  const name = change.id === '' ? '' : thing(about, to, from);
  if (change.op !== 'changed') {
    const says = change.op === 'added' ? added(about) : '';
    return (
      <>
        <p className={change.op === 'added' ? styles.added : styles.removed}>{t(change.op, { thing: name })}</p>
        {says && <p className={styles.says}>{says}</p>}
      </>
    );
  }
  return (
    <>
      {name && <p className={styles.name}>{name}</p>}
      <dl className={styles.settings}>
        {(change.settings ?? []).map(({ aspect, before, after }) => (
          <div key={aspect} className={styles.setting}>
            <dt>{label(about, aspect)}</dt>
            <dd>
              {aspect === 'order' ? (
                t('value.moved')
              ) : (
                <>
                  <span className="visually-hidden">{t('from')}: </span>
                  <SettingValue
                    className={before === undefined || before === null ? styles.unset : styles.before}
                    thing={about}
                    aspect={aspect}
                    app={from}
                    value={before}
                    beside={after}
                  />
                  <ArrowRightOutlined aria-hidden="true" className={styles.arrow} />
                  <span className="visually-hidden">{t('to')}: </span>
                  <SettingValue thing={about} aspect={aspect} app={to} value={after} beside={before} />
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
