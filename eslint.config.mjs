// Faults in the dashboard's modules. How they are laid out is .editorconfig's, what types their values have is tsconfig.json's.
import js from '@eslint/js';
import globals from 'globals';

const asText = 'What comes from the data is only ever set as text.';

export default [
  {
    files: ['src/*/Dashboard/*.js'],
    languageOptions: { globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...js.configs.recommended.rules,
      'array-callback-return': 'error',
      'consistent-return': 'error',
      curly: 'error',
      eqeqeq: 'error',
      'no-alert': 'off',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-properties': [
        'error', ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe'].map(property => ({ property, message: asText })),
        { object: 'document', property: 'write', message: asText },
      ],
      'no-shadow': ['error', { builtinGlobals: false }],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'all' }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'off',
      'require-await': 'error',
    },
  },
];
