import { deepFreeze } from '../../core/index.ts';
import { decodeHeader, encodeHeader } from './header.ts';
import { invalid } from './invalid.ts';
import { US_SECTIONS, type UsSectionName } from './layouts.ts';
import { decodeUs, encodeUs, FIRST_US_ID, type UsFields } from './us-section.ts';
import { decodeUsp, encodeUsp, type UspFields } from './usp-section.ts';

/** The section of the nation or of a state. */
export interface UsSection {
  readonly kind: 'us';
  readonly id: number;
  readonly name: UsSectionName;
  readonly fields: UsFields;
  /** Whether Global Privacy Control was on; `undefined` where the section does not tell. */
  readonly gpc: boolean | undefined;
}

/** The older US Privacy string. */
export interface UspSection {
  readonly kind: 'usp';
  readonly id: 6;
  readonly name: 'uspv1';
  readonly fields: UspFields;
}

/**
 * A section that is carried as it is: the TC strings of Europe and Canada (`kindred/consent/tcf` reads the first), and sections or
 * versions that came after this release.
 */
export interface OpaqueSection {
  readonly kind: 'opaque';
  readonly id: number;
  /** The prefix under which the specification knows it; `undefined` for an id that this release does not know. */
  readonly name: GppSectionName | undefined;
  readonly text: string;
}

/** A part of a GPP string. */
export type GppSection = UsSection | UspSection | OpaqueSection;

/** What a GPP string says: its sections, by ascending id. */
export interface GppModel {
  readonly sections: readonly GppSection[];
}

/** The prefixes of all sections that this release knows. */
export type GppSectionName = UsSectionName | 'tcfeuv2' | 'tcfcav1' | 'uspv1';

/** Names by their ids, from 0; 1 is retired, 3 is the header itself, and 4 was never used. */
const NAMES = [undefined, undefined, 'tcfeuv2', undefined, undefined, 'tcfcav1', 'uspv1', ...US_SECTIONS] as const;
const USP_ID = 6;

/** Nothing longer is read: a TC string with all vendors has a few thousand characters. */
const LONGEST = 65_536;

/** The id of a section; nothing above 0 for what is none. */
export const idOf = (name: GppSectionName): number => NAMES.indexOf(name);

/**
 * Reads a GPP string. IAB Tech Lab, Global Privacy Platform String, version 1.
 *
 * @throws KindredError `invalid-signal` for anything that is not one, whatever it is; `at` is the place: `/header`, or `/sections/1`
 * @example
 * ```ts
 * import { decodeGpp } from 'kindred/consent/gpp';
 *
 * const { sections } = decodeGpp('DBABLA~BVQVAAAAAg.YA');
 * const [national] = sections;
 * if (national?.kind === 'us') console.log(national.fields.SaleOptOut, national.gpc); // 1, true
 * ```
 */
export function decodeGpp(text: unknown): GppModel {
  if (typeof text !== 'string' || text.length > LONGEST) throw invalid('/', 'is no text, or too long');
  const [header = '', ...texts] = text.split('~');
  const ids = decodeHeader(header, texts.length);
  return deepFreeze({ sections: ids.map((id, index) => decodeSection(id, texts[index] ?? '', `/sections/${index}`)) });
}

/**
 * Reads a GPP string, or answers `undefined` where it is none.
 *
 * @example
 * ```ts
 * import { readGpp } from 'kindred/consent/gpp';
 *
 * const sections = readGpp(new URL('https://shop.example/?gpp=DBABTA~1YNN').searchParams.get('gpp'))?.sections ?? [];
 * console.log(sections.length); // 1
 * ```
 */
export function readGpp(text: unknown): GppModel | undefined {
  try {
    return decodeGpp(text);
  } catch {
    return undefined;
  }
}

/**
 * Writes a GPP string.
 *
 * @throws KindredError `invalid-signal`; `at` is the place of a value that a string cannot hold, for example
 * `/sections/0/fields/SaleOptOut`
 * @example
 * ```ts
 * import { decodeGpp, encodeGpp } from 'kindred/consent/gpp';
 *
 * console.log(encodeGpp(decodeGpp('DBABTA~1YNN'))); // DBABTA~1YNN
 * ```
 */
export function encodeGpp({ sections }: GppModel): string {
  const header = encodeHeader(sections.map(({ id }) => id));
  return [header, ...sections.map((section, index) => encodeSection(section, `/sections/${index}`))].join('~');
}

function decodeSection(id: number, text: string, at: string): GppSection {
  const us = US_SECTIONS[id - FIRST_US_ID];
  const content = us && decodeUs(us, text, at);
  if (us && content) return { kind: 'us', id, name: us, ...content };
  if (id === USP_ID) return { kind: 'usp', id, name: 'uspv1', fields: decodeUsp(text, at) };
  return { kind: 'opaque', id, name: NAMES[id], text: opaque(text, at) };
}

function encodeSection(section: GppSection, at: string): string {
  const { id, name } = section;
  if (name !== undefined && idOf(name) !== id) throw invalid(`${at}/id`, 'does not fit its name');
  if (section.kind === 'opaque') return opaque(section.text, at);
  return section.kind === 'us' ? encodeUs(section.name, section, at) : encodeUsp(section.fields, at);
}

function opaque(text: unknown, at: string): string {
  if (!isCarried(text)) throw invalid(at, 'is no section');
  return text;
}

/** Whatever a section that is not read says, it must not end where another begins. */
export const isCarried = (text: unknown): text is string => typeof text === 'string' && /^[\w.-]+$/.test(text);
