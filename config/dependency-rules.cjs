// The rules of the house, checked by dependency-cruiser (`npm run check`); test/architecture plants breaches of them.
const features = [
  ['audit', 'identity', 'catalogue', 'notices', 'mandates'],
  ['documents'],
  ['dossiers', 'consents'],
  ['evidence', 'results'],
  ['counter', 'partners', 'my-data'],
];
const all = features.flat();
const ground = 'storage|scanning|foreign-bytes|http|ui|platform|oidc-storage';
const composition = '^src/(app|wiring|pages)\\.ts$';

/** A feature may use those of the levels below it only; what it needs from above is passed in by the wiring. */
const upward = features.slice(0, -1).map((level, index) => ({
  name: `feature-order-${level.join('-')}`,
  comment: 'Features know only those below them.',
  severity: 'error',
  from: { path: `^src/(${level.join('|')})/` },
  to: {
    path: `^src/(${features
      .slice(index + 1)
      .flat()
      .join('|')})/`,
  },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'feature-by-its-door',
      comment: 'Another feature is reached by its index.ts only.',
      severity: 'error',
      from: { path: `^src/(${all.join('|')})/` },
      to: {
        path: `^src/(${all.join('|')})/`,
        pathNot: [`^src/(${all.join('|')})/index\\.ts$`, '^src/$1/'],
      },
    },
    {
      name: 'wiring-by-the-door',
      severity: 'error',
      from: { path: ['^src/[^/]+\\.ts$', '^src/joining/'] },
      to: {
        path: `^src/(${all.join('|')}|${ground.replace('http|ui|platform|', '')})/`,
        pathNot: '/index\\.ts$',
      },
    },
    ...upward,
    {
      name: 'ground-knows-no-feature',
      severity: 'error',
      from: { path: `^src/(${ground})/` },
      to: { path: `^src/(${all.join('|')}|cli|dev-eid)/` },
    },
    {
      name: 'express-in-routes-only',
      severity: 'error',
      from: { pathNot: [`\\.routes\\.tsx?$`, '^src/http/', composition] },
      to: { path: '(^|/)node_modules/(@types/)?express/' },
    },
    {
      name: 'mongoose-in-models-and-stores-only',
      severity: 'error',
      from: {
        pathNot: [
          '\\.(model|store)\\.ts$',
          '^src/platform/(mongo|in-transaction|embedded-mongod/)',
          '^test/',
        ],
      },
      to: { path: '(^|/)node_modules/(mongoose|mongodb)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'aws-s3-in-its-store-only',
      severity: 'error',
      from: { pathNot: ['^src/storage/s3-', '^test/'] },
      to: { path: '(^|/)node_modules/(@aws-sdk|@smithy)/' },
    },
    {
      name: 'encryption-sdk-in-storage-only',
      severity: 'error',
      from: { pathNot: ['^src/storage/', '^test/'] },
      to: { path: '(^|/)node_modules/@aws-crypto/' },
    },
    {
      name: 'routes-import-no-model-or-store',
      severity: 'error',
      from: { path: '\\.routes\\.tsx?$' },
      to: { path: '\\.(model|store)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pages-import-ui-and-types-only',
      severity: 'error',
      from: { path: '^src/[^/]+/pages/' },
      to: { path: '^src/', pathNot: ['^src/ui/', '^src/[^/]+/pages/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'development-e-id-from-server-only',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/dev-eid/', '^src/server\\.ts$'] },
      to: { path: '^src/dev-eid/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'src-never-imports-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: {
        couldNotResolve: true,
        pathNot: ['^govuk-frontend', '^uuid$', '^csv-stringify/', '^@hyzyla/pdfium$'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default'] },
  },
};
