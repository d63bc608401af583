/** What scripts of an app are tried on: a form's values, the person who submits it, and the day. */
export interface Kept {
  values: Record<string, unknown>;
  as?: string;
  today?: string;
}

const keyOf = (person: string, app: string) => `banli.bench.${person}.${app}`;

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Reads what somebody tried an app's scripts on last, in this browser. */
export function readKept(person: string, app: string): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(person, app)) ?? '{}');
    if (!isObject(kept)) return { values: {} };
    return {
      values: isObject(kept.values) ? kept.values : {},
      as: typeof kept.as === 'string' ? kept.as : undefined,
      today: typeof kept.today === 'string' ? kept.today : undefined,
    };
  } catch {
    return { values: {} };
  }
}

/**
 * Keeps it in this browser. It is nobody else's business, and no part of the app: a sample may well hold what a
 * colleague wrote.
 */
export function keep(person: string, app: string, kept: Kept): void {
  try {
    localStorage.setItem(keyOf(person, app), JSON.stringify(kept));
  } catch {
    // Storage may be full or switched off; the sample then lasts as long as the page.
  }
}
