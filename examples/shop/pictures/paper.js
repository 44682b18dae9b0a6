// @ts-check
import { blossom, decorate, heart } from './patterns.js';
import { body, box, circle, ellipse, group, leaf, line, shape, times } from './svg.js';
/** @import { Brush } from './svg.js' */

/** A standing book whose cover is a small composition of its own. @param {Brush} brush */
export function book(brush) {
  const { main, deep, pale } = brush.palette;
  const cover = box(-70, -194, 144, 194, 3);
  return (
    shape('M74 -190l12 6v186l-12 -2z', '#e9dfc8') +
    line('M78 -186v186M82 -184v184', '#b9ab8c', 1) +
    shape('M74 -194l14 6v4l-14 -4z', deep) +
    body(cover, main, 'flat') +
    jacket(brush) +
    shape('M-70 -194h15v194h-15z', deep) +
    shape('M-55 -194h3v194h-3z', '#000', 'opacity=".15"') +
    line('M-38 -28h64', pale, 5) +
    line('M-38 -16h40', pale, 3, 'opacity=".7"')
  );
}

/** @param {Brush} brush */
function jacket({ palette, variant, random }) {
  const { deep, pale, accent } = palette;
  const jackets = /** @type {Readonly<Record<string, () => string>>} */ ({
    garden: () =>
      times(
        9,
        (i) =>
          line(`M${-38 + i * 12} -46V${-86 - ((i * 29) % 60)}`, deep, 3) +
          blossom(-38 + i * 12, -92 - ((i * 29) % 60), 9 + (i % 3) * 2, i % 2 ? accent : pale, deep),
      ),
    hills: () =>
      shape('M-52 -46v-40q30 -50 60 -12q26 -30 66 4v48z', deep) +
      shape('M-52 -46v-16q60 -34 126 0v16z', pale, 'opacity=".5"') +
      circle(30, -146, 19, accent),
    window: () =>
      shape(box(-34, -168, 88, 110, 3), pale) +
      shape(box(-30, -164, 80, 102), accent) +
      line('M10 -164v102M-30 -114h80', pale, 5) +
      leaf(26, -62, 40, 16, 18, deep) +
      leaf(22, -62, 34, 14, -24, deep),
    cup: () =>
      shape('M-28 -120h72q0 50 -36 50t-36 -50z', pale) +
      line('M44 -112q22 0 12 20q-6 10 -20 10', pale, 6) +
      line('M-4 -134q-8 -12 0 -22M16 -134q-8 -12 0 -22', accent, 4),
    moon: () =>
      circle(12, -126, 38, accent) +
      circle(26, -136, 32, palette.main) +
      times(9, (i) => circle(-40 + ((i * 47) % 104), -178 + ((i * 31) % 110), 1.6 + (i % 3) * 0.6, pale)),
    bread: () =>
      shape('M-40 -74q-4 -66 50 -66t52 66z', accent) + line('M-14 -126l12 34M8 -134l10 38M32 -126l8 30', pale, 4),
    letters: () =>
      times(4, (i) =>
        group(
          `translate(${10 + (i % 2) * 8} ${-76 - i * 26}) rotate(${-9 + i * 6})`,
          shape(box(-38, -17, 76, 36, 2), i % 2 ? pale : accent) + line('M-36 -15L0 6L36 -15', deep, 2),
        ),
      ),
    bird: () =>
      line('M-40 -80Q10 -70 60 -96', deep, 5) +
      group(
        'translate(4 -112) scale(.8)',
        shape('M-38 0C-20 -36 26 -34 34 0C38 24 4 34 -12 24L-58 34z', accent) +
          circle(24, -12, 3.4, deep) +
          shape('M36 -8l16 4l-15 7z', deep),
      ) +
      leaf(40, -90, 28, 12, 30, pale),
    herb: () =>
      line('M10 -54V-168', deep, 4) +
      times(
        5,
        (i) => leaf(10, -70 - i * 22, 36 - i * 3, 15, -56, pale) + leaf(10, -78 - i * 22, 36 - i * 3, 15, 56, accent),
      ),
    sea: () =>
      times(6, (i) => line(`M-50 ${-54 - i * 14}q10 -10 20 0t20 0t20 0t20 0t20 0t20 0`, i % 2 ? pale : deep, 4)) +
      shape('M-6 -138h44l-10 16h-26z', accent) +
      shape('M12 -184v42h28z', pale),
    house: () =>
      shape('M-26 -54v-60l38 -34l38 34v60z', pale) +
      shape('M-34 -110l46 -42l46 42z', accent) +
      shape(box(2, -92, 20, 38), deep) +
      circle(34, -92, 6, deep),
  });
  const chosen = jackets[variant];
  if (chosen) return chosen();
  const tilt = random() * 40;
  return circle(10, -118, 40, accent) + leaf(10, -84, 76, 30, tilt - 20, pale) + leaf(10, -84, 60, 24, tilt + 24, deep);
}

/** A pile of books with something on top. @param {Brush} brush */
export function stack({ palette }) {
  const { main, deep, pale, accent, ground } = palette;
  const one = (
    /** @type {number} */ y,
    /** @type {number} */ w,
    /** @type {number} */ dx,
    /** @type {string} */ fill,
  ) =>
    shape(box(dx - w + 6, y + 4, 2 * w - 6, 22), '#f3ead6') +
    body(
      `M${dx - w} ${y}H${dx + w}V${y + 5}H${dx - w + 14}Q${dx - w + 4} ${y + 15} ${dx - w + 14} ${y + 25}H${dx + w}V${y + 30}H${dx - w}Q${dx - w - 12} ${y + 15} ${dx - w} ${y}z`,
      fill,
      'flat',
    );
  return (
    one(-30, 104, 0, deep) +
    one(-60, 92, 8, accent) +
    one(-90, 98, -6, main) +
    one(-120, 80, 4, ground) +
    body('M-26 -120q-14 -40 26 -46q40 6 26 46z', accent) +
    line('M0 -166q2 -12 10 -16', '#5a3c20', 4) +
    leaf(6, -172, 24, 11, 70, '#5f7a52') +
    circle(-10, -148, 5, pale, 'opacity=".5"')
  );
}

/** @param {Brush} brush */
export function notebook(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const cover = box(-72, -188, 144, 188, 8);
  return (
    shape(box(-66, -184, 146, 186, 8), '#efe6d2') +
    body(cover, main, 'flat') +
    decorate(brush, cover, pale) +
    shape('M-72 -180q0 -8 8 -8h14v188h-14q-8 0 -8 -8z', deep, 'opacity=".85"') +
    body(box(-24, -150, 72, 44, 3), pale, 'flat') +
    line('M-12 -134h48M-12 -122h32', deep, 3, 'opacity=".7"') +
    shape('M52 -188h8v188h-8z', accent) +
    shape('M14 0v26l6 -7l6 7v-26z', accent)
  );
}

/** @param {Brush} brush */
export function cards(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const front = box(-64, -150, 128, 150, 3);
  return (
    group(
      'rotate(-9) translate(-26 -4)',
      body(box(-80, -118, 160, 110, 4), pale, 'flat') +
        line('M-78 -116L0 -52L78 -116', deep, 2.5, 'opacity=".5"') +
        circle(0, -54, 13, accent),
    ) +
    group(
      'rotate(6) translate(26 0)',
      body(front, main, 'flat') +
        decorate(brush, front, pale) +
        body(box(-46, -130, 92, 92, 46), pale, 'flat') +
        (brush.variant === 'heart'
          ? group('translate(0 -84) scale(.52)', heart(accent))
          : times(3, (i) => leaf(0, -54, 56, 22, -34 + i * 34, i === 1 ? accent : deep))) +
        line('M-26 -20h52', pale, 4),
    )
  );
}

/** @param {Brush} brush */
export function wrap(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const roll = (
    /** @type {string} */ fill,
    /** @type {string} */ ink,
    /** @type {number} */ angle,
    /** @type {string} */ pattern,
  ) => {
    const tube = box(-26, -196, 52, 196, 4);
    return group(
      `rotate(${angle})`,
      body(tube, fill) +
        decorate({ ...brush, pattern }, tube, ink) +
        ellipse(0, -196, 26, 8, pale) +
        ellipse(0, -196, 11, 3.6, deep, 'opacity=".6"') +
        shape('M-26 -104h52v12h-52z', accent),
    );
  };
  return (
    roll(deep, pale, -22, 'stripes') + roll(accent, pale, 22, 'dots') + roll(main, pale, 0, brush.pattern || 'leaves')
  );
}

/** @param {Brush} brush */
export function pencils({ palette }) {
  const { main, deep, pale, accent } = palette;
  const colours = [main, accent, deep, '#86a58c', pale];
  const sticks = times(5, (i) =>
    group(
      `translate(${-40 + i * 20} -60) rotate(${-16 + i * 8})`,
      body(box(-8, -104, 16, 110), colours[i] ?? main, 'flat') +
        shape('M-8 -104L0 -134L8 -104z', '#e8cfa2') +
        shape('M-3 -123L0 -134L3 -123z', colours[i] ?? main),
    ),
  );
  const pot = 'M-56 -84L-48 -6Q-48 0 -42 0H42Q48 0 48 -6L56 -84z';
  return sticks + body(pot, pale) + decorate({ palette, random: () => 0.5, pattern: 'bands', variant: '' }, pot, main);
}

/** @param {Brush} brush */
export function pen({ palette }) {
  const { main, deep, accent, pale } = palette;
  return (
    body(box(-86, -44, 172, 44, 6), deep, 'flat') +
    shape(box(-78, -40, 156, 20, 8), pale, 'opacity=".3"') +
    group(
      'translate(0 -70) rotate(-24)',
      body(box(-116, -13, 110, 26, 12), main, 'flat') +
        body('M-8 -12h78q16 2 22 12q-6 10 -22 12h-78z', deep, 'flat') +
        shape('M90 -8L134 0L90 8q6 -8 0 -16z', '#d9b45c') +
        line('M96 0h26', '#8a6a24', 1.5) +
        shape('M-12 -14h8v28h-8z', accent) +
        shape('M-104 -17h76v6h-76z', accent),
    )
  );
}

/** @param {Brush} brush */
export function inkBottle({ palette }) {
  const { main, deep, pale, accent } = palette;
  const glass = 'M-26 -92L-72 -66V-12Q-72 0 -60 0H60Q72 0 72 -12V-66L26 -92z';
  return (
    shape(glass, '#fff', 'opacity=".55"') +
    shape('M-66 -58V-12Q-66 -6 -60 -6H60Q66 -6 66 -12V-58z', main) +
    shape(glass, 'url(#glass)') +
    body(box(-42, -50, 84, 34), pale, 'flat') +
    line('M-26 -36h52M-26 -26h30', main, 4) +
    body(box(-30, -128, 60, 38, 5), deep) +
    ellipse(92, -2, 22, 6, main) +
    ellipse(116, -1, 5, 2.4, main) +
    circle(-12, -110, 4, accent, 'opacity=".7"')
  );
}

/** @param {Brush} brush */
export function tapes({ palette, random }) {
  const patterns = ['dots', 'stripes', 'leaves', 'gingham'];
  const colours = [palette.main, palette.accent, palette.deep, palette.pale];
  const ring = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ i) => {
    const rim = `M${x - 50} ${y}a50 50 0 1 0 100 0a50 50 0 1 0 -100 0z`;
    const ink = colours[(i + 1) % 4] ?? palette.pale;
    return (
      body(rim, colours[i] ?? palette.main) +
      decorate({ palette, random, pattern: patterns[i] ?? 'dots', variant: '' }, rim, ink) +
      circle(x, y, 29, '#d8c49c') +
      circle(x, y, 24, palette.glow)
    );
  };
  return ring(-58, -50, 0) + ring(58, -50, 1) + ring(0, -128, 2) + shape('M100 -8l60 6v10l-66 -4z', palette.accent);
}

/** @param {Brush} brush */
export function calendar({ palette }) {
  const { main, deep, pale, accent } = palette;
  return (
    body('M-92 0L-72 -176H72L92 0z', pale, 'flat') +
    shape('M-81 -96L-72 -176H72L81 -96z', main) +
    shape('M-81 -96q40 -50 76 -16q30 -40 86 16z', deep) +
    circle(30, -148, 14, accent) +
    times(21, (i) =>
      circle(
        -63 + (i % 7) * 21,
        -76 + Math.floor(i / 7) * 26,
        5,
        i === 11 ? accent : deep,
        i === 11 ? '' : 'opacity=".45"',
      ),
    ) +
    times(7, (i) => line(`M${-54 + i * 18} -170v-14`, deep, 4))
  );
}

/** @param {Brush} brush */
export function frame(brush) {
  const { main, deep, pale, accent, glow } = brush.palette;
  const outer = box(-82, -196, 164, 196, 4);
  return (
    body(outer, main, 'flat') +
    decorate(brush, outer, pale) +
    shape(box(-64, -178, 128, 160), pale) +
    shape(box(-50, -164, 100, 132), glow) +
    shape('M-50 -70q30 -40 56 -10q20 -20 44 4v44h-100z', deep) +
    circle(18, -130, 15, accent) +
    shape('M-50 -52q50 -20 100 -2v22h-100z', main)
  );
}

/** A hanging sign. @param {Brush} brush */
export function sign(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const plate = box(-104, -136, 208, 118, 10);
  return (
    line('M-70 -134L0 -196L70 -134', '#8a6a44', 3) +
    circle(0, -197, 6, deep) +
    body(plate, main, 'flat') +
    decorate(brush, plate, deep) +
    line(`M-94 -126H94V-28H-94z`, pale, 2.5) +
    line('M-64 -96h128M-46 -76h92', pale, 7) +
    group('translate(0 -48) scale(.22)', heart(accent)) +
    line('M-64 -48h42M22 -48h42', pale, 3)
  );
}
