// TC strings: reading a short and a long one, and writing 692 vendors, beside the reference library of the IAB Tech Lab; then a
// million random and mutated texts, each of which must be read or refused with a typed error.

import { decodeTcString, encodeTcString, isKindredError } from 'kindred/consent/tcf';
import { seededRandom } from 'kindred/testing';
import { bench, do_not_optimize, group, summary } from 'mitata';

const reference = await loadReference();

// The example of the specification.
const SHORT =
  'COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw';
const vendors = scatteredVendors();
const model = {
  ...decodeTcString(SHORT),
  isServiceSpecific: true,
  vendorListVersion: 17,
  policyVersion: 4,
  vendorConsents: vendors.filter((_, index) => index % 12 !== 0),
  vendorLegitimateInterests: vendors.filter((_, index) => index % 3 === 0),
  vendorsDisclosed: vendors,
  publisher: {
    consents: [1, 7],
    legitimateInterests: [],
    customPurposes: 0,
    customConsents: [],
    customLegitimateInterests: [],
  },
};
const LONG = encodeTcString(model);

group('reading a short TC string', () => {
  summary(() => {
    if (reference) bench('@iabtechlabtcf/core', () => do_not_optimize(reference.TCString.decode(SHORT)));
    bench('kindred', () => do_not_optimize(decodeTcString(SHORT)));
  });
});

group(`reading a long TC string: ${vendors.length} vendors disclosed, ${LONG.length} characters`, () => {
  summary(() => {
    if (reference) bench('@iabtechlabtcf/core', () => do_not_optimize(reference.TCString.decode(LONG)));
    bench('kindred', () => do_not_optimize(decodeTcString(LONG)));
  });
});

group(`writing ${vendors.length} vendors`, () => {
  summary(() => {
    if (reference) {
      const theirs = referenceModel(reference);
      bench('@iabtechlabtcf/core', () => do_not_optimize(reference.TCString.encode(theirs)));
    }
    bench('kindred', () => do_not_optimize(encodeTcString(model)));
  });
});

group('a million random and mutated texts', () => {
  const texts = hostileTexts(1_000_000);
  const outcomes = count(texts);
  console.error(`of ${texts.length} hostile texts ${outcomes.refused} were refused and ${outcomes.read} were read`);
  let turn = 0;
  bench('one of them', () => do_not_optimize(isRefused(texts[turn++ % texts.length])));
});

function scatteredVendors() {
  const random = seededRandom(2);
  const ids = Array.from({ length: 1237 }, (_, index) => index + 1);
  while (ids.length > 692) ids.splice(Math.floor(random.next() * ids.length), 1);
  return ids;
}

function count(texts) {
  const outcomes = { read: 0, refused: 0 };
  for (const text of texts) outcomes[isRefused(text) ? 'refused' : 'read']++;
  return outcomes;
}

/** Anything else that is thrown ends the benchmark. */
function isRefused(text) {
  try {
    decodeTcString(text);
    return false;
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-signal') return true;
    throw error;
  }
}

function hostileTexts(length) {
  const random = seededRandom(5);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+ é';
  const draw = (below) => Math.floor(random.next() * below);
  const odd = () => alphabet[draw(alphabet.length)];
  return Array.from({ length }, (_, index) => {
    if (index % 2 === 0) return `C${Array.from({ length: draw(40) }, odd).join('')}`;
    const at = draw(SHORT.length);
    return draw(3) === 0 ? SHORT.slice(0, at) : SHORT.slice(0, at) + odd() + SHORT.slice(at + 1);
  });
}

async function loadReference() {
  try {
    return await import('@iabtechlabtcf/core');
  } catch {
    console.error('@iabtechlabtcf/core is not installed: the rows of the reference are SKIPPED');
    return undefined;
  }
}

/** The same content. Theirs needs a vendor list to write: one in which every vendor declares everything. */
function referenceModel({ GVL, TCModel }) {
  const every = [1, 2, 7];
  const declared = { purposes: every, legIntPurposes: every, flexiblePurposes: [], specialPurposes: [], features: [] };
  const byId = (ids, make) => Object.fromEntries(ids.map((id) => [id, { id, ...make(id) }]));
  const named = (ids) => byId(ids, (id) => ({ name: `${id}`, description: '', illustrations: [] }));
  const list = new GVL({
    gvlSpecificationVersion: 3,
    vendorListVersion: 17,
    tcfPolicyVersion: 4,
    lastUpdated: '2026-01-01T00:00:00Z',
    purposes: named([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    specialPurposes: {},
    features: {},
    specialFeatures: named([1, 2]),
    stacks: {},
    dataCategories: {},
    vendors: byId(vendors, (id) => ({ name: `${id}`, ...declared, specialFeatures: [] })),
  });
  const theirs = new TCModel(list);
  Object.assign(theirs, { cmpId: 27, cmpVersion: 1, consentLanguage: 'EN', isServiceSpecific: true });
  theirs.vendorConsents.set([...model.vendorConsents]);
  theirs.vendorLegitimateInterests.set([...model.vendorLegitimateInterests]);
  theirs.vendorsDisclosed.set([...model.vendorsDisclosed]);
  theirs.purposeConsents.set([...model.purposeConsents]);
  return theirs;
}
