import { Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../api';
import { languages } from '../../i18n';
import { useWords } from '../../i18n/words';
import { AppIcon, type AppIconName, appIcons } from '../../ui/AppIcon';
import { useApp, useEdit } from '../designer/context';
import { fieldsOf } from '../model/fields';
import page from '../parts/Page.module.css';
import { Setting } from '../parts/Setting';
import { TemplateInput } from '../parts/TemplateInput';
import { AppNames } from './AppNames';
import { colors } from './colors';
import styles from './SettingsTab.module.css';

/** How many fields a list shows of each request. */
const MOST_SUMMARY = 6;
/** The longest template of a title, as the server counts. */
const MOST_TITLE = 120;

/** What the app is called and looks like, and what its requests are called in lists. */
export default function SettingsTab() {
  const { t } = useTranslation('studio');
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h2>{t('settings.title')}</h2>
        <p>{t('settings.text')}</p>
      </header>
      <section className={`card ${styles.card}`}>
        <h3>{t('settings.app')}</h3>
        <Names />
        <Look />
      </section>
      <section className={`card ${styles.card}`}>
        <h3>{t('settings.requests')}</h3>
        <Requests />
      </section>
    </div>
  );
}

function Names() {
  const { t } = useTranslation('studio');
  const app = useApp();
  const edit = useEdit();
  return (
    <>
      <AppNames />
      <Setting label={t('settings.language')} help={t('settings.languageHelp')}>
        {(control) => (
          <Select<Language>
            {...control}
            style={{ width: '100%' }}
            value={app.defaultLanguage as Language}
            options={languages.map((each) => ({ value: each, label: t(`inspector.languageName.${each}`) }))}
            onChange={(defaultLanguage) => edit((a) => ({ ...a, defaultLanguage }))}
          />
        )}
      </Setting>
    </>
  );
}

function Look() {
  const { t } = useTranslation('studio');
  const { icon, color } = useApp();
  const edit = useEdit();
  return (
    <>
      <fieldset className={styles.choices}>
        <legend>{t('settings.icon')}</legend>
        <Radio.Group
          className={styles.group}
          optionType="button"
          value={icon}
          onChange={({ target }) => edit((a) => ({ ...a, icon: target.value }))}
        >
          {(Object.keys(appIcons) as AppIconName[]).map((each) => (
            <Radio.Button key={each} value={each} aria-label={t(`settings.icons.${each}`)} className={styles.choice}>
              <AppIcon app={{ icon: each, color }} size={32} />
            </Radio.Button>
          ))}
        </Radio.Group>
      </fieldset>
      <fieldset className={styles.choices}>
        <legend>{t('settings.color')}</legend>
        <Radio.Group
          className={styles.group}
          optionType="button"
          value={color?.toLowerCase()}
          onChange={({ target }) => edit((a) => ({ ...a, color: target.value }))}
        >
          {(Object.keys(colors) as (keyof typeof colors)[]).map((each) => (
            <Radio.Button
              key={each}
              value={colors[each]}
              aria-label={t(`settings.colors.${each}`)}
              className={styles.choice}
            >
              <span className={styles.swatch} style={{ background: colors[each] }} />
            </Radio.Button>
          ))}
        </Radio.Group>
      </fieldset>
    </>
  );
}

function Requests() {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const fields = fieldsOf(app);
  return (
    <>
      <TemplateInput
        label={t('settings.caseTitle')}
        value={app.title}
        maxLength={MOST_TITLE}
        onChange={(title, language) => edit((a) => ({ ...a, title }), language && `app title ${language}`)}
      />
      <Setting label={t('settings.summary')} help={t('settings.summaryHelp', { count: MOST_SUMMARY })}>
        {(control) => (
          <Select
            {...control}
            mode="multiple"
            maxCount={MOST_SUMMARY}
            style={{ width: '100%' }}
            placeholder={t('settings.summaryNone')}
            optionFilterProp="label"
            value={app.summary}
            options={fields.map(({ path, layout }) => ({ value: path, label: words(layout.title) || path }))}
            onChange={(summary: string[]) => edit((a) => ({ ...a, summary }))}
          />
        )}
      </Setting>
      <Setting
        label={t('settings.prefix')}
        help={t('settings.prefixHelp', { example: `${app.number.prefix ?? ''}-2026-000042`.replace(/^-/, '') })}
      >
        {(control) => (
          <Input
            {...control}
            value={app.number.prefix ?? ''}
            maxLength={8}
            onChange={({ target }) => {
              const prefix = target.value.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
              edit((a) => ({ ...a, number: prefix === '' ? {} : { prefix } }), 'app prefix');
            }}
          />
        )}
      </Setting>
    </>
  );
}
