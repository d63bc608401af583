const PLACEHOLDER = '__CSP_NONCE__';

/** The nonce that the server put into the page for style elements, or undefined where no server did. */
export function styleNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]');
  const nonce = meta?.content;
  return nonce && nonce !== PLACEHOLDER ? nonce : undefined;
}

/**
 * Gives the nonce to every style element that code makes from now on. Ant Design passes it to its own, but
 * the scroll lock and the scroll bar measure underneath its dialogs make theirs without asking.
 */
export function signStyles(doc: Document = document): void {
  const nonce = styleNonce();
  if (!nonce) return;
  const create = doc.createElement.bind(doc) as (name: string, options?: ElementCreationOptions) => HTMLElement;
  const signing = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
  doc.createElement = signing as Document['createElement'];
}
