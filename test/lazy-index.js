/**
 * Compiles `lib/index.ts` as ts-jest does, and has it load a module when one of its names is first used, as the published `lib/index.js`
 * does: most tests use a few of the library's modules, and each file of tests loads them anew.
 */
const { createTransformer } = require('ts-jest').default;
const { lazyExports } = require('../projenrc/lazy-exports.js');

module.exports = {
  createTransformer(options) {
    const compiler = createTransformer(options);
    return {
      getCacheKey: (...of) => `${compiler.getCacheKey(...of)}-lazy`,
      process: (...of) => {
        const result = compiler.process(...of);
        return { ...result, code: lazyExports(result.code) };
      },
    };
  },
};
