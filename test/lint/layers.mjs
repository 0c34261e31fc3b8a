import path from 'node:path';

/** The libs from the innermost outwards (docs/ARCHITECTURE.md): each may import only those before it. */
export const LIBS = [
  'config', 'markup', 'metrics', 'database', 'queues', 'vault', 'outbound', 'access', 'documents',
  'petitions', 'calls-to-action', 'stores', 'tallies', 'signatures',
  'handovers', 'embargo', 'progress', 'verification', 'publications', 'notifications',
];

const place = (file) => /(?:^|\/)(apps|libs|migrations|test)(?:\/([^/]+))?/.exec(file);

/** Imports run one way; libs are entered by their index only; no app imports another. */
export const layers = {
  meta: { type: 'problem', schema: [], messages: { layer: '{{why}}' } },
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/');
    const here = place(file);
    const check = (node) => {
      const target = node.source?.value;
      if (typeof target !== 'string' || !here) return;
      const why = problem(file, here, target, node);
      if (why) context.report({ node: node.source, messageId: 'layer', data: { why } });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ImportExpression: check,
      ExportAllDeclaration: (node) => context.report({ node, messageId: 'layer', data: { why: 'name what is exported: no `export *`' } }) };
  },
};

/** Whether nothing of an import is left when the program runs. */
const onlyTypes = (node) =>
  node.importKind === 'type' || node.exportKind === 'type'
  || (node.type === 'ImportDeclaration' && node.specifiers.length > 0 && node.specifiers.every((each) => each.importKind === 'type'));

function problem(file, here, target, node) {
  const [, top, name] = here;
  // The tablet's app runs in a browser: it shares the words of the libs, never their code. Its specs may hold both to one behaviour.
  const inBrowser = top === 'apps' && name === 'tablet' && !/\.spec\.tsx?$/.test(file);
  if (inBrowser && target.startsWith('#') && !onlyTypes(node)) return `'${target}': the tablet's app takes only types from it, by \`import type\``;
  if (target.startsWith('#libs/')) {
    const lib = target.slice('#libs/'.length);
    if (!LIBS.includes(lib)) return `'${target}': a lib is entered by its index only, as '#libs/<name>'`;
    if (top === 'libs' && LIBS.indexOf(lib) >= LIBS.indexOf(name)) return `lib '${name}' may not import '${lib}': it lies further out, or is itself`;
    return null;
  }
  if (!target.startsWith('.')) return null;
  const to = place(path.posix.normalize(path.posix.join(path.posix.dirname(file), target)));
  if (!to || top === 'test') return null;
  // Specs stand beside what they test and may use the support of all tests.
  if (to[1] === 'test' && /\.spec\.tsx?$/.test(file)) return null;
  if (to[1] !== top || (top !== 'migrations' && to[2] !== name)) return `'${target}' leaves ${top}/${name}: import '#libs/<name>' instead`;
  return null;
}
