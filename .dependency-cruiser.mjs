/** The arrows of ARCHITECTURE.md, checked. Data goes one way: no cycle, no arrow turning back. */
const feature = (name, mayImport) => ({
  name: `${name}-imports-only-${mayImport.join('-') || 'nothing'}`,
  comment: `src/${name} may import ${mayImport.join(', ') || 'no other folder'}`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^(src|sim|lab|test|bench|faults|eval)/', pathNot: [`^src/(${[name, ...mayImport].join('|')})/`] },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-barrels',
      severity: 'error',
      from: {},
      to: { path: '^(?:src|sim|lab|test|bench|faults|eval)/.*index\\.ts$' },
    },
    feature('infra', []),
    feature('ai', ['infra']),
    feature('conversation', ['ai', 'infra']),
    feature('webhook', ['conversation', 'infra']),
    feature('operator', ['conversation', 'ai', 'infra']),
    feature('health', ['infra']),
    {
      name: 'the-product-does-not-know-its-stand-ins',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(sim|lab|test|bench|faults|eval)/' },
    },
    {
      name: 'only-conversation-repositories-and-infra-touch-typeorm',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['\\.(repository|entity|module)\\.ts$', '^src/infra/', '^src/(main|worker|migrate|serve)\\.ts$'],
      },
      to: { path: 'node_modules/(typeorm|pg)/' },
    },
    {
      name: 'only-ai-and-infra-know-langchain',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(ai|infra)/' },
      to: { path: 'node_modules/@langchain/' },
    },
    {
      name: 'a-feature-shows-only-its-face',
      comment:
        'From another feature import its module, services, jobs and plain types; never its repositories or entities',
      severity: 'error',
      from: { path: '^src/(webhook|operator|health)/' },
      to: { path: '^src/(conversation|ai)/.*\\.(repository|entity|processor)\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
