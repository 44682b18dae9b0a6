import { afterEach, describe, expect, test } from 'vitest';
import { createKindred, type Kindred } from '../../src/client/index.ts';
import * as personalization from '../../src/client/personalization.ts';
import { RULES } from './tea-rules.ts';

// A document with cookies and web storage, and without IndexedDB: what an embedded browser or a locked-down one offers.

const opened: { readonly kindred: Kindred; readonly stop: () => void }[] = [];

function openPage() {
  const reports: string[] = [];
  const report = (message: string) => void reports.push(message);
  const sender = { name: 'none', send: async () => ({ kind: 'delivered' as const }) };
  const ports = { sender, logger: { warn: report, error: report } };
  const kindred = createKindred({ source: 'shop.example', rules: RULES, personalization, ports });
  const page = { kindred, stop: kindred.start(), reports };
  opened.push(page);
  return page;
}

const kept = () => [...Object.keys(localStorage), ...(document.cookie ? document.cookie.split('; ') : [])];

function viewTeas(kindred: Kindred): void {
  for (const item of ['a', 'b', 'c']) kindred.track('Product Viewed', { product_id: item, category: 'tea' });
}

afterEach(() => {
  for (const { kindred, stop } of opened.splice(0)) {
    kindred.consent.withdraw('*');
    stop();
  }
});

describe('a browser without IndexedDB', () => {
  test('keeps nothing before a choice', () => {
    const { kindred } = openPage();
    viewTeas(kindred);
    expect(kept()).toEqual([]);
    expect(kindred.decide('hero')).toMatchObject({ content: 'Welcome', reason: 'no-consent' });
  });

  test('follows the person all the same, tells the developer, and remembers by the newest events', async () => {
    const { kindred, reports } = openPage();
    await kindred.consent.grant('*');
    viewTeas(kindred);
    await kindred.flush();
    expect(kindred.decide('hero').content).toBe('Fresh tea');
    expect(reports.join()).toContain('profile');
    const later = openPage().kindred;
    await expect.poll(() => later.decide('hero').content).toBe('Fresh tea');
  });

  test('keeps nothing after a withdrawal', async () => {
    const { kindred } = openPage();
    await kindred.consent.grant('*');
    viewTeas(kindred);
    expect(kept().some((one) => one.startsWith('kindred_id='))).toBe(true);
    kindred.consent.withdraw('*');
    await kindred.flush();
    // This document drops an expired cookie when its clock has moved on.
    await expect.poll(kept).toEqual([]);
    expect(kindred.decide('hero').content).toBe('Welcome');
  });
});
