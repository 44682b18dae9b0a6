import { resolve } from 'node:path';
import ts from 'typescript';
import { PUBLIC_ENTRIES } from './entries.ts';
import { type Files, ROOT } from './project.ts';

/** The compiler options of a tsconfig of this project. */
export function readOptions(config: string): ts.CompilerOptions {
  const { config: json } = ts.readConfigFile(resolve(ROOT, config), ts.sys.readFile);
  return ts.parseJsonConfigFileContent(json, ts.sys, resolve(ROOT, config, '..')).options;
}

/** Options under which code compiles as a user of the package would write it, against the sources. */
export function userOptions(): ts.CompilerOptions {
  const { paths: _, ...options } = readOptions('tsconfig.json');
  return {
    ...options,
    isolatedDeclarations: false,
    declaration: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
    paths: Object.fromEntries(Object.entries(PUBLIC_ENTRIES).map(([name, file]) => [name, [resolve(ROOT, file)]])),
  };
}

const parsed = new Map<string, ts.SourceFile | undefined>();

/** A program over files on disk and others that exist only here; paths start at the project's root. */
export function createProgram(
  roots: readonly string[],
  virtual: Files,
  options: ts.CompilerOptions,
  old?: ts.Program,
): ts.Program {
  const texts = new Map([...virtual].map(([path, text]) => [resolve(ROOT, path), text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  // Folders that exist only here are looked into as well.
  host.directoryExists = () => true;
  host.getSourceFile = (path, languageVersion) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, languageVersion, true);
    // Parsing the library's types takes most of the time, and every program of a run sees the same.
    if (!parsed.has(path)) parsed.set(path, getSourceFile(path, languageVersion));
    return parsed.get(path);
  };
  return ts.createProgram(
    roots.map((path) => resolve(ROOT, path)),
    options,
    host,
    old,
  );
}

/** What the compiler says of one file, a line each. */
export function diagnose(program: ts.Program, path: string): readonly string[] {
  const source = program.getSourceFile(resolve(ROOT, path));
  if (!source) return [`${path} is not in the program`];
  const all = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return all.map(({ messageText, start = 0 }) => {
    const { line } = source.getLineAndCharacterOfPosition(start);
    return `${path}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
