import { PlusOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useApp, useEdit, useReadApp } from '../designer/context';
import { fieldAt, setFieldLayout } from '../model/fields';
import { addOption, moveOption, optionsOf, removeOption, setOptionWords } from '../model/options';
import { ReorderList } from '../parts/ReorderList';
import { Setting, SettingGroup } from '../parts/Setting';
import { WordsInput } from '../parts/WordsInput';
import styles from './Inspector.module.css';

/** How one or several of the options are chosen: in a list that opens, or with all in view. */
const looks = {
  one: ['select', 'radio'],
  several: ['multiselect', 'checkboxes'],
} as const;

/** The options of a choice, and whether they are all in view. */
export function OptionsEditor({ path }: { path: string }) {
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
    <SettingGroup title={t('field.options')}>
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
          onRemove={(value) => edit((a) => removeOption(a, path, value))}
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
    </SettingGroup>
  );
}
