import { afterEach, describe, expect, it } from 'vitest';
import { signStyles, styleNonce } from './nonce';

function page(content: string): void {
  document.head.innerHTML = `<meta name="csp-nonce" content="${content}">`;
}

const create = document.createElement;
afterEach(() => {
  document.createElement = create;
});

describe('styleNonce', () => {
  it('is what the server put into the page', () => {
    page('abc');
    expect(styleNonce()).toBe('abc');
  });

  it('is missing where no server did', () => {
    page('__CSP_NONCE__');
    expect(styleNonce()).toBeUndefined();
  });
});

describe('signStyles', () => {
  it('gives the nonce to style elements and to nothing else', () => {
    page('abc');
    signStyles();
    expect(document.createElement('style').nonce).toBe('abc');
    expect(document.createElement('script').nonce).not.toBe('abc');
    expect(document.createElement('div')).toBeInstanceOf(HTMLDivElement);
  });

  it('leaves the page alone without a nonce', () => {
    page('__CSP_NONCE__');
    signStyles();
    expect(document.createElement).toBe(create);
  });
});
