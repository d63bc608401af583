import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { listKeys, lists } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { fieldsOf } from '../model/fields';
import { needsOf, setNeeds, setSets } from '../model/scripts';
import { Setting } from '../parts/Setting';
import styles from './ScriptsTab.module.css';

const needs = ['people', 'departments', 'calendar'] as const;

/** What the script finds in its ctx, and which fields are compute's own. */
export function ScriptSettings({ script }: { script: string }) {
  const { t } = useTranslation(['scripts', 'fields']);
  const app = useApp();
  const edit = useEdit();
  const chosen = needsOf(app, script);
  const words = useWords();
  const { data, isError } = useQuery({
    queryKey: listKeys.all,
    queryFn: async ({ signal }) => (await lists.all(signal)).items,
    staleTime: 30_000,
  });
  const named = new Map(data?.map(({ id, name }) => [`lists.${id}`, words(name)]));
  // What is chosen is shown even where there is no such list any more.
  const ofLists = [...new Set([...named.keys(), ...chosen.filter((need) => need.startsWith('lists.'))])];
  const labelOf = (need: string) => {
    const known = needs.find((each) => each === need);
    return known ? t(`need.${known}`) : t('need.list', { name: named.get(need) || need.replace(/^lists\./, '') });
  };
  return (
    <div className={styles.fields}>
      {script === 'compute' && <Sets />}
      <Setting label={t('needs')} help={t(isError ? 'fields:source.failed' : 'needsHelp')}>
        {(control) => (
          <Select
            {...control}
            mode="multiple"
            style={{ width: '100%' }}
            placeholder={t('needsNone')}
            showSearch={{ optionFilterProp: 'label' }}
            value={chosen}
            options={[...needs, ...ofLists].map((need) => ({ value: need, label: labelOf(need) }))}
            onChange={(list: string[]) => edit((a) => setNeeds(a, script, list))}
          />
        )}
      </Setting>
    </div>
  );
}

function Sets() {
  const { t } = useTranslation('scripts');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  return (
    <Setting label={t('sets')} help={t('setsHelp')}>
      {(control) => (
        <Select
          {...control}
          mode="multiple"
          style={{ width: '100%' }}
          placeholder={t('setsNone')}
          showSearch={{ optionFilterProp: 'label' }}
          value={app.scripts?.sets ?? []}
          options={fieldsOf(app).map((field) => ({ value: field.id, label: words(field.layout.title) || field.id }))}
          onChange={(sets: string[]) => edit((a) => setSets(a, sets))}
        />
      )}
    </Setting>
  );
}
