/** One thing said in several languages: BCP 47 tag → words. */
export type Text = Readonly<Record<string, string | undefined>>;

/** The words in `lang`, else in `fallback`, else in whichever language sorts first; `''` where there are none. */
export function pick(text: Text | undefined, lang: string, fallback = 'en'): string {
  if (!text) return '';
  const exact = text[lang] || text[fallback];
  if (exact) return exact;
  for (const key of Object.keys(text).sort()) {
    const words = text[key];
    if (words) return words;
  }
  return '';
}

/** Fills `{name}` places in one pass, so that what is put in is never looked at again. */
export function fill(template: string, params: Readonly<Record<string, string>>): string {
  return template.replace(/\{([A-Za-z0-9]+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? (params[name] ?? whole) : whole,
  );
}
