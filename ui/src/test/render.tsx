import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import i18next from 'i18next';
import { type ReactNode, Suspense } from 'react';
import { keys, type Session } from '../api';
import { startI18n } from '../i18n';
import { ThemeProvider } from '../theme/ThemeProvider';

export const session: Session = {
  user: {
    id: 'p1',
    name: { en: 'Chen Xiaoyu', 'zh-CN': '陈晓雨' },
    login: 'chen',
    roles: ['employee'],
    language: 'en',
    entrances: ['work'],
    sections: [],
  },
  csrf: 'token',
  demo: false,
  company: { name: { en: 'Bright Works' }, language: 'en' },
  setup: false,
};

/** Starts the words that the tests of one file need. */
export async function startWords(): Promise<void> {
  await startI18n('en');
  await i18next.loadNamespaces(['work', 'form']);
}

/** Draws something inside everything that a page has around it. */
export function renderUi(ui: ReactNode) {
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  client.setQueryData(keys.session, session);
  const result = render(
    <QueryClientProvider client={client}>
      <ThemeProvider>
        <Suspense fallback={null}>{ui}</Suspense>
      </ThemeProvider>
    </QueryClientProvider>,
  );
  return { client, ...result };
}
