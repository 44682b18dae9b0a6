/** The parts of a version (https://semver.org): major, minor, patch, and those of a preview. */
interface Version {
  readonly numbers: readonly number[];
  readonly preview: readonly string[];
}

const NUMBER = '0|[1-9]\\d*';
const FULL = new RegExp(
  `^v?(${NUMBER})\\.(${NUMBER})\\.(${NUMBER})(?:-((?:${NUMBER}|\\d*[a-z-][\\da-z-]*)(?:\\.(?:${NUMBER}|\\d*[a-z-][\\da-z-]*))*))?(?:\\+[\\da-z-]+(?:\\.[\\da-z-]+)*)?$`,
  'i',
);

// No honest version is longer.
const LONGEST = 256;

/**
 * flagd's comparison of versions: `=`, `!=`, `<`, `<=`, `>`, `>=`, `^` (the same major number) and `~` (the same major and minor
 * one). `v1.2` is 1.2.0. What is no version or operator has no answer.
 */
export function compareVersions(one: unknown, operator: unknown, other: unknown): boolean | null {
  const a = parseVersion(one);
  const b = parseVersion(other);
  if (!a || !b) return null;
  const order = orderOf(a, b);
  switch (String(operator)) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '^':
      return a.numbers[0] === b.numbers[0];
    case '~':
      return a.numbers[0] === b.numbers[0] && a.numbers[1] === b.numbers[1];
    default:
      return null;
  }
}

function parseVersion(value: unknown): Version | undefined {
  const text = String(value).replace(/^v/i, '');
  const [, partial] = /^(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const numbers = partial?.split('.').map(Number);
  if (numbers) return checked({ numbers: [numbers[0] ?? 0, numbers[1] ?? 0, 0], preview: [] });
  const found = text.length > LONGEST ? undefined : FULL.exec(text.trim());
  if (!found) return undefined;
  const [, major, minor, patch, preview] = found;
  return checked({ numbers: [major, minor, patch].map(Number), preview: preview?.split('.') ?? [] });
}

function checked(version: Version): Version | undefined {
  return version.numbers.every(Number.isSafeInteger) ? version : undefined;
}

function orderOf(a: Version, b: Version): number {
  const difference = a.numbers.map((number, index) => number - (b.numbers[index] ?? 0)).find((number) => number !== 0);
  if (difference !== undefined) return difference;
  // A preview comes before its release.
  if (!a.preview.length || !b.preview.length) return b.preview.length - a.preview.length;
  const length = Math.max(a.preview.length, b.preview.length);
  for (let index = 0; index < length; index += 1) {
    const order = orderOfParts(a.preview[index], b.preview[index]);
    if (order) return order;
  }
  return 0;
}

/** Numbers in their order, before texts in theirs; what is not there comes first. */
function orderOfParts(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const areNumbers = [a, b].map((part) => /^\d+$/.test(part));
  if (areNumbers[0] && areNumbers[1]) return Number(a) - Number(b);
  if (areNumbers[0] !== areNumbers[1]) return areNumbers[0] ? -1 : 1;
  return a < b ? -1 : 1;
}
