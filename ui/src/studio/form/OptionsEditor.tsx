import { PlusOutlined } from '@ant-design/icons';
import { Button, Segmented, Select } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useApp, useEdit, useReadApp } from '../designer/context';
import { withoutOption } from '../model/depends';
import { fieldAt, setFieldLayout } from '../model/fields';
import { addOption, moveOption, optionsOf, removeOption, setOptionWords } from '../model/options';
import { setOwnOptions, setSource, sourceOfOptions } from '../model/source';
import { ReorderList } from '../parts/ReorderList';
import { Setting, SettingGroup } from '../parts/Setting';
import { WordsInput } from '../parts/WordsInput';
import { DependsEditor } from './DependsEditor';
import styles from './Inspector.module.css';
import { SourceEditor } from './SourceEditor';

/** How one or several of the options are chosen: in a list that opens, or with all in view. */
const looks = {
  one: ['select', 'radio'],
  several: ['multiselect', 'checkboxes'],
} as const;

/** The options of a choice that stand in the form, and whether they are all in view. */
function OwnOptions({ path }: { path: string }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const readApp = useReadApp();
  const root = useRef<HTMLDivElement>(null);
  const options = optionsOf(app, path);
  const field = fieldAt(app, path);
  const [list, inView] = field?.kind === 'choices' ? looks.several : looks.one;

  const add = () => {
    const added = addOption(readApp(), path);
    edit(() => added.app);
    requestAnimationFrame(() => {
      // The new option is the last one.
      const input = [...(root.current?.querySelectorAll('[data-option]') ?? [])].at(-1)?.querySelector('input');
      input?.focus();
      input?.select();
    });
  };
  return (
    <>
      <div ref={root} className={styles.limits}>
        <ReorderList
          label={t('field.options')}
          items={options.map((option, index) => ({
            id: option.value,
            title: words(option.words) || t('field.option', { n: index + 1 }),
            content: (
              <div className={styles.option} data-option>
                <WordsInput
                  bare
                  label={t('field.option', { n: index + 1 })}
                  value={option.words}
                  onChange={(language, wording) =>
                    edit(
                      (a) => setOptionWords(a, path, option.value, language, wording),
                      `option ${path} ${option.value} ${language}`,
                    )
                  }
                />
              </div>
            ),
          }))}
          onMove={(from, to) => edit((a) => moveOption(a, path, from, to))}
          onRemove={(value) => edit((a) => withoutOption(removeOption(a, path, value), path, value))}
        />
        <Button type="dashed" block icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
          {t('field.addOption')}
        </Button>
      </div>
      <Setting label={t('field.show')}>
        {(control) => (
          <Segmented
            block
            aria-labelledby={control['aria-labelledby']}
            value={field?.layout.widget === inView ? inView : list}
            options={[
              { value: list, label: t('field.showSelect') },
              { value: inView, label: t('field.showRadio') },
            ]}
            onChange={(widget) => edit((a) => setFieldLayout(a, path, { widget }))}
          />
        )}
      </Setting>
      <DependsEditor path={path} />
    </>
  );
}

/** Where the options of a choice come from, and what they are. */
export function OptionsEditor({ path }: { path: string }) {
  const { t } = useTranslation(['fields', 'studio']);
  const edit = useEdit();
  const source = sourceOfOptions(useApp(), path);
  const now = source === undefined ? 'own' : source.script === undefined ? 'list' : 'script';
  return (
    <SettingGroup title={t('studio:field.options')}>
      <Setting label={t('source.from')}>
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            value={now}
            options={(['own', 'list', 'script'] as const).map((value) => ({ value, label: t(`source.${value}`) }))}
            onChange={(next) =>
              edit((a) => (next === 'own' ? setOwnOptions(a, path) : setSource(a, path, { [next]: '' })))
            }
          />
        )}
      </Setting>
      {source ? <SourceEditor path={path} source={source} /> : <OwnOptions path={path} />}
    </SettingGroup>
  );
}
