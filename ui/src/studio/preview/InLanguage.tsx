import { Skeleton } from 'antd';
import i18next from 'i18next';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { Language } from '../../api';
import { ThemeProvider } from '../../theme/ThemeProvider';

/** Shows what is in it as a reader of a language sees it, whatever the language around it. */
export function InLanguage({ language, children }: { language: Language; children: ReactNode }) {
  const [words, setWords] = useState(i18next);
  useEffect(() => {
    let current = true;
    const load = async () => {
      if (i18next.language === language) return i18next;
      // A clone begins in the language of its original, so it is told to change and not only made in another.
      const own = i18next.cloneInstance();
      await own.changeLanguage(language);
      await own.loadNamespaces(['common', 'form', 'studio', 'rules']);
      return own;
    };
    void load().then((own) => {
      if (current) setWords(own);
    });
    return () => {
      current = false;
    };
  }, [language]);
  if (words.language === i18next.language) return children;
  return (
    <I18nextProvider i18n={words}>
      <ThemeProvider>
        <Suspense fallback={<Skeleton active />}>
          <div lang={language}>{children}</div>
        </Suspense>
      </ThemeProvider>
    </I18nextProvider>
  );
}
