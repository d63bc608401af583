import { DesktopOutlined, MobileOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AppDetail, api, keys, type Language } from '../../api';
import { compileForm } from '../../form/compile';
import { ErrorSummary } from '../../form/ErrorSummary';
import { FormView } from '../../form/FormView';
import { FormStore } from '../../form/store';
import { languages } from '../../i18n';
import { useLanguage, wordsIn } from '../../i18n/words';
import { AppIcon } from '../../ui/AppIcon';
import { ButtonLink } from '../../ui/ButtonLink';
import { EmptyState } from '../../ui/EmptyState';
import { useApp, useStudio } from '../designer/context';
import page from '../parts/Page.module.css';
import { useNarrow } from '../parts/useNarrow';
import { Computed, computedOf } from '../scripts/Computed';
import { useStudioOffer } from '../scripts/useStudioOffer';
import { InLanguage } from './InLanguage';
import styles from './PreviewTab.module.css';

const weekend = { weekend: [0, 6], holidays: [], workdays: [] };

/** The form as it is now, to be tried out on either screen. */
export default function PreviewTab() {
  const { t } = useTranslation(['studio', 'designer']);
  const own = useLanguage();
  const [language, setLanguage] = useState(own);
  const app = useApp();
  const { appId, revision } = useStudio();
  const narrow = useNarrow();
  const [device, setDevice] = useState<'desktop' | 'phone'>('desktop');
  const [turn, setTurn] = useState(0);
  // The calendar and the day come with the app in use; before the first revision a plain week has to do.
  const live = useQuery({
    queryKey: keys.app(appId),
    queryFn: ({ signal }) => api.app(appId, signal),
    enabled: revision > 0,
    retry: false,
  });
  const empty = app.form.layout.sections.every((section) => section.fields.length === 0);
  if (empty) {
    return (
      <div className={page.page}>
        <div className="card">
          <EmptyState
            title={t('preview.empty')}
            text={t('preview.emptyText')}
            action={<ButtonLink to="../form">{t('preview.emptyGo')}</ButtonLink>}
          />
        </div>
      </div>
    );
  }
  return (
    <div className={page.page}>
      <header className={`${page.head} ${styles.head}`}>
        <div>
          <h2>{t('preview.title')}</h2>
          <p>{t('preview.text')}</p>
        </div>
        <div className={styles.tools}>
          {!narrow && (
            <Segmented
              aria-label={t('preview.device')}
              value={device}
              options={[
                { value: 'desktop', label: t('preview.desktop'), icon: <DesktopOutlined aria-hidden="true" /> },
                { value: 'phone', label: t('preview.phone'), icon: <MobileOutlined aria-hidden="true" /> },
              ]}
              onChange={setDevice}
            />
          )}
          <Segmented<Language>
            aria-label={t('designer:preview.language')}
            value={language}
            options={languages.map((each) => ({ value: each, label: t(`inspector.languageName.${each}`) }))}
            onChange={setLanguage}
          />
          <Button onClick={() => setTurn(turn + 1)}>{t('preview.reset')}</Button>
        </div>
      </header>
      <div className={device === 'phone' && !narrow ? styles.phone : undefined}>
        <div className={styles.screen}>
          <InLanguage language={language}>
            <p className={styles.title}>
              <AppIcon app={app} size={36} />
              {wordsIn(app.name, language)}
            </p>
            {!live.isLoading && <Trial key={turn} live={live.data} />}
          </InLanguage>
        </div>
      </div>
    </div>
  );
}

/** A form to fill in that is never sent. */
function Trial({ live }: { live: AppDetail | undefined }) {
  const { t } = useTranslation('studio');
  const app = useApp();
  const offer = useStudioOffer();
  const [fine, setFine] = useState(false);
  const computed = computedOf(app);
  const made = useMemo(() => {
    try {
      const model = compileForm({
        form: app.form,
        rules: app.rules,
        calendar: live?.calendar ?? weekend,
        today: live?.today,
        initiator: live?.initiator,
      });
      return { store: new FormStore(model, { values: {}, locked: computed }) };
    } catch (error) {
      return { error };
    }
  }, [app.form, app.rules, computed, live]);

  if (!made.store) {
    return (
      <Alert
        type="error"
        showIcon
        title={t('preview.broken')}
        description={made.error instanceof Error ? made.error.message : String(made.error)}
      />
    );
  }
  const { store } = made;
  return (
    <div className={styles.trial} onChange={() => setFine(false)}>
      <Computed store={store} />
      <ErrorSummary store={store} id="preview" />
      <FormView store={store} id="preview" offer={offer} />
      {fine && <Alert type="success" showIcon title={t('preview.fine')} />}
      <Button className={styles.check} onClick={() => setFine(store.attempt())}>
        {t('preview.check')}
      </Button>
    </div>
  );
}
