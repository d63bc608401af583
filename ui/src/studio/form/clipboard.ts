/**
 * What was copied last in this tab of the browser, for buttons where the browser keeps its clipboard to itself: without
 * TLS, or when whoever uses it has said no.
 */
let kept: { text: string; shared: boolean } | undefined;

/** Takes note of what the browser's own clipboard has got by an event. */
export function keep(text: string): void {
  kept = { text, shared: true };
}

/** Puts a text on the clipboard; false when only this tab has it. */
export async function write(text: string): Promise<boolean> {
  kept = { text, shared: false };
  try {
    await navigator.clipboard.writeText(text);
    kept = { text, shared: true };
    return true;
  } catch {
    return false;
  }
}

/** What is on the clipboard; undefined when the browser does not say and nothing was copied here. */
export async function read(): Promise<string | undefined> {
  if (kept && !kept.shared) return kept.text;
  try {
    return await navigator.clipboard.readText();
  } catch {
    return kept?.text;
  }
}
