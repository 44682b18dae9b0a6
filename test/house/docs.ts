import { resolve } from 'node:path';
import ts from 'typescript';
import { type Files, ROOT } from './project.ts';
import { createProgram, diagnose, userOptions } from './typescript-project.ts';

/** One name that an entry exports. */
export interface PublicName {
  readonly entry: string;
  readonly name: string;
  /** Functions and classes need an example. */
  readonly isCallable: boolean;
  readonly hasWords: boolean;
  readonly examples: readonly string[];
}

/** Every name that the entries export, with what its docstring holds. */
export function readPublicNames(
  entries: Readonly<Record<string, string>>,
  virtual: Files = new Map(),
): readonly PublicName[] {
  const program = createProgram(Object.values(entries), virtual, userOptions());
  const checker = program.getTypeChecker();
  return Object.entries(entries).flatMap(([entry, file]) => {
    const source = program.getSourceFile(resolve(ROOT, file));
    const module = source && checker.getSymbolAtLocation(source);
    return module ? checker.getExportsOfModule(module).map((symbol) => describeExport(checker, entry, symbol)) : [];
  });
}

function describeExport(checker: ts.TypeChecker, entry: string, exported: ts.Symbol): PublicName {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example');
  return {
    entry,
    name: exported.name,
    isCallable: isCallable(checker, symbol),
    hasWords: ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== '',
    examples: tags.flatMap(({ text }) => readFences(ts.displayPartsToString(text), ['ts'])),
  };
}

function isCallable(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  if (symbol.flags & ts.SymbolFlags.Class) return true;
  const declaration = symbol.valueDeclaration;
  if (!declaration) return false;
  return checker.getTypeOfSymbolAtLocation(symbol, declaration).getCallSignatures().length > 0;
}

/** What is wrong with the docstrings themselves. */
export function findGaps(names: readonly PublicName[]): readonly string[] {
  return names.flatMap(({ entry, name, isCallable, hasWords, examples }) => {
    const where = `${name} of ${entry}`;
    if (!hasWords) return [`${where} has no docstring`];
    return isCallable && examples.length !== 1
      ? [`${where} has ${examples.length} examples in a \`\`\`ts fence, not one`]
      : [];
  });
}

/** The examples as modules; one that several entries export is one module. */
export function collectExamples(names: readonly PublicName[]): Files {
  const files = new Map<string, string>();
  const seen = new Set<string>();
  for (const { entry, name, examples } of names) {
    for (const text of examples) {
      if (seen.has(text)) continue;
      seen.add(text);
      files.set(`test/house/examples/${entry.replaceAll('/', '.')}.${name}.ts`, text);
    }
  }
  return files;
}

/** What the compiler says of modules that use the package. */
export function checkModules(modules: Files, virtual: Files = new Map()): readonly string[] {
  const program = createProgram([...modules.keys()], new Map([...virtual, ...modules]), userOptions());
  return [...modules.keys()].flatMap((path) => diagnose(program, path));
}

/** The code blocks of a Markdown text in the given languages. */
export function readFences(markdown: string, languages: readonly string[]): readonly string[] {
  return [...markdown.matchAll(/^```(\w+)[^\n]*\n([\s\S]*?)^```/gm)]
    .filter(([, language = '']) => languages.includes(language))
    .map(([, , code = '']) => code);
}

/** The code within `<script>…</script>`, where the script tag has defined the global `kindred`. */
export function readScripts(html: string): readonly string[] {
  return [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)]
    .map(([, code = '']) => code)
    .map((code) => `declare const kindred: typeof import('kindred');${code}`);
}
