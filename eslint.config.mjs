import js from '@eslint/js';
import html from 'eslint-plugin-html';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist/', '.demo/', '.cache/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // `void promise` marks a promise whose end is handled elsewhere; arrow functions may return void calls.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // mocha's describe and it return void here, node:test's promises do not exist.
      'no-console': 'error',
    },
  },
  {
    files: ['scripts/**/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: globals.node },
  },
  {
    files: ['examples/**/*.mjs'],
    languageOptions: { globals: globals.node },
  },
  {
    // What an old Node.js must be able to parse in order to say that it is too old.
    files: ['scripts/start.js', 'scripts/test.js', 'scripts/support/node-version.js'],
    languageOptions: { ecmaVersion: 5, sourceType: 'script' },
  },
  {
    // What runs in the editor's page: plain scripts, as Node-RED serves them.
    files: ['nodes/**/*.html', 'resources/**/*.js'],
    plugins: { html },
    languageOptions: {
      sourceType: 'script',
      globals: { ...globals.browser, ...globals.jquery, RED: 'readonly', abb: 'readonly' },
    },
  },
);
