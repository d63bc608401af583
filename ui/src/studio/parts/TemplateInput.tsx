import { PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language, Text } from '../../api';
import { languages } from '../../i18n';
import { useLanguage } from '../../i18n/words';
import { useApp } from '../designer/context';
import { placeholderNames, shownTemplate, storedTemplate } from '../model/placeholders';
import styles from './Setting.module.css';
import { WordsInput } from './WordsInput';

export interface TemplateInputProps {
  label: string;
  value: Text | undefined;
  onChange: (wording: Text, language?: Language) => void;
  multiline?: boolean;
  maxLength: number;
}

/** Words with fields of the form among them, which are written and read by their titles. */
export function TemplateInput({ label, value, onChange, multiline, maxLength }: TemplateInputProps) {
  const { t } = useTranslation('studio');
  const app = useApp();
  const own = useLanguage();
  const names = useMemo(
    () => Object.fromEntries(languages.map((each) => [each, placeholderNames(app, each)])),
    [app],
  ) as Record<Language, Map<string, string>>;
  const shown = Object.fromEntries(
    Object.entries(value ?? {}).map(([each, text]) => [each, shownTemplate(text ?? '', names[each as Language])]),
  );
  const set = (language: Language, wording: string): Text => {
    const { [language]: _old, ...rest } = value ?? {};
    const stored = storedTemplate(wording, names[language]);
    return stored === '' ? rest : { ...value, [language]: stored };
  };
  const insert = (id: string) => {
    const next = languages.map((each) => {
      const before = value?.[each] ?? '';
      return [each, `${before}${before === '' || before.endsWith(' ') ? '' : ' '}{${id}}`];
    });
    onChange(Object.fromEntries(next));
  };
  return (
    <div className={styles.setting}>
      <WordsInput
        label={label}
        value={shown}
        multiline={multiline}
        maxLength={maxLength}
        onChange={(language, wording) => onChange(set(language, wording), language)}
      />
      <Dropdown
        trigger={['click']}
        menu={{
          items: [...names[own]].map(([id, name]) => ({ key: id, label: name })),
          onClick: ({ key }) => insert(key),
          style: { maxHeight: 320, overflowY: 'auto' },
        }}
      >
        <Button
          className={styles.insert}
          type="text"
          size="small"
          icon={<PlusOutlined aria-hidden="true" />}
          aria-label={t('settings.insertInto', { label })}
          aria-haspopup="menu"
        >
          {t('settings.insert')}
        </Button>
      </Dropdown>
    </div>
  );
}
