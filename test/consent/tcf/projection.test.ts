import { describe, expect, test } from 'vitest';
import { createConsent } from '../../../src/consent/index.ts';
import { encodeTcString, projectConsent, type TcfSettings } from '../../../src/consent/tcf/index.ts';
import { memoryPlatform } from '../../../src/testing/index.ts';
import { SETTINGS, shop } from './shop.ts';

const NOON = Date.UTC(2026, 2, 1, 12);
const project = (consent: ReturnType<typeof shop>, settings: Partial<TcfSettings> = {}) =>
  projectConsent(consent, { ...SETTINGS, ...settings }, NOON);

describe('the projection', () => {
  test('says no to everything before a choice, and names who was disclosed', () => {
    expect(project(shop())).toMatchObject({
      purposeConsents: [],
      vendorConsents: [],
      specialFeatureOptIns: [],
      publisherRestrictions: [],
      vendorsDisclosed: [10, 20],
      publisher: { consents: [], customConsents: [] },
    });
  });

  test('keeps the day alone, and never the hour', () => {
    expect(project(shop())).toMatchObject({ created: Date.UTC(2026, 2, 1), lastUpdated: Date.UTC(2026, 2, 1) });
  });

  test('is for this service alone, and discloses purpose 1', () => {
    expect(project(shop())).toMatchObject({ isServiceSpecific: true, purposeOneTreatment: false });
  });

  test('grants one vendor without granting the other', () => {
    const consent = shop();
    consent.grant('ads', { party: 'ten.example' });
    expect(project(consent)).toMatchObject({
      purposeConsents: [1, 2],
      vendorConsents: [10],
      publisherRestrictions: [],
    });
  });

  test('keeps two vendors with different purposes apart by restrictions', () => {
    const consent = shop();
    consent.grant('ads', { party: 'ten.example' });
    consent.grant('measure', { party: 'twenty.example' });
    expect(project(consent)).toMatchObject({
      purposeConsents: [1, 2, 7],
      vendorConsents: [10, 20],
      publisherRestrictions: [
        { purposeId: 1, type: 0, vendors: [20] },
        { purposeId: 2, type: 0, vendors: [20] },
        { purposeId: 7, type: 0, vendors: [10] },
        { purposeId: 7, type: 1, vendors: [20] },
      ],
    });
  });

  test('lets no vendor know a person who wants to be anonymous', () => {
    const consent = shop();
    consent.grant('ads', { party: '*', degree: 'anonymous' });
    expect(project(consent).vendorConsents).toEqual([]);
  });

  test('does not pass on a permission with limits that it cannot express', () => {
    const consent = shop();
    consent.grant('ads', { party: 'ten.example', scope: { data: ['views'] } });
    expect(consent.check({ purpose: 'ads', party: 'ten.example', degree: 'pseudonymous' }).allow).toBe(true);
    expect(project(consent).vendorConsents).toEqual([]);
  });

  test('takes what a region allows by default for no consent', () => {
    const consent = shop({ region: { id: 'us', model: 'opt-out', grantDays: 365, refusalDays: 365 } });
    expect(consent.check({ purpose: 'ads', party: 'ten.example', degree: 'pseudonymous' }).why).toBe('default');
    expect(project(consent).vendorConsents).toEqual([]);
  });

  test('needs all purposes of the site that mean the same purpose of the framework', () => {
    const consent = shop();
    const mapping = { ...SETTINGS.mapping, purposes: { ads: [2], measure: [2] } };
    consent.grant('ads', { party: '*' });
    expect(project(consent, { mapping }).vendorConsents).toEqual([]);
    consent.grant('measure', { party: '*' });
    expect(project(consent, { mapping }).vendorConsents).toEqual([10]);
  });

  test('opts into a special feature only when every vendor that could use it may', () => {
    const consent = shop();
    consent.grant('ads', { party: '*' });
    consent.grant('measure', { party: 'ten.example' });
    expect(project(consent).specialFeatureOptIns).toEqual([]);
    consent.grant('measure', { party: 'twenty.example' });
    expect(project(consent).specialFeatureOptIns).toEqual([1]);
  });

  test('lets a flexible vendor work by consent where it claims a legitimate interest', () => {
    const consent = shop();
    consent.grant('measure', { party: '*' });
    const byConsent = {
      vendorConsents: [20],
      vendorLegitimateInterests: [],
      publisherRestrictions: [{ purposeId: 7, type: 1, vendors: [20] }],
    };
    expect(project(consent)).toMatchObject(byConsent);
    expect(project(consent, { legitimateInterests: true })).toMatchObject(byConsent);
  });

  test('lets a vendor that knows nothing else rely on its interest only where an option says so', () => {
    const consent = shop();
    const mapping = { ...SETTINGS.mapping, parties: { 'ten.example': [30] } };
    const byInterest = { purposeConsents: [], purposeLegitimateInterests: [7], vendorLegitimateInterests: [30] };
    consent.grant('measure', { party: 'ten.example' });
    expect(project(consent, { mapping }).vendorLegitimateInterests).toEqual([]);
    expect(project(consent, { mapping, legitimateInterests: true })).toMatchObject(byInterest);
    consent.refuse('measure', { party: 'ten.example' });
    expect(project(consent, { mapping, legitimateInterests: true }).vendorLegitimateInterests).toEqual([]);
  });

  test('leaves out vendors that are not on the list, and names that stand for nothing', () => {
    const consent = shop();
    consent.grant('*', { party: '*' });
    const mapping = { purposes: { ads: [1, 9] }, parties: { 'ten.example': [10, 4000], constructor: [20] } };
    expect(project(consent, { mapping })).toMatchObject({
      purposeConsents: [1],
      vendorConsents: [10],
      vendorsDisclosed: [10, 20],
    });
  });

  test('has room for fifteen purposes', () => {
    const purposes = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ id: `p${index}`, title: 'P', description: 'P' }));
    const sized = (count: number) =>
      createConsent({ ...memoryPlatform(), source: 'shop.example', purposes: purposes(count) });
    expect(() => encodeTcString(projectConsent(sized(15), SETTINGS, NOON))).not.toThrow();
    expect(() => encodeTcString(projectConsent(sized(16), SETTINGS, NOON))).toThrow('publisher/customPurposes');
  });
});
