import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Template } from '../../infra/clients/whatsapp/templates/template.js';
import { TemplatesNotListed } from '../../infra/clients/whatsapp/templates/templates.client.js';
import { TemplateBook } from './template-book.js';

const template = (name: string, status = 'APPROVED'): Template => ({
  name,
  language: 'en',
  category: 'UTILITY',
  status,
  header: null,
  body: `This is ${name}`,
  footer: null,
  buttons: [],
  variables: [],
  unsupported: [],
});
const request = (name: string) => ({ name, language: 'en', variables: {}, header: null });

/** Stands in for the platform's list. */
class Platform {
  isSet = true;
  isAway = false;
  templates = [template('hello')];
  calls = 0;

  async list(): Promise<Template[]> {
    this.calls++;
    if (this.isAway) throw new TemplatesNotListed('WhatsApp could not be reached');
    return this.templates;
  }
}

describe('The book of templates', () => {
  let platform: Platform;
  let book: TemplateBook;
  const names = async (): Promise<string[]> => (await book.list()).templates.map(({ name }) => name);

  beforeEach(() => {
    vi.useFakeTimers();
    Logger.overrideLogger(false);
    platform = new Platform();
    book = new TemplateBook(platform as never);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks once for many who want it, and again after a minute', async () => {
    await Promise.all([names(), names(), book.fill(request('hello'))]);
    vi.advanceTimersByTime(59_000);
    await names();
    expect(platform.calls).toBe(1);
    vi.advanceTimersByTime(2_000);
    platform.templates = [template('other')];
    expect(await Promise.all([names(), names()])).toEqual([['other'], ['other']]);
    expect(platform.calls).toBe(2);
  });

  it('serves the old copy while the platform is away, says so, and asks it again every ten seconds', async () => {
    const { at } = await book.list();
    platform.isAway = true;
    vi.advanceTimersByTime(61_000);
    expect(await book.list()).toMatchObject({ at, isStale: true, templates: [{ name: 'hello' }] });
    await names();
    expect(await book.fill(request('hello'))).toMatchObject({ text: 'This is hello' });
    expect(platform.calls).toBe(2);
    platform.isAway = false;
    vi.advanceTimersByTime(10_001);
    expect(await book.list()).toMatchObject({ isStale: false });
    expect(platform.calls).toBe(3);
  });

  it('says that the platform is away when there is no copy, and leaves the check to it', async () => {
    platform.isAway = true;
    await expect(book.list()).rejects.toThrow('WhatsApp could not be reached');
    await expect(book.list()).rejects.toThrow('WhatsApp does not list the templates');
    expect(await book.fill(request('hello'))).toMatchObject({ name: 'hello', text: null });
    expect(platform.calls).toBe(1);
  });

  it('looks again before it says that a template is not there, or not approved', async () => {
    platform.templates = [template('hello'), template('waiting', 'PENDING')];
    await names();
    platform.templates = [template('hello'), template('new'), template('waiting')];
    await expect(book.fill(request('new'))).rejects.toThrow('there is no new');
    vi.advanceTimersByTime(5_001);
    expect(await book.fill(request('new'))).toMatchObject({ text: 'This is new' });
    expect(await book.fill(request('waiting'))).toMatchObject({ text: 'This is waiting' });
  });

  it('asks anew when it is told that templates changed', async () => {
    await names();
    platform.templates = [template('other')];
    book.forget();
    expect(await names()).toEqual(['other']);
  });
});
