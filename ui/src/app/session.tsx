import { useQuery, useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useCallback } from 'react';
import { api, keys, type Language, type Me, type Session, setCsrf, setRequestLanguage } from '../api';
import { asLanguage, changeLanguage, languageAsked } from '../i18n';
import { useLanguage } from '../i18n/words';

/** The language that a reader chose before logging in; it then wins over the account's. */
let chosenWhileOut: Language | null = null;

/** Takes in a fresh session: its token, and its language unless the reader has just chosen another. */
export async function adoptSession(session: Session): Promise<Session> {
  setCsrf(session.csrf);
  if (!session.user) {
    // Whoever asks for neither of our languages is greeted in the company's.
    if (!languageAsked()) await speak(asLanguage(session.company.language));
    return session;
  }
  const wanted = chosenWhileOut;
  chosenWhileOut = null;
  if (wanted && wanted !== session.user.language) {
    const user = await api.setLanguage(wanted).catch(() => session.user);
    return { ...session, user };
  }
  await speak(asLanguage(session.user.language));
  return session;
}

async function speak(language: Language): Promise<void> {
  setRequestLanguage(language);
  await changeLanguage(language);
}

export const sessionQuery = {
  queryKey: keys.session,
  queryFn: async ({ signal }: { signal?: AbortSignal }) => adoptSession(await api.session(signal)),
  staleTime: Number.POSITIVE_INFINITY,
};

export function useSession() {
  return useQuery(sessionQuery);
}

/** The person logged in. Only for components below the gate, which are not rendered without one. */
export function useMe(): Me {
  const { data } = useSession();
  if (!data?.user) throw new Error('useMe is for components behind the session gate');
  return data.user;
}

/** Switches the language on screen at once, and in the session when there is one. */
export function useLanguageSwitch(): [Language, (language: Language) => Promise<void>] {
  const language = useLanguage();
  const client = useQueryClient();
  const change = useCallback(
    async (next: Language) => {
      setRequestLanguage(next);
      await changeLanguage(next);
      const session = client.getQueryData<Session>(keys.session);
      if (!session?.user) {
        chosenWhileOut = next;
        return;
      }
      client.setQueryData<Session>(keys.session, { ...session, user: { ...session.user, language: next } });
      await api.setLanguage(next).catch(() => undefined);
      // Messages and some titles are worded by the server.
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    },
    [client],
  );
  return [language, change];
}

/** In a demo the reader stays the same behind every person they enter as: so does their language. */
export function keepLanguage(): void {
  chosenWhileOut = asLanguage(i18next.language);
}

/** Logs out, or enters as someone else, forgetting everything that belonged to the person before. */
export function useSessionChange() {
  const client = useQueryClient();
  return useCallback(
    async (change: () => Promise<Session>) => {
      const session = await adoptSession(await change());
      await client.cancelQueries();
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'demo' });
      client.setQueryData(keys.session, session);
      return session;
    },
    [client],
  );
}
