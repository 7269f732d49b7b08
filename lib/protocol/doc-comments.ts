import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

/** The docstrings of one codec that `payload` creates. */
export interface CodecDocs {
  /** What the object is, without the parts below. */
  readonly description: string;
  /** The items of `@remarks`: editions and contradictions. */
  readonly remarks: readonly string[];
  /** The pages of `@see`, with their dates. */
  readonly sources: string;
  /** The docstring of each field. */
  readonly fields: ReadonlyMap<string, string>;
}

/** The docstrings of `lib/commands`. */
export interface DocComments {
  /** By the name of the codec, which is the name of its interface. */
  readonly codecs: ReadonlyMap<string, CodecDocs>;
  /** The docstring of each value of a variant's deciding field. */
  readonly cases: ReadonlyMap<string, string>;
}

// The same from lib/protocol and from dist/protocol.
const folder = resolve(__dirname, '../../lib/commands');

/**
 * Reads the docstrings of `lib/commands`, so that the schemas and the pages for people say what editors show.
 *
 * A build step: it needs the sources and the TypeScript compiler, so the package ships its results instead of it.
 */
export const readDocComments = (): DocComments => {
  const files = readdirSync(folder).map((file) => join(folder, file));
  const program = ts.createProgram(files, {
    strict: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const codecs = new Map<string, CodecDocs>();
  const cases = new Map<string, string>();

  for (const file of files) {
    const source = program.getSourceFile(file);
    if (!source) throw new Error(`${file} could not be read.`);
    const visit = (node: ts.Node): void => {
      const call = codecCall(node);
      if (call) {
        const symbol = symbolNamed(source, call.name, checker);
        codecs.set(call.name, { ...docsOf(symbol, checker), fields: fieldsOf(call.fields, checker) });
      }
      if (ts.isVariableDeclaration(node) && node.name.getText() === 'payloads' && node.initializer)
        for (const [value, text] of fieldsOf([node.initializer], checker)) cases.set(value, text);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { codecs, cases };
};

/** The name and the fields in a call of `payload`. */
const codecCall = (node: ts.Node): { readonly name: string; readonly fields: readonly ts.Expression[] } | undefined => {
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'payload') return undefined;
  const [name, ...fields] = node.arguments;
  return name && ts.isStringLiteral(name) ? { name: name.text, fields } : undefined;
};

/** The symbol of a codec in its file, which its variable and the interface of its values share. */
const symbolNamed = (source: ts.SourceFile, name: string, checker: ts.TypeChecker): ts.Symbol | undefined =>
  checker
    .getSymbolsInScope(source, ts.SymbolFlags.BlockScopedVariable | ts.SymbolFlags.Type)
    .find((symbol) => symbol.name === name && symbol.declarations?.some((one) => one.getSourceFile() === source));

const textOf = (symbol: ts.Symbol | undefined, checker: ts.TypeChecker): string =>
  unwrapped(ts.displayPartsToString(symbol?.getDocumentationComment(checker)));

const docsOf = (symbol: ts.Symbol | undefined, checker: ts.TypeChecker): Omit<CodecDocs, 'fields'> => {
  const tags = symbol?.getJsDocTags(checker) ?? [];
  const tag = (name: string): string => ts.displayPartsToString(tags.find((one) => one.name === name)?.text);
  return {
    description: textOf(symbol, checker),
    remarks: tag('remarks').split(/^- /m).map(unwrapped).filter(Boolean),
    sources: unwrapped(tag('see')),
  };
};

const fieldsOf = (expressions: readonly ts.Expression[], checker: ts.TypeChecker): ReadonlyMap<string, string> =>
  new Map(
    expressions.flatMap((expression) =>
      checker
        .getTypeAtLocation(expression)
        .getProperties()
        .map((property) => [property.name, textOf(property, checker)] as const),
    ),
  );

/** The text with one line per paragraph: the line breaks inside a docstring are only formatting. */
const unwrapped = (text: string): string => text.trim().replaceAll(/(?<!\n)\n(?!\n)\s*/g, ' ');
