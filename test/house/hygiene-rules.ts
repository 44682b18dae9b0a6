import ts from 'typescript';
import type { Files } from './project.ts';

/** Something that the house does not want in its sources, with the place. */
export interface Finding {
  readonly rule: string;
  readonly message: string;
}

// test/tsconfig.pure.json rejects the globals of browsers and of Node. What follows is part of the language, and still answers
// differently from one call, or from one machine, to the next.
const IMPURE_MEMBERS: ReadonlySet<string> = new Set(['Date.now', 'Math.random', 'Intl.DateTimeFormat']);
const LOCAL_METHODS: ReadonlySet<string> = new Set(['getTimezoneOffset', 'localeCompare', 'toLocaleString']);

/** What the types do not catch: the words and forms that do not belong in sources. */
export function findUnwanted(files: Files, isPure: (path: string) => boolean): readonly Finding[] {
  return [...files].flatMap(([path, text]) => inspect(path, text, isPure(path)));
}

function inspect(path: string, text: string, pure: boolean): readonly Finding[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Finding[] = [];
  const add = (rule: string, position: number) => {
    const line = source.getLineAndCharacterOfPosition(position).line + 1;
    found.push({ rule, message: `${path}:${line}: ${rule}` });
  };
  for (const match of text.matchAll(/\b(TODO|FIXME|XXX|HACK)\b/g)) add('a note of unfinished work', match.index);
  for (const match of text.matchAll(/@ts-(ignore|expect-error|nocheck)/g)) add('a silenced type error', match.index);
  const visit = (node: ts.Node): void => {
    const rule = unwantedForm(node, text) ?? (pure ? impurity(node) : undefined);
    if (rule) add(rule, node.getStart(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function unwantedForm(node: ts.Node, text: string): string | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any';
  if (ts.isAsExpression(node)) return isConst(node.type) ? undefined : 'a cast with `as`';
  if (ts.isTypeAssertionExpression(node)) return 'a cast with `<…>`';
  if (ts.isNonNullExpression(node)) return isAllowedNonNull(node, text) ? undefined : 'a `!`';
  if (ts.isEnumDeclaration(node)) return 'an enum';
  if (ts.isExportAssignment(node)) return 'a default export';
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && isStar(node)) return '`export *`';
  if (ts.isModifier(node) && node.kind === ts.SyntaxKind.DefaultKeyword) return 'a default export';
  if (ts.isClassLike(node) && node.name?.text !== 'KindredError' && !isElement(node)) return 'a class';
  return undefined;
}

/** The platform makes custom elements from classes alone (HTML, 4.13). */
function isElement({ heritageClauses }: ts.ClassLikeDeclaration): boolean {
  return [...(heritageClauses ?? [])].some(({ types }) =>
    types.some(({ expression }) => expression.getText() === 'HTMLElement'),
  );
}

function isStar(node: ts.ExportDeclaration): boolean {
  return !node.exportClause || ts.isNamespaceExport(node.exportClause);
}

function isConst(type: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === 'const';
}

/** Kernels over typed arrays may write `row[f]!`, where the lint is told so. */
function isAllowedNonNull(node: ts.NonNullExpression, text: string): boolean {
  return ts.isElementAccessExpression(node.expression) && text.includes('biome-ignore');
}

function impurity(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && isDate(node.expression) && !node.arguments?.length)
    return '`new Date()` without a time';
  if (ts.isCallExpression(node) && isDate(node.expression)) return '`Date()`';
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  if (LOCAL_METHODS.has(node.name.text)) return `${node.name.text}, which depends on the machine`;
  const member = ts.isIdentifier(node.expression) ? `${node.expression.text}.${node.name.text}` : '';
  return IMPURE_MEMBERS.has(member) && !isFormatOfZone(node.parent) ? member : undefined;
}

/** `new Intl.DateTimeFormat('en', { timeZone })` says the same on every machine, and nothing else knows the clocks of a zone. */
function isFormatOfZone(node: ts.Node): boolean {
  if (!ts.isNewExpression(node)) return false;
  const [locale, options] = node.arguments ?? [];
  if (!locale || !options || !ts.isStringLiteral(locale) || !ts.isObjectLiteralExpression(options)) return false;
  return options.properties.some(({ name }) => name?.getText() === 'timeZone');
}

function isDate(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 'Date';
}
