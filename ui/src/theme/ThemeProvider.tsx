import { LoadingOutlined } from '@ant-design/icons';
import { App, ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import enUS from 'antd/es/locale/en_US';
import dayjs from 'dayjs';
import { type ReactNode, useEffect, useState } from 'react';
import { useLanguage } from '../i18n/words';
import { useMode } from './mode';
import { styleNonce } from './nonce';
import { themes } from './tokens';

/** The calendar's month and year buttons are named by what they show: a name that hides it fails WCAG 2.5.3. */
function plainCalendar(locale: Locale): Locale {
  const picker = locale.DatePicker;
  if (!picker) return locale;
  return { ...locale, DatePicker: { ...picker, lang: { ...picker.lang, monthSelect: '', yearSelect: '' } } };
}

const english = plainCalendar(enUS);

/**
 * What turns in a button that waits. Ant Design's own fades out, for ever where the answer came before it had faded
 * in, and is read out as a part of the button's name.
 */
const waiting = <LoadingOutlined spin aria-hidden="true" />;

/** Popups open inside the landmark, or the dialog, of what opened them, where a screen reader looks for them. */
function popupContainer(trigger?: HTMLElement): HTMLElement {
  return trigger?.closest<HTMLElement>('[role="dialog"], main') ?? document.body;
}

/** Ant Design in Banli's look and the reader's language, with its style elements carrying the page's nonce. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const language = useLanguage();
  const mode = useMode();
  const [locale, setLocale] = useState<Locale>(english);
  const [csp] = useState(() => ({ nonce: styleNonce() }));

  useEffect(() => {
    let current = true;
    if (language === 'en') {
      dayjs.locale('en');
      setLocale(english);
    } else {
      Promise.all([import('antd/es/locale/zh_CN'), import('dayjs/locale/zh-cn')]).then(([words]) => {
        if (!current) return;
        dayjs.locale('zh-cn');
        setLocale(plainCalendar(words.default));
      });
    }
    return () => {
      current = false;
    };
  }, [language]);

  return (
    <ConfigProvider
      theme={themes[mode]}
      locale={locale}
      csp={csp}
      button={{ autoInsertSpace: false, loadingIcon: waiting }}
      getPopupContainer={popupContainer}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}
