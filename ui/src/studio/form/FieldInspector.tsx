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
import { Setting, SettingGroup } from '../parts/Setting';
import { useNarrow } from '../parts/useNarrow';
import { WordsInput } from '../parts/WordsInput';
import { ActionBar } from './ActionBar';
import { ColumnsEditor } from './ColumnsEditor';
import styles from './Inspector.module.css';
import { KindIcon } from './KindIcon';
import { LimitsEditor } from './LimitsEditor';
import { OptionsEditor } from './OptionsEditor';
import { Uses } from './Uses';
import { useRemoval } from './useRemoval';

const hinted = ['text', 'textarea', 'number', 'choice', 'person'];

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
          label={t('field.title')}
          value={layout.title}
          onChange={(language, wording) =>
            edit((a) => setFieldWords(a, path, 'title', language, wording), `title ${path} ${language}`)
          }
        />
        {kind !== 'switch' && (
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
      </SettingGroup>
      {kind === 'choice' && <OptionsEditor path={path} />}
      {kind === 'table' && <ColumnsEditor table={field} />}
      <LimitsEditor field={field} />
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
        {hinted.includes(kind) && layout.widget !== 'radio' && (
          <WordsInput
            label={t('field.placeholder')}
            value={layout.placeholder}
            onChange={(language, wording) =>
              edit((a) => setFieldWords(a, path, 'placeholder', language, wording), `hint ${path} ${language}`)
            }
          />
        )}
      </SettingGroup>
      {!table && section?.columns === 2 && kind !== 'table' && (
        <SettingGroup title={t('inspector.look')}>
          <Setting label={t('field.width')}>
            {(control) => (
              <Segmented
                block
                aria-labelledby={control['aria-labelledby']}
                value={(layout.width ?? 1) > 1 ? 2 : 1}
                options={[
                  { value: 1, label: t('field.widthHalf') },
                  { value: 2, label: t('field.widthFull') },
                ]}
                onChange={(width) => edit((a) => setFieldLayout(a, path, { width: width === 2 ? 2 : undefined }))}
              />
            )}
          </Setting>
        </SettingGroup>
      )}
      <Uses path={path} />
      <SettingGroup>
        <div>
          <p className={styles.id}>
            {t('inspector.id')} <code>{path}</code>
          </p>
          <p className={styles.faint}>{t('inspector.idHelp')}</p>
        </div>
      </SettingGroup>
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
