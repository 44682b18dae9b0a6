// @ts-check
/** @import { Palette } from './svg.js' */

/**
 * Colours that go together: the wall and its glow, the table, and four for the object.
 * @param {string} wall @param {string} glow @param {string} ground
 * @param {string} main @param {string} deep @param {string} pale @param {string} accent
 * @returns {Palette}
 */
const palette = (wall, glow, ground, main, deep, pale, accent) => ({ wall, glow, ground, main, deep, pale, accent });

/** @type {Readonly<Record<string, Palette>>} */
export const PALETTES = {
  moss: palette('#d9dfc8', '#eef0de', '#a9b18c', '#5f7a52', '#37503a', '#f1ead6', '#d39a3a'),
  honey: palette('#f3ddb0', '#fbeecf', '#d0a15e', '#d99a32', '#8a5418', '#fff3d8', '#5c7352'),
  clay: palette('#eed3c1', '#f8e6da', '#c58e72', '#bd6a48', '#7c3b27', '#fbe9dd', '#4f6b69'),
  plum: palette('#dfd0da', '#efe5ec', '#a98a9d', '#7b4a6b', '#4a2944', '#f3e6ee', '#d8a24f'),
  sky: palette('#cfdfe4', '#e6f0f1', '#8fabb2', '#4f7f90', '#2b4f60', '#eef5f2', '#e0a458'),
  rose: palette('#f1d5d4', '#faeae6', '#cf9a98', '#c9656d', '#8c3746', '#fdeceb', '#6d8763'),
  ink: palette('#cdd2da', '#e4e7ea', '#868f9f', '#3c4a63', '#202a3e', '#edeadf', '#c9963f'),
  linen: palette('#e9e0cf', '#f6f0e2', '#c3b394', '#c9b48c', '#85714c', '#fbf6ea', '#a4543c'),
  sage: palette('#d5e0d6', '#ebf2ea', '#9bb19f', '#86a58c', '#4b6c57', '#f3f4e8', '#c97b58'),
  brick: palette('#efd0bf', '#f9e5d9', '#b9775c', '#b5412f', '#702017', '#fdebdc', '#e3b04b'),
  night: palette('#46506b', '#5f6a87', '#2f374d', '#e2b65a', '#232a3c', '#f7ecd0', '#d97b5c'),
  forest: palette('#bfd0c0', '#dbe6d8', '#7f9a84', '#2f5d4a', '#1c3b30', '#efeedd', '#d9703f'),
  snow: palette('#dfe5ea', '#f2f5f6', '#b0bcc6', '#f2efe8', '#a9a79f', '#ffffff', '#b5412f'),
  steel: palette('#ddd8cc', '#f0ece1', '#a8a08f', '#a9b2b6', '#5f6a70', '#f4f5f4', '#c46a4a'),
  lilac: palette('#dcd6ea', '#eeeaf6', '#a79cc2', '#9384bb', '#564a80', '#f4f0fb', '#e0b45c'),
};

/** @param {string} name @returns {Palette} */
export function paletteNamed(name) {
  return PALETTES[name] ?? palette('#e9e0cf', '#f6f0e2', '#c3b394', '#c9b48c', '#85714c', '#fbf6ea', '#a4543c');
}
