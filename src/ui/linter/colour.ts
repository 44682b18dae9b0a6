import { parentOf, withAncestors } from './composed-tree.ts';

/** Red, green, blue from 0 to 255, and opacity from 0 to 1. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

const WHITE: Rgba = [255, 255, 255, 1];
const NIGHT: Rgba = [18, 18, 18, 1];

let canvas: CanvasRenderingContext2D | null | undefined;
const known = new Map<string, Rgba>();

/** Any CSS colour as numbers: the browser knows them all, a parser of ours would not. */
export function readColour(css: string): Rgba {
  const found = known.get(css);
  if (found) return found;
  canvas ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!canvas) return [0, 0, 0, 0];
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = 'transparent';
  canvas.fillStyle = css;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
  const colour: Rgba = [red, green, blue, alpha / 255];
  known.set(css, colour);
  return colour;
}

function over(top: Rgba, below: Rgba): Rgba {
  const mix = (one: number, other: number) => one * top[3] + other * (1 - top[3]);
  return [mix(top[0], below[0]), mix(top[1], below[1]), mix(top[2], below[2]), 1];
}

/** What is seen behind the content of an element: all that is painted below it, flattened. */
function backgroundOf(element: Element | undefined): Rgba {
  const layers: Rgba[] = [];
  for (const each of element ? withAncestors(element) : []) {
    const colour = readColour(getComputedStyle(each).backgroundColor);
    layers.push(colour);
    if (colour[3] >= 1) break;
  }
  return layers.reduceRight((below, top) => over(top, below), isNight() ? NIGHT : WHITE);
}

/** Whether an element's own background is an image, of which nobody can say the colour. */
export function hasImage(element: Element): boolean {
  return getComputedStyle(element).backgroundImage !== 'none';
}

function isNight(): boolean {
  const { colorScheme } = getComputedStyle(document.documentElement);
  return (
    /\bdark\b/.test(colorScheme) &&
    (!/\blight\b/.test(colorScheme) || matchMedia('(prefers-color-scheme: dark)').matches)
  );
}

/** The contrast of an element's text with what is behind it. */
export function textContrast(element: Element): number {
  const background = backgroundOf(element);
  const [red, green, blue, alpha] = readColour(getComputedStyle(element).color);
  return contrast(over([red, green, blue, alpha * opacityOf(element)], background), background);
}

/** How much an element's own surface stands out from what is around it: 1 where it has none. */
export function surfaceContrast(element: Element): number {
  return contrast(backgroundOf(element), backgroundOf(parentOf(element)));
}

/** How vivid an element's surface is: 0 for greys, 1 for pure colours. */
export function vividness(element: Element): number {
  const [red, green, blue] = backgroundOf(element);
  return (Math.max(red, green, blue) - Math.min(red, green, blue)) / 255;
}

function opacityOf(element: Element): number {
  return [...withAncestors(element)].reduce((product, each) => product * Number(getComputedStyle(each).opacity), 1);
}

/** WCAG 2.2, contrast ratio: from 1 to 21. */
function contrast(one: Rgba, other: Rgba): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance([red, green, blue]: Rgba): number {
  const linear = (value: number) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
