/** The host of an address that a webhook can call, with its port if it names one; empty for any other. */
export function hostOf(address: string | undefined): string {
  try {
    const url = new URL(address ?? '');
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.host : '';
  } catch {
    return ''; // not an address yet
  }
}
