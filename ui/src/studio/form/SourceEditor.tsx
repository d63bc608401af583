import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { listKeys, lists, type OptionSource } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { leadersOf, setSource } from '../model/source';
import { Setting } from '../parts/Setting';

interface SourceEditorProps {
  path: string;
  source: OptionSource;
}

const full = { width: '100%' };

/** The list or the script that a choice takes its options from, and the choice that it depends on. */
export function SourceEditor({ path, source }: SourceEditorProps) {
  return source.script === undefined ? (
    <ListSource path={path} source={source} />
  ) : (
    <ScriptSource path={path} source={source} />
  );
}

function ListSource({ path, source }: SourceEditorProps) {
  const { t } = useTranslation('fields');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const { data, isLoading, isError } = useQuery({
    queryKey: listKeys.all,
    queryFn: async ({ signal }) => (await lists.all(signal)).items,
    staleTime: 30_000,
  });
  const known = data ?? [];
  const chosen = known.find((list) => list.id === source.list);
  const options = known.map((list) => ({ value: list.id, label: `${words(list.name)} (${list.active})` }));
  if (source.list && !chosen) options.push({ value: source.list, label: source.list });
  const leaders = leadersOf(app, path, (field) => !!chosen?.above && field.layout.source?.list === chosen.above);
  const help = isError ? t('source.failed') : known.length === 0 && !isLoading ? t('source.noLists') : undefined;
  return (
    <>
      <Setting label={t('source.which')} help={help}>
        {(control) => (
          <Select
            {...control}
            style={full}
            status={source.list ? undefined : 'warning'}
            loading={isLoading}
            value={source.list || null}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('source.choose')}
            options={options}
            onChange={(list: string) => edit((a) => setSource(a, path, { list }))}
          />
        )}
      </Setting>
      {chosen?.above && (
        <Setting
          label={t('depends.on')}
          help={
            leaders.length > 0
              ? undefined
              : t('source.noLeader', { list: words(known.find(({ id }) => id === chosen.above)?.name) })
          }
        >
          {(control) => (
            <Select
              {...control}
              style={full}
              allowClear
              disabled={leaders.length === 0 && !source.under}
              value={source.under ?? null}
              placeholder={t('depends.nothing')}
              options={leaders.map((field) => ({ value: field.path, label: words(field.layout.title) || field.path }))}
              onChange={(under: string | undefined) =>
                edit((a) => setSource(a, path, { list: source.list, ...(under ? { under } : {}) }))
              }
            />
          )}
        </Setting>
      )}
    </>
  );
}

function ScriptSource({ path, source }: SourceEditorProps) {
  const { t } = useTranslation('fields');
  const app = useApp();
  const edit = useEdit();
  const names = Object.keys(app.scripts?.options ?? {}).sort();
  return (
    <Setting label={t('source.whichScript')} help={names.length === 0 ? t('source.noScripts') : undefined}>
      {(control) => (
        <Select
          {...control}
          style={full}
          status={source.script ? undefined : 'warning'}
          value={source.script || null}
          placeholder={t('source.chooseScript')}
          options={names.map((name) => ({ value: name, label: name }))}
          onChange={(script: string) => edit((a) => setSource(a, path, { script }))}
        />
      )}
    </Setting>
  );
}
