/** Reads a JSON object, or says why it is none; the reason is undefined for JSON that is something else. */
export function readObject(text: string): { value: Record<string, unknown> } | { wrong: string | undefined } {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return { wrong: undefined };
    return { value: value as Record<string, unknown> };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}
