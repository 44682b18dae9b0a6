// A plot of costs by numbers of rules, logarithmic both ways, as an HTML document with an SVG and the figures in a table.

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [960, 560, 70, 300, 20, 50];

/** @param lines the name of each engine with its points: rules, and microseconds for one evaluation */
export function plotGrowth(lines) {
  const points = lines.flatMap((line) => line.points);
  const x = scale(
    points.map(({ size }) => size),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = scale(
    points.map(({ micros }) => micros),
    HEIGHT - BOTTOM,
    TOP,
  );
  const drawn = lines.map((line, index) => drawLine(line, colour(index, lines.length), x, y));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>How the cost of rules grows with their number</title>
<style>body{font:14px system-ui;margin:2em;color:#222;background:#fff}td,th{padding:.2em .8em;text-align:right}th:first-child{text-align:left}</style>
<h1>How the cost of rules grows with their number</h1>
<p>Rules of five comparisons, about ten match, all matches are returned. Microseconds for one evaluation.</p>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="A plot; the table below has its figures">
${x.ticks.map((at) => `<path d="M${x.of(at)} ${TOP}V${HEIGHT - BOTTOM}" stroke="#ddd"/><text x="${x.of(at)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${number(at)}</text>`).join('\n')}
${y.ticks.map((at) => `<path d="M${LEFT} ${y.of(at)}H${WIDTH - RIGHT}" stroke="#ddd"/><text x="${LEFT - 8}" y="${y.of(at) + 5}" text-anchor="end">${number(at)}</text>`).join('\n')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">rules</text>
${drawn.join('\n')}
${names(lines, y)}
</svg>
${table(lines)}
</html>
`;
}

function scale(values, from, to) {
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  return {
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
    of: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
  };
}

function drawLine({ points }, stroke, x, y) {
  const path = points.map(({ size, micros }, index) => `${index ? 'L' : 'M'}${x.of(size)} ${y.of(micros)}`).join('');
  const dots = points.map(
    ({ size, micros }) => `<circle cx="${x.of(size)}" cy="${y.of(micros)}" r="3" fill="${stroke}"/>`,
  );
  return `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="2"/>${dots.join('')}`;
}

/** At the ends of the lines, moved apart where they would cover each other. */
function names(lines, y) {
  const ends = lines.map(({ name, points }, index) => ({ name, index, at: y.of(points.at(-1).micros) }));
  let last = -Infinity;
  return ends
    .sort((one, other) => one.at - other.at)
    .map(({ name, index, at }) => {
      last = Math.max(at, last + 17);
      return `<text x="${WIDTH - RIGHT + 10}" y="${last + 5}" fill="${colour(index, lines.length)}">${name}</text>`;
    })
    .join('\n');
}

function table(lines) {
  const sizes = lines[0].points.map(({ size }) => `<th scope="col">${number(size)}</th>`).join('');
  const rows = lines.map(({ name, points }) => {
    const cells = points.map(({ micros }) => `<td>${micros.toPrecision(3)}</td>`).join('');
    return `<tr><th scope="row">${name}</th>${cells}</tr>`;
  });
  return `<table><tr><th scope="col">µs, by number of rules</th>${sizes}</tr>\n${rows.join('\n')}\n</table>`;
}

function colour(index, count) {
  return `hsl(${Math.round((index * 360) / count)} 70% 38%)`;
}

function number(value) {
  return value >= 1 ? value.toLocaleString('en') : String(Number(value.toPrecision(1)));
}
