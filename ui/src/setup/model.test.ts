import { beforeEach, describe, expect, it } from 'vitest';
import { blank, complaints, firstWrong, forget, keep, kept, request } from './model';

const typed = () => ({
  ...blank('en'),
  name: { en: 'Works' },
  admin: { login: ' Ann ', name: { en: 'Ann' }, email: ' a@b.c ', password: 'correct horse', again: 'correct horse' },
});

beforeEach(() => sessionStorage.clear());

describe('the wizard', () => {
  it('says what is missing, step by step', () => {
    expect(complaints('company', blank('en'))).toEqual({ '/name': 'missing' });
    expect(complaints('company', { ...blank('en'), name: { en: ' ' } })).toEqual({ '/name': 'missing' });
    expect(complaints('admin', blank('en'))).toEqual({
      '/admin/name': 'missing',
      '/admin/login': 'missing',
      '/admin/password': 'passwordShort',
    });
    const odd = typed();
    odd.admin = { ...odd.admin, login: 'a b', again: 'other' };
    expect(complaints('admin', odd)).toEqual({ '/admin/login': 'loginFormat', '/admin/again': 'differ' });
    expect(complaints('mail', typed())).toEqual({ '/mail/host': 'missing', '/mail/from': 'missing' });
    expect(complaints('company', typed())).toEqual({});
    expect(complaints('admin', typed())).toEqual({});
  });

  it('goes to the first step that the server refused', () => {
    expect(firstWrong({ '/mail/host': 'x', '/admin/login': 'x' })).toBe('admin');
    expect(firstWrong({ '/mail/host': 'x' })).toBe('mail');
    expect(firstWrong({ '/zone': 'x', '/mail/host': 'x' })).toBe('company');
  });

  it('keeps what was typed over a reload, but no password', () => {
    keep({ ...typed(), mail: { ...blank('en').mail, host: 'h', password: 'secret' } });
    expect(sessionStorage.getItem('banli.setup')).not.toMatch(/secret|correct horse/);
    const back = kept('en');
    expect(back.name).toEqual({ en: 'Works' });
    expect(back.mail.host).toBe('h');
    expect(back.admin.password).toBe('');
    forget();
    expect(kept('zh-CN').name).toEqual({});
  });

  it('sends mail only when it is wanted, and never the repeated password', () => {
    const without = request(typed(), 'token', false);
    expect(without.mail).toBeNull();
    expect(without.admin).toEqual({ login: 'Ann', name: { en: 'Ann' }, email: 'a@b.c', password: 'correct horse' });
    const mail = { ...blank('en').mail, host: 'h', from: 'a@b.c' };
    expect(request({ ...typed(), mail }, 'token', true).mail).toEqual({ ...mail, password: '' });
  });
});
