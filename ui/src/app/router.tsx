import i18next from 'i18next';
import { createBrowserRouter } from 'react-router';
import type { Area } from '../i18n';
import { Splash } from '../ui/Splash';
import { Crash } from './Crash';
import Gate from './Gate';
import { NotFound } from './NotFound';

type Page = { default: React.ComponentType };

/** A route whose code and words are fetched side by side, and only when somebody goes there. */
function page(load: () => Promise<Page>, ...words: Area[]) {
  return async () => {
    const [module] = await Promise.all([load(), i18next.loadNamespaces(words)]);
    return { Component: module.default };
  };
}

export const router = createBrowserRouter([
  {
    path: '/docs',
    ErrorBoundary: Crash,
    HydrateFallback: Splash,
    lazy: page(() => import('../docs/Shell'), 'docs'),
    children: [
      { index: true, lazy: page(() => import('../docs/ApiPage')) },
      { path: 'errors', lazy: page(() => import('../docs/ErrorsPage')) },
      { path: '*', Component: NotFound },
    ],
  },
  {
    path: '/welcome',
    ErrorBoundary: Crash,
    HydrateFallback: Splash,
    lazy: page(() => import('../welcome/WelcomePage'), 'account'),
  },
  {
    path: '/',
    Component: Gate,
    ErrorBoundary: Crash,
    HydrateFallback: Splash,
    children: [
      {
        lazy: page(() => import('../work/Shell'), 'work'),
        children: [
          { index: true, lazy: page(() => import('../work/start/StartPage'), 'work') },
          { path: 'new/:app', lazy: page(() => import('../work/request/RequestPage'), 'work', 'form') },
          { path: 'inbox', lazy: page(() => import('../work/inbox/InboxPage'), 'work', 'form') },
          { path: 'requests', lazy: page(() => import('../work/requests/RequestsPage'), 'work') },
          {
            path: 'account',
            lazy: page(() => import('../account/AccountPage'), 'account', 'absence', 'actions', 'form'),
          },
          { path: 'cases/:id', lazy: page(() => import('../work/case/CasePage'), 'work', 'form') },
          { path: '*', Component: NotFound },
        ],
      },
      {
        path: 'control',
        lazy: page(() => import('../control/Shell'), 'control'),
        children: [
          { index: true, lazy: page(() => import('../control/FirstSection')) },
          {
            path: 'people',
            lazy: page(() => import('../control/people/PeoplePage'), 'people', 'absence', 'actions', 'form'),
          },
          { path: 'people/import', lazy: page(() => import('../control/people/ImportPage'), 'people') },
          { path: 'lists', lazy: page(() => import('../control/lists/ListsPage'), 'lists') },
          { path: 'system', lazy: page(() => import('../control/system/SystemPage')) },
          { path: 'settings', lazy: page(() => import('../control/settings/SettingsPage'), 'company') },
          { path: 'failures', lazy: page(() => import('../control/failures/FailuresPage'), 'errands') },
          { path: 'audit', lazy: page(() => import('../control/audit/AuditPage'), 'audit', 'form') },
          { path: '*', Component: NotFound },
        ],
      },
      { path: 'setup', lazy: page(() => import('../setup/FirstApps'), 'setup', 'templates') },
      { path: 'studio/*', lazy: page(() => import('../studio'), 'studio', 'form', 'templates') },
    ],
  },
]);
