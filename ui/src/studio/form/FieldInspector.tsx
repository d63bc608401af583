import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button, Segmented, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useApp, useEdit, useFindings, useSelection } from '../designer/context';
import { FindingList } from '../designer/FindingList';
import { findingsAt } from '../designer/places';
import {
  copyField,
  type Field,
  fieldAt,
  nudgeField,
  setFieldLayout,
  setFieldWords,
  setRequired,
  splitPath,
  spotOf,
} from '../model/fields';
import { isBlockKind, type Kind, kindGroups } from '../model/kinds';
import { Setting, SettingGroup } from '../parts/Setting';
import { useNarrow } from '../parts/useNarrow';
import { WordsInput } from '../parts/WordsInput';
import { ActionBar } from './ActionBar';
import { ColumnsEditor } from './ColumnsEditor';
import { FormulaSetting } from './FormulaSetting';
import styles from './Inspector.module.css';
import { KindIcon } from './KindIcon';
import { LimitsEditor } from './LimitsEditor';
import { OptionsEditor } from './OptionsEditor';
import { ScriptedNote } from './ScriptedNote';
import { SensitiveSetting } from './SensitiveSetting';
import { TreeEditor } from './TreeEditor';
import { Uses } from './Uses';
import { useRemoval } from './useRemoval';

const hinted: readonly Kind[] = [
  ...kindGroups.words.filter((kind) => kind !== 'serial'),
  'number',
  'money',
  'percent',
  'choice',
  'choices',
  'tree',
  ...kindGroups.people,
];

/** Columns whose sum means something. */
const totalled: readonly Kind[] = ['number', 'money', 'percent', 'duration'];

/** The settings of a field, or of a column of a table. */
export function FieldInspector({ field, onDone }: { field: Field; onDone: () => void }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const narrow = useNarrow();
  const [, select] = useSelection();
  const findings = findingsAt(useFindings(), `form.fields.${field.path}`);
  const { path, kind, layout } = field;
  const [id, column] = splitPath(path);
  const table = column === undefined ? undefined : fieldAt(app, id);
  const spot = spotOf(app, id);
  const section = app.form.layout.sections.find((each) => each.id === spot?.section);
  const title = words(layout.title) || t('canvas.untitled');
  const block = isBlockKind(kind);
  return (
    <div data-inspector>
      {table && (
        <Button
          type="link"
          className={styles.back}
          icon={<ArrowLeftOutlined aria-hidden="true" />}
          onClick={() => select({ kind: 'field', path: table.path })}
        >
          {t('field.backToTable', { title: words(table.layout.title) || t('canvas.untitled') })}
        </Button>
      )}
      <div className={styles.head}>
        <span className={styles.icon}>
          <KindIcon kind={kind} />
        </span>
        <h2 className={styles.kind}>
          {t(`kind.${kind}`)}
          {table && <span className={styles.of}>{t('field.column')}</span>}
        </h2>
        {(narrow || table) && <Tools field={field} title={title} onDone={onDone} />}
      </div>
      {findings.length > 0 && (
        <div className={styles.findings}>
          <FindingList findings={findings} />
        </div>
      )}
      <SettingGroup>
        <WordsInput
          label={t(block ? 'field.text' : 'field.title')}
          value={layout.title}
          multiline={kind === 'note'}
          maxLength={kind === 'note' ? 2000 : undefined}
          onChange={(language, wording) =>
            edit((a) => setFieldWords(a, path, 'title', language, wording), `title ${path} ${language}`)
          }
        />
        {kind !== 'switch' && kind !== 'serial' && !block && (
          <Setting label={t('field.required')} inline>
            {({ id: control }) => (
              <Switch
                id={control}
                checked={field.required}
                onChange={(required) => edit((a) => setRequired(a, path, required))}
              />
            )}
          </Setting>
        )}
        {table && totalled.includes(kind) && (
          <Setting label={t('field.total')} help={t('field.totalHelp')} inline>
            {({ id: control }) => (
              <Switch
                id={control}
                checked={layout.total ?? false}
                onChange={(total) => edit((a) => setFieldLayout(a, path, { total: total || undefined }))}
              />
            )}
          </Setting>
        )}
      </SettingGroup>
      {!block && <ScriptedNote path={path} />}
      {!block && <SensitiveSetting field={field} whole={table} />}
      {(kind === 'choice' || kind === 'choices') && <OptionsEditor path={path} />}
      {kind === 'tree' && <TreeEditor path={path} />}
      {kind === 'table' && <ColumnsEditor table={field} />}
      {!block && <FormulaSetting field={field} />}
      <LimitsEditor field={field} />
      {!block && (
        <SettingGroup title={t('inspector.words')}>
          <WordsInput
            label={t('field.help')}
            value={layout.help}
            multiline
            maxLength={500}
            onChange={(language, wording) =>
              edit((a) => setFieldWords(a, path, 'help', language, wording), `help ${path} ${language}`)
            }
          />
          {hinted.includes(kind) && layout.widget !== 'radio' && layout.widget !== 'checkboxes' && (
            <WordsInput
              label={t('field.placeholder')}
              value={layout.placeholder}
              onChange={(language, wording) =>
                edit((a) => setFieldWords(a, path, 'placeholder', language, wording), `hint ${path} ${language}`)
              }
            />
          )}
        </SettingGroup>
      )}
      {!table && !block && (section?.columns ?? 1) > 1 && kind !== 'table' && (
        <SettingGroup title={t('inspector.look')}>
          <Setting label={t('field.width')}>
            {(control) => (
              <Segmented
                block
                aria-labelledby={control['aria-labelledby']}
                value={Math.min(layout.width ?? 1, section?.columns ?? 1)}
                options={
                  section?.columns === 3
                    ? [
                        { value: 1, label: t('field.widthThird') },
                        { value: 2, label: t('field.widthTwo') },
                        { value: 3, label: t('field.widthFull') },
                      ]
                    : [
                        { value: 1, label: t('field.widthHalf') },
                        { value: 2, label: t('field.widthFull') },
                      ]
                }
                onChange={(width) => edit((a) => setFieldLayout(a, path, { width: width > 1 ? width : undefined }))}
              />
            )}
          </Setting>
        </SettingGroup>
      )}
      {!block && <Uses path={path} />}
      {!block && (
        <SettingGroup>
          <div>
            <p className={styles.id}>
              {t('inspector.id')} <code>{path}</code>
            </p>
            <p className={styles.faint}>{t('inspector.idHelp')}</p>
          </div>
        </SettingGroup>
      )}
    </div>
  );
}

function Tools({ field, title, onDone }: { field: Field; title: string; onDone: () => void }) {
  const app = useApp();
  const edit = useEdit();
  const [, select] = useSelection();
  const { removeField } = useRemoval();
  const { path } = field;
  const [id, column] = splitPath(path);
  const order =
    column === undefined
      ? app.form.layout.sections.flatMap((section) => section.fields)
      : (fieldAt(app, id)?.columns.map((each) => each.path) ?? []);
  return (
    <ActionBar
      title={title}
      canUp={order[0] !== path}
      canDown={order.at(-1) !== path}
      onUp={() => edit((a) => nudgeField(a, path, -1))}
      onDown={() => edit((a) => nudgeField(a, path, 1))}
      onCopy={() => {
        const copied = copyField(app, path);
        edit(() => copied.app);
        select({ kind: 'field', path: copied.path });
      }}
      onRemove={() =>
        removeField(path, () => {
          if (column !== undefined) select({ kind: 'field', path: id });
          else onDone();
        })
      }
    />
  );
}
