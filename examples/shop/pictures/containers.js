// @ts-check
import { blossom, decorate, heart } from './patterns.js';
import { body, box, circle, ellipse, group, leaf, line, shape, times, turned } from './svg.js';
import { glint } from './vessels.js';
/** @import { Brush } from './svg.js' */

/** A tea tin with a botanical label. @param {Brush} brush */
export function tin(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const wide = brush.variant === 'wide';
  const [w, h] = wide ? [84, 120] : [62, 168];
  const side = `M${-w} ${-h}V-8Q0 14 ${w} -8V${-h}z`;
  return (
    body(side, main) +
    decorate(brush, side, deep) +
    body(`M${-w - 3} ${-h - 26}V${-h}Q0 ${-h + 18} ${w + 3} ${-h}V${-h - 26}z`, deep) +
    ellipse(0, -h - 26, w + 3, 11, main) +
    ellipse(0, -h - 26, w - 6, 7.5, deep, 'opacity=".35"') +
    body(
      `M${-w + 12} ${-h * 0.76}Q0 ${-h * 0.76 + 12} ${w - 12} ${-h * 0.76}V${-h * 0.16}Q0 ${-h * 0.16 + 12} ${-w + 12} ${-h * 0.16}z`,
      pale,
      'flat',
    ) +
    label(0, -h * 0.43, brush) +
    line(`M${-w * 0.42} ${-h * 0.18 + 2}q${w * 0.42} 7 ${w * 0.84} 0`, accent, 3) +
    glint(-w + 14, -h * 0.5)
  );
}

/** The little drawing on a label. @param {number} x @param {number} y @param {Brush} brush */
function label(x, y, { palette, variant, random }) {
  const { main, deep, accent } = palette;
  const drawings = /** @type {Readonly<Record<string, () => string>>} */ ({
    flower: () =>
      line(`M${x} ${y + 30}V${y}`, deep, 3) +
      leaf(x, y + 26, 24, 10, -60, deep) +
      leaf(x, y + 20, 24, 10, 60, deep) +
      blossom(x, y - 10, 24, accent, deep),
    berry: () =>
      line(`M${x - 22} ${y + 20}Q${x} ${y} ${x + 24} ${y - 26}`, deep, 3) +
      times(5, (i) => circle(x - 14 + i * 9, y + 22 - i * 9, 7, i % 2 ? accent : main)) +
      leaf(x, y - 4, 28, 12, -30, deep),
    sun: () =>
      circle(x, y, 15, accent) +
      times(12, (i) =>
        line(
          `M${x + Math.cos(i * 0.524) * 21} ${y + Math.sin(i * 0.524) * 21}L${x + Math.cos(i * 0.524) * 29} ${y + Math.sin(i * 0.524) * 29}`,
          accent,
          3,
        ),
      ),
    hill: () =>
      shape(`M${x - 36} ${y + 24}q18 -46 36 -20q20 -34 36 20z`, deep) +
      shape(`M${x - 36} ${y + 26}q26 -20 72 -2v4z`, main) +
      circle(x + 14, y - 22, 8, accent),
    moon: () =>
      shape(`M${x + 8} ${y - 28}a28 28 0 1 0 14 44a24 24 0 1 1 -14 -44z`, deep) +
      circle(x + 20, y - 12, 3, accent) +
      circle(x + 10, y + 4, 2, accent),
  });
  const chosen = drawings[variant];
  if (chosen) return chosen();
  const lean = random() * 10 - 5;
  return (
    line(`M${x} ${y + 32}V${y - 10}`, deep, 3) +
    leaf(x, y - 2, 36, 17, lean, deep) +
    leaf(x, y + 12, 30, 14, -52, main) +
    leaf(x, y + 18, 30, 14, 52, main)
  );
}

/** A paper pouch, folded at the top. @param {Brush} brush */
export function pouch(brush) {
  const { main, deep, pale } = brush.palette;
  const side = 'M-66 -166L-72 -10Q-70 0 -58 0H58Q70 0 72 -10L66 -166z';
  return (
    body(side, pale, 'flat') +
    decorate(brush, side, main) +
    body('M-66 -166l4 -26h124l4 26z', main, 'flat') +
    line('M-64 -168h128', deep, 2, 'opacity=".5"') +
    body('M-46 -134h92v98h-92z', main, 'flat') +
    label(0, -86, { ...brush, palette: { ...brush.palette, deep: pale, main: pale } }) +
    circle(0, -180, 5, deep)
  );
}

/** A jar with a lid. @param {Brush} brush */
export function jar(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const glass = 'M-50 -130C-74 -122 -74 -110 -74 -96V-14Q-74 0 -60 0H60Q74 0 74 -14V-96C74 -110 74 -122 50 -130z';
  const inside = 'M-68 -92V-14Q-68 -6 -60 -6H60Q68 -6 68 -14V-92Q0 -84 -68 -92z';
  const cloth = brush.variant === 'cloth';
  const lid = cloth
    ? body(
        'M-58 -162Q0 -178 58 -162L56 -140L74 -112L46 -120L30 -108L8 -120L-14 -108L-34 -120L-74 -110L-56 -140z',
        accent,
      ) + line('M-57 -138Q0 -128 57 -138', pale, 4)
    : body(box(-56, -160, 112, 30, 5), deep) + line('M-54 -146h108', '#fff', 2, 'opacity=".25"');
  return (
    shape(glass, '#fff', 'opacity=".5"') +
    shape(inside, main, 'opacity=".92"') +
    times(12, (i) => circle(-52 + ((i * 37) % 104), -20 - ((i * 23) % 60), 4 + (i % 3), deep, 'opacity=".25"')) +
    shape(glass, 'url(#glass)') +
    body('M-48 -78h96v50h-96z', pale, 'flat') +
    group(
      'translate(0 -52) scale(.34)',
      brush.pattern === 'hearts' ? heart(accent) : leaf(0, 50, 100, 46, 20, accent),
    ) +
    lid
  );
}

/** @param {Brush} brush */
export function bottle(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const glass = turned([
    [0, 46],
    [-10, 52],
    [-96, 52],
    [-126, 22],
    [-160, 18],
  ]);
  return (
    shape(glass, main, 'opacity=".85"') +
    shape(glass, 'url(#round)') +
    body(box(-44, -92, 88, 62), pale, 'flat') +
    group('translate(0 -60) scale(.4)', heart(accent)) +
    body(box(-14, -190, 28, 36, 5), deep) +
    glint(-34, -70)
  );
}

/** @param {Brush} brush */
export function giftbox(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const side = box(-86, -104, 172, 104, 4);
  const lid = box(-94, -132, 188, 36, 4);
  return (
    body(side, main, 'flat') +
    decorate(brush, side, pale) +
    body(lid, main, 'flat') +
    decorate(brush, lid, pale) +
    shape('M-94 -98h188v6h-188z', deep, 'opacity=".3"') +
    body('M-15 -132h30v132h-30z', accent, 'flat') +
    body('M0 -134C-20 -182 -84 -178 -70 -146Q-60 -130 0 -134z', accent) +
    body('M0 -134C20 -182 84 -178 70 -146Q60 -130 0 -134z', accent) +
    circle(0, -138, 11, accent) +
    circle(-3, -141, 4, '#fff', 'opacity=".4"')
  );
}

/** @param {Brush} brush */
export function bag(brush) {
  const { main, deep, pale } = brush.palette;
  const side = 'M-84 -138L-92 -8Q-92 0 -84 0H84Q92 0 92 -8L84 -138z';
  return (
    line('M-40 -134C-44 -222 44 -222 40 -134', deep, 9) +
    line('M-40 -134C-44 -216 44 -216 40 -134', '#fff', 2, 'opacity=".3"') +
    body(side, main, 'flat') +
    decorate(brush, side, pale) +
    shape('M-84 -138h168l1 14h-170z', deep) +
    line('M-60 -118v18M60 -118v18', deep, 4)
  );
}

/** @param {Brush} brush */
export function lunchbox(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const side = box(-96, -122, 192, 122, 22);
  return (
    line('M-34 -122C-36 -166 36 -166 34 -122', deep, 11) +
    body(side, main, 'flat') +
    decorate(brush, side, pale) +
    shape('M-96 -74h192v7h-192z', deep, 'opacity=".5"') +
    body(box(-18, -88, 36, 34, 6), accent, 'flat') +
    circle(0, -70, 5, deep)
  );
}

/** @param {Brush} brush */
export function basket(brush) {
  const { main, deep, accent } = brush.palette;
  const side = 'M-92 -84L-74 0H74L92 -84z';
  const weave = times(6, (row) =>
    times(12, (i) => line(`M${-92 + i * 16 + (row % 2) * 8} ${-76 + row * 13}q8 -7 15 0`, deep, 4, 'opacity=".45"')),
  );
  const filling =
    times(7, (i) => leaf(-60 + i * 20, -82, 50 + (i % 3) * 14, 22, -36 + i * 12, i % 2 ? '#5f7a52' : '#86a58c')) +
    times(3, (i) => blossom(-36 + i * 36, -110 - (i % 2) * 14, 16, accent, '#fff3d8'));
  return (
    line('M-84 -84C-70 -214 70 -214 84 -84', deep, 8) +
    filling +
    body(side, main) +
    weave +
    body(box(-98, -94, 196, 16, 8), main)
  );
}

/** @param {Brush} brush */
export function chest(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const side = box(-80, -170, 160, 158, 6);
  const drawer = (/** @type {number} */ y) =>
    body(box(-66, y, 132, 42, 4), pale, 'flat') +
    decorate(brush, box(-66, y, 132, 42, 4), main) +
    circle(0, y + 21, 7, accent);
  return (
    body('M-70 -12h18l-4 12h-10zM52 -12h18l-4 12h-10z', deep, 'flat') +
    body(side, main, 'flat') +
    body(box(-88, -180, 176, 14, 4), deep, 'flat') +
    drawer(-160) +
    drawer(-112) +
    drawer(-64)
  );
}
