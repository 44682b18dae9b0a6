import { posix } from 'node:path';
import ts from 'typescript';

/** One module that a file names. */
export interface Import {
  readonly from: string;
  /** A path from the project's root for relative imports, else the specifier as written. */
  readonly to: string;
  readonly isRelative: boolean;
  readonly isTypeOnly: boolean;
  readonly isDynamic: boolean;
  readonly line: number;
}

/** Every module that a TypeScript file names: static, dynamic, required, re-exported, or within a type. */
export function readImports(path: string, text: string): readonly Import[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, kind: { isTypeOnly: boolean; isDynamic: boolean }) => {
    if (!specifier) return;
    const written = ts.isStringLiteralLike(specifier) ? specifier.text : specifier.getText(source);
    const isRelative = /^\.{0,2}\//.test(written);
    const to = isRelative ? posix.join(posix.dirname(path), written) : written;
    const line = source.getLineAndCharacterOfPosition(specifier.getStart(source)).line + 1;
    found.push({ from: path, to, isRelative, line, ...kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, { isTypeOnly: isTypeImport(node.importClause), isDynamic: false });
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, { isTypeOnly: isTypeExport(node), isDynamic: false });
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node.moduleReference.expression, { isTypeOnly: node.isTypeOnly, isDynamic: false });
    } else if (ts.isImportTypeNode(node)) {
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument, {
        isTypeOnly: true,
        isDynamic: false,
      });
    } else if (ts.isCallExpression(node) && isLoad(node.expression)) {
      add(node.arguments[0], { isTypeOnly: false, isDynamic: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isLoad(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  if (clause.name || !bindings || !ts.isNamedImports(bindings) || bindings.elements.length === 0) return false;
  return bindings.elements.every((element) => element.isTypeOnly);
}

function isTypeExport(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return true;
  const clause = node.exportClause;
  if (!clause || !ts.isNamedExports(clause) || clause.elements.length === 0) return false;
  return clause.elements.every((element) => element.isTypeOnly);
}
