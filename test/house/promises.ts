import ts from 'typescript';

/** The sentences under the line `// Promises` at the head of an `index.ts`. A sentence may go on, indented, on the next line. */
export function readPromises(text: string): readonly string[] {
  const lines = headComment(text);
  const start = lines.findIndex((line) => /^Promises\b/.test(line));
  const promises: string[] = [];
  for (const line of start < 0 ? [] : lines.slice(start + 1)) {
    if (line.startsWith('- ')) promises.push(line.slice(2).trim());
    else if (/^\s+\S/.test(line) && promises.length > 0) promises.push(`${promises.pop()} ${line.trim()}`);
    else if (line !== '') break;
  }
  return promises;
}

/** Whether the head of an `index.ts` lists something without the word above it, so that no test would hold it. */
export function hidesPromises(text: string): boolean {
  return readPromises(text).length === 0 && headComment(text).some((line) => /^(- |\W*promises?\b)/i.test(line));
}

function headComment(text: string): readonly string[] {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//') && line.trim() !== '');
  return lines.slice(0, end < 0 ? undefined : end).map((line) => line.replace(/^\/\/ ?/, ''));
}

/** What the tests in a file are called: titles of `test`, `it` and `describe`, and the names of contract cases. */
export function readTitles(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(test|it|describe)\b/.test(node.expression.getText(source))) {
      const title = node.arguments[0];
      if (title && ts.isStringLiteralLike(title)) titles.push(title.text);
    }
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText(source) === 'name' &&
      ts.isStringLiteralLike(node.initializer)
    ) {
      titles.push(node.initializer.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

/** The form in which a promise and a title are compared: no mark-up, no final full stop, no matter how it begins. */
function wording(sentence: string): string {
  const plain = sentence.replaceAll('`', '').replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}

/** The promises that no title repeats. */
export function unproven(promises: readonly string[], titles: readonly string[]): readonly string[] {
  const proven = new Set(titles.map(wording));
  return promises.filter((promise) => !proven.has(wording(promise)));
}
