// GPP strings with the US national section, and with all sections of the United States: read and written, beside the reference
// library of IAB Tech Lab, @iabgpp/cmpapi 3.2.0, where it is installed.

import { decodeGpp, encodeGpp, US_SECTIONS } from 'kindred/consent/gpp';
import { bench, do_not_optimize, group, summary } from 'mitata';

const NATIONAL = 'DBABLA~CVVVkkkkkpFY.YA';

/** Every section once, with a value in each field. */
const VALUES = {
  usnat: 'CVVVkkkkkpFY.YA',
  usca: 'BVWSSSVY.YA',
  usva: 'BVWSSVY',
  usco: 'BVWSSVg.YA',
  usut: 'BVVkklWA',
  usct: 'BVWSSZFg.YA',
  usfl: 'BVWSSZlY',
  usmt: 'BVWSSZFY.YA',
  usor: 'BVWSSRpFYA.YA',
  ustx: 'BVWSSVWA.YA',
  usde: 'BVWSSSSVYA.YA',
  usia: 'BVVkklWA.YA',
  usne: 'BVWSSVWA.YA',
  usnh: 'BVWSSZFY.YA',
  usnj: 'BVWSSRklWA.YA',
  ustn: 'BVWSSVWA.YA',
  usmn: 'BVWSSVWA.YA',
  usmd: 'BVVU.YA',
  usin: 'BVVV.kkk',
  usky: 'BVVV.kkk',
  usri: 'BVVV.kkk',
};
const opaque = US_SECTIONS.map((name, index) => ({ kind: 'opaque', id: index + 7, name, text: VALUES[name] }));
const ALL = encodeGpp({ sections: opaque });

/** The reference, or `undefined`. */
async function loadReference() {
  try {
    return await import('@iabgpp/cmpapi');
  } catch {
    console.error('@iabgpp/cmpapi is not installed: the rows of the reference are SKIPPED.');
    return undefined;
  }
}

const reference = await loadReference();

function writeReference(sections) {
  const model = new reference.GppModel();
  for (const [name, fields] of sections) {
    for (const [field, value] of fields) model.setFieldValue(name, field, value);
  }
  return model.encode();
}

for (const [title, text] of [
  ['the national section', NATIONAL],
  ['all sections of the United States', ALL],
]) {
  const model = decodeGpp(text);
  if (encodeGpp(model) !== text) throw new Error('The string is not written as it was.');
  const object = reference && new reference.GppModel(text).toObject();
  const sections = Object.entries(object ?? {}).map(([name, fields]) => [name, Object.entries(fields)]);
  if (reference && writeReference(sections) !== text) throw new Error('The rows do not do the same work.');

  group(`reading ${title}`, () => {
    summary(() => {
      bench('kindred', () => do_not_optimize(decodeGpp(text)));
      if (reference) bench('@iabgpp/cmpapi', () => do_not_optimize(new reference.GppModel(text).toObject()));
    });
  });

  group(`writing ${title}`, () => {
    summary(() => {
      bench('kindred', () => do_not_optimize(encodeGpp(model)));
      if (reference) bench('@iabgpp/cmpapi', () => do_not_optimize(writeReference(sections)));
    });
  });
}
