// @ts-check
import { blossom, decorate, heart, star } from './patterns.js';
import { body, box, circle, ellipse, group, leaf, line, shape, times, turned } from './svg.js';
import { glint } from './vessels.js';
/** @import { Brush } from './svg.js' */

/** @param {Brush} brush */
export function cushion(brush) {
  const { main, deep, pale } = brush.palette;
  const side = 'M-96 -164Q0 -146 96 -164Q80 -86 96 -4Q0 -20 -96 -4Q-80 -86 -96 -164z';
  return (
    body(side, main) +
    decorate(brush, side, pale) +
    line(
      'M-90 -158Q0 -140 90 -158Q76 -86 90 -10Q0 -26 -90 -10Q-76 -86 -90 -158z',
      deep,
      2,
      'stroke-dasharray="5 6" opacity=".6"',
    ) +
    circle(0, -84, 7, deep, 'opacity=".5"')
  );
}

/** @param {Brush} brush */
export function towel(brush) {
  const { main, deep, pale } = brush.palette;
  const cloth = 'M-62 -180H62V-20L52 -12L40 -18L26 -10L10 -18L-6 -10L-22 -18L-38 -10L-52 -18L-62 -12z';
  return (
    line('M-100 -184H100', '#a87446', 9) +
    circle(-104, -184, 9, '#8a5a34') +
    circle(104, -184, 9, '#8a5a34') +
    body(cloth, pale, 'flat') +
    decorate({ ...brush, pattern: brush.pattern || 'stripes' }, cloth, main) +
    shape('M-62 -64h124v10h-124zM-62 -48h124v5h-124z', deep, 'opacity=".85"') +
    line('M-20 -176q-6 70 2 150M24 -176q8 60 0 150', '#000', 3, 'opacity=".07"')
  );
}

/** @param {Brush} brush */
export function apron(brush) {
  const { main, deep, pale } = brush.palette;
  const cloth = 'M-38 -176Q0 -160 38 -176L46 -120Q78 -104 78 -84L70 0H-70L-78 -84Q-78 -104 -46 -120z';
  return (
    line('M-38 -174C-40 -212 40 -212 38 -174', deep, 6) +
    line('M-76 -92L-112 -74M76 -92L112 -74', deep, 6) +
    body(cloth, main, 'flat') +
    decorate(brush, cloth, pale) +
    body(box(-38, -76, 76, 46, 6), deep, 'flat') +
    line('M-38 -64h76', pale, 2, 'stroke-dasharray="5 5"')
  );
}

/** @param {Brush} brush */
export function board({ palette }) {
  const wood =
    'M-64 -150Q-64 -160 -54 -160H-18V-190Q-18 -204 0 -204Q18 -204 18 -190V-160H54Q64 -160 64 -150V-12Q64 0 52 0H-52Q-64 0 -64 -12z';
  return (
    body(wood, '#c2935c', 'flat') +
    line(
      'M-40 -154Q-46 -80 -38 -4M-12 -156Q-4 -80 -14 -4M18 -156Q12 -80 22 -4M44 -154Q50 -70 42 -4',
      '#8a5f34',
      2,
      'opacity=".5"',
    ) +
    circle(0, -186, 8, palette.wall) +
    body('M-30 0q-10 -52 40 -56q58 0 60 56z', '#b5793c') +
    line('M6 -46l8 30M30 -50l6 34M52 -40l4 26', '#f0d9a8', 5)
  );
}

/** @param {Brush} brush */
export function spoons({ palette }) {
  const one = (
    /** @type {number} */ x,
    /** @type {number} */ angle,
    /** @type {string} */ fill,
    /** @type {string} */ head,
  ) =>
    group(
      `translate(${x} 0) rotate(${angle})`,
      body(box(-6, -130, 12, 130, 6), fill, 'flat') + body(head, fill) + shape('M-6 -30h12v22h-12z', palette.main),
    );
  return (
    one(-46, -8, '#b98a55', 'M0 -204C-28 -204 -28 -140 0 -126C28 -140 28 -204 0 -204z') +
    one(0, 0, '#a87446', 'M-22 -206h44l-6 84h-32z') +
    one(46, 8, '#c49a66', 'M0 -200C-22 -200 -26 -146 0 -126C26 -146 22 -200 0 -200z')
  );
}

/** @param {Brush} brush */
export function scales({ palette }) {
  const { main, deep, pale, accent } = palette;
  return (
    body('M-70 0L-52 -92H52L70 0z', main, 'flat') +
    circle(0, -46, 34, pale) +
    times(12, (i) =>
      line(
        `M${Math.cos(i * 0.524) * 27} ${-46 + Math.sin(i * 0.524) * 27}L${Math.cos(i * 0.524) * 31} ${-46 + Math.sin(i * 0.524) * 31}`,
        deep,
        2,
      ),
    ) +
    line('M0 -46L14 -66', accent, 4) +
    circle(0, -46, 4, deep) +
    body(box(-10, -116, 20, 26), deep, 'flat') +
    body(
      turned([
        [-112, 40],
        [-120, 74],
        [-146, 96],
      ]),
      main,
    ) +
    ellipse(0, -146, 96, 11, pale)
  );
}

/** @param {Brush} brush */
export function clock(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const rim = 'M-86 -96a86 86 0 1 0 172 0a86 86 0 1 0 -172 0z';
  const bells =
    brush.variant === 'alarm'
      ? body('M-76 -160a32 32 0 0 1 56 -26z', main) +
        body('M76 -160a32 32 0 0 0 -56 -26z', main) +
        line('M0 -182v-16', deep, 7) +
        line('M-56 -22L-70 0M56 -22L70 0', deep, 9)
      : '';
  return (
    bells +
    body(rim, main) +
    decorate(brush, rim, pale) +
    circle(0, -96, 68, pale) +
    times(12, (i) => circle(Math.cos(i * 0.5236) * 56, -96 + Math.sin(i * 0.5236) * 56, i % 3 ? 2.4 : 4.4, deep)) +
    line('M0 -96L-22 -128', deep, 7) +
    line('M0 -96L38 -112', deep, 5) +
    line('M0 -96L12 -52', accent, 2.5) +
    circle(0, -96, 6, accent)
  );
}

/** @param {Brush} brush */
export function hottie(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const side =
    'M-22 -164L-26 -150C-84 -146 -84 -120 -80 -70C-84 -20 -76 0 -44 0H44C76 0 84 -20 80 -70C84 -120 84 -146 26 -150L22 -164z';
  return (
    body(box(-20, -196, 40, 26, 5), deep) +
    body(side, main) +
    decorate(brush, side, pale) +
    body('M-32 -172h64v24h-64z', accent) +
    line('M-24 -170v20M-12 -170v20M0 -170v20M12 -170v20M24 -170v20', '#000', 2, 'opacity=".15"') +
    group('translate(0 -70) scale(.56)', heart(accent))
  );
}

/** @param {Brush} brush */
export function umbrella(brush) {
  const { main, deep, pale } = brush.palette;
  const dome =
    'M-122 -92C-110 -200 110 -200 122 -92Q100 -110 81 -92Q60 -110 40 -92Q20 -110 0 -92Q-20 -110 -40 -92Q-60 -110 -81 -92Q-100 -110 -122 -92z';
  return (
    line('M0 -96V-18q0 18 18 18t18 -18', deep, 7) +
    line('M0 -174v-22', deep, 6) +
    body(dome, main) +
    decorate(brush, dome, pale) +
    line('M0 -174C-36 -160 -42 -120 -40 -94M0 -174C36 -160 42 -120 40 -94', deep, 2, 'opacity=".5"')
  );
}

/** @param {Brush} brush */
export function doormat(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const mat = 'M-140 -10L-96 -104H96L140 -10z';
  return (
    body(mat, main, 'flat') +
    decorate(brush, mat, pale) +
    line('M-122 -18L-88 -96H88L122 -18z', deep, 5) +
    group('translate(0 -58) scale(1 .5)', group('scale(.7)', heart(accent))) +
    times(28, (i) => line(`M${-138 + i * 10.2} -9v9`, deep, 3))
  );
}

/** @param {Brush} brush */
export function blanket(brush) {
  const { main, deep, pale } = brush.palette;
  const fold = (/** @type {number} */ y, /** @type {number} */ w, /** @type {string} */ fill) => {
    const side = `M${-w} ${y}Q${-w - 18} ${y - 20} ${-w} ${y - 40}H${w}Q${w + 18} ${y - 20} ${w} ${y}z`;
    return body(side, fill, 'flat') + decorate(brush, side, deep);
  };
  return (
    fold(0, 104, main) +
    fold(-40, 100, pale) +
    fold(-80, 96, main) +
    times(22, (i) => line(`M${-100 + i * 9.6} -2v18`, pale, 3)) +
    body('M-14 -122h28v122h-28z', deep, 'flat')
  );
}

/** @param {Brush} brush */
export function mirror({ palette }) {
  const { main, deep, accent } = palette;
  return (
    body('M-72 -110C-72 -224 72 -224 72 -110C72 4 -72 4 -72 -110z', main) +
    shape('M-56 -110C-56 -200 56 -200 56 -110C56 -20 -56 -20 -56 -110z', '#dfeaee') +
    shape('M-36 -70L20 -176L40 -164L-16 -44z', '#fff', 'opacity=".6"') +
    times(12, (i) =>
      blossom(Math.cos(i * 0.5236) * 66, -110 + Math.sin(i * 0.5236) * 80, 8, i % 2 ? accent : deep, '#fff3d8'),
    )
  );
}

/** @param {Brush} brush */
export function hook(brush) {
  const { main, deep, accent, pale } = brush.palette;
  const plate = box(-110, -150, 220, 62, 10);
  return (
    body(plate, main, 'flat') +
    decorate(brush, plate, pale) +
    times(3, (i) => line(`M${-68 + i * 68} -112v44q0 28 -24 26`, deep, 9) + circle(-68 + i * 68, -114, 9, accent))
  );
}

/** @param {Brush} brush */
export function heartThing(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const outline =
    'M0 -8C-130 -90 -122 -188 -62 -194C-28 -196 -6 -176 0 -154C6 -176 28 -196 62 -194C122 -188 130 -90 0 -8z';
  return (
    line('M0 -154V-206', deep, 4) +
    body(outline, main) +
    decorate(brush, outline, pale) +
    line(
      'M0 -20C-112 -92 -108 -176 -62 -182C-30 -184 -10 -164 0 -138C10 -164 30 -184 62 -182C108 -176 112 -92 0 -20z',
      deep,
      2.5,
      'stroke-dasharray="7 7" opacity=".55"',
    ) +
    body('M0 -150C-20 -176 -46 -164 -36 -150Q-24 -140 0 -150C20 -176 46 -164 36 -150Q24 -140 0 -150z', accent)
  );
}

/** @param {Brush} brush */
export function starThing(brush) {
  const { main, deep, accent } = brush.palette;
  return (
    line('M0 -196v-14', deep, 3) +
    group(
      'translate(0 -100) scale(1.9)',
      star(main) + group('scale(.62)', star(deep)) + group('scale(.4)', star(accent)),
    )
  );
}

/** @param {Brush} brush */
export function bauble(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const ball = 'M-76 -82a76 76 0 1 0 152 0a76 76 0 1 0 -152 0z';
  return (
    line('M0 -176q-12 -26 0 -34q12 8 0 34', deep, 3) +
    body(box(-18, -178, 36, 26, 4), '#d9b45c', 'flat') +
    body(ball, main) +
    decorate({ ...brush, pattern: brush.pattern || 'bands' }, ball, pale) +
    shape('M-76 -92q76 26 152 0v22q-76 26 -152 0z', accent, 'opacity=".85"') +
    glint(-40, -112)
  );
}

/** @param {Brush} brush */
export function tree({ palette }) {
  const { accent, pale } = palette;
  const tier = (
    /** @type {number} */ y,
    /** @type {number} */ w,
    /** @type {number} */ h,
    /** @type {string} */ fill,
  ) => body(`M0 ${y - h}L${w} ${y}Q0 ${y + 16} ${-w} ${y}z`, fill, 'flat');
  return (
    body(box(-12, -30, 24, 30), '#8a5a34', 'flat') +
    tier(-26, 86, 84, '#2f5d4a') +
    tier(-76, 68, 76, '#3d7058') +
    tier(-124, 48, 64, '#4d8467') +
    times(11, (i) => circle(Math.sin(i * 2.3) * (66 - i * 5.4), -38 - i * 12.6, 6, i % 2 ? accent : pale)) +
    group('translate(0 -192) scale(.34)', star('#e2b65a'))
  );
}

/** @param {Brush} brush */
export function bunting(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const colours = [main, pale, accent, deep, main];
  const flags = times(5, (i) => {
    const x = -112 + i * 56;
    const y = -150 + (2 - Math.abs(i - 2)) * 16;
    const flag = `M${x - 25} ${y}H${x + 25}L${x} ${y + 84}z`;
    const patterns = ['dots', 'stripes', 'flowers', 'gingham', 'hearts'];
    return (
      body(flag, colours[i] ?? main, 'flat') +
      decorate({ ...brush, pattern: patterns[i] ?? 'dots' }, flag, colours[(i + 1) % 5] ?? pale)
    );
  });
  return flags + line('M-152 -164Q0 -92 152 -164', '#8a6a44', 5);
}

/** @param {Brush} brush */
export function bird(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const side = 'M-60 -66C-40 -146 60 -152 80 -86C90 -34 34 -8 -8 -26L-118 -40L-112 -58z';
  return (
    line('M6 -24v20M30 -24v20M-6 -3h22M20 -3h22', '#6b4a2e', 4) +
    body(side, main === '#f2efe8' ? deep : main) +
    decorate(brush, side, pale) +
    shape('M-8 -26C34 -8 90 -34 84 -78Q50 -30 -8 -26z', pale, 'opacity=".55"') +
    body('M-50 -76q50 -30 84 4q-22 44 -84 26z', deep) +
    circle(52, -104, 6, '#2b2320') +
    circle(54, -106, 2, '#fff') +
    shape('M78 -100l28 10l-26 9z', accent)
  );
}

/** @param {Brush} brush */
export function doll(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const side = turned([
    [0, 62],
    [-10, 70],
    [-70, 74],
    [-116, 48],
    [-150, 50],
    [-186, 26],
    [-192, 8],
  ]);
  return (
    body(side, main) +
    decorate(brush, side, pale) +
    circle(0, -146, 34, '#f4d9b8') +
    shape('M-34 -150q34 -44 68 0q-34 -18 -68 0z', deep) +
    circle(-12, -144, 3.4, '#2b2320') +
    circle(12, -144, 3.4, '#2b2320') +
    line('M-7 -130q7 6 14 0', '#b5412f', 3) +
    circle(-20, -134, 5, accent, 'opacity=".5"') +
    circle(20, -134, 5, accent, 'opacity=".5"') +
    blossom(0, -62, 32, accent, pale)
  );
}

/** @param {Brush} brush */
export function blocks({ palette }) {
  const { main, deep, pale, accent } = palette;
  const one = (
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {string} */ fill,
    /** @type {string} */ mark,
  ) =>
    group(
      `translate(${x} ${y})`,
      body(box(-42, -84, 84, 84, 6), fill, 'flat') +
        line('M-34 -76h68v68h-68z', pale, 3, 'opacity=".7"') +
        group('translate(0 -42) scale(.44)', mark),
    );
  return (
    one(-48, 0, main, heart(pale)) +
    one(48, 0, accent, star(pale)) +
    group('rotate(-4)', one(4, -86, deep, circle(0, 0, 40, pale)))
  );
}

/** @param {Brush} brush */
export function jewel(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const bust = 'M-34 -200C-30 -150 -92 -150 -96 -90L-80 0H80L96 -90C92 -150 30 -150 34 -200z';
  const beads = times(17, (i) => {
    const a = Math.PI * (0.08 + (i / 16) * 0.84);
    return (
      circle(Math.cos(a) * 50, -148 + Math.sin(a) * 78, i === 8 ? 12 : 6.5, i % 2 ? main : accent) +
      circle(Math.cos(a) * 50 - 2, -150 + Math.sin(a) * 78, 2, '#fff', 'opacity=".7"')
    );
  });
  return body(bust, pale) + beads + group('translate(0 -40) scale(.3)', heart(deep));
}

/** @param {Brush} brush */
export function bangle({ palette }) {
  const ring = times(
    22,
    (i) =>
      circle(
        Math.cos(i * 0.2856) * 70,
        -84 + Math.sin(i * 0.2856) * 62,
        i % 4 ? 11 : 14,
        i % 4 ? (i % 2 ? palette.main : palette.pale) : palette.accent,
      ) + circle(Math.cos(i * 0.2856) * 70 - 3, -88 + Math.sin(i * 0.2856) * 62, 3, '#fff', 'opacity=".65"'),
  );
  return ellipse(0, -4, 84, 9, palette.deep, 'opacity=".25"') + ring;
}

/** @param {Brush} brush */
export function tool({ palette }) {
  const { main, deep, pale, accent } = palette;
  return (
    body('M-84 0V-92Q-84 -104 -72 -104H72Q84 -104 84 -92V0z', main, 'flat') +
    body(box(-92, -118, 184, 30, 8), deep, 'flat') +
    line('M-30 -118v-18q0 -10 10 -10h40q10 0 10 10v18', deep, 8) +
    body(box(-16, -96, 32, 28, 4), accent, 'flat') +
    times(3, (i) => leaf(-48 + i * 48, -16, 40, 16, -14 + i * 14, pale))
  );
}
