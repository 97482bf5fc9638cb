/**
 * Compiles `lib/index.ts` as ts-jest does, and has it load a module when one of its names is first used, as the published `lib/index.js`
 * does: most tests use a few of the library's modules, and each file of tests loads them anew.
 */
const { createTransformer } = require('ts-jest').default;

const MODULE = /^var (\w+) = require\((".+")\);$/;
const EXPORT = /^(Object\.defineProperty\(exports, "\w+", \{ enumerable: true, get: function \(\) \{ return )(\w+)(\.\w+; \} \}\);)$/;

function lazy(code) {
  const paths = new Map();
  return code.split('\n').map((line) => {
    const [, name, path] = MODULE.exec(line) ?? [];
    if (name === undefined) return line.replace(EXPORT, (_, before, module, after) => `${before}require(${paths.get(module)})${after}`);
    paths.set(name, path);
    return '';
  }).join('\n');
}

module.exports = {
  createTransformer(options) {
    const compiler = createTransformer(options);
    return {
      getCacheKey: (...of) => `${compiler.getCacheKey(...of)}-lazy`,
      process: (...of) => {
        const result = compiler.process(...of);
        return { ...result, code: lazy(result.code) };
      },
    };
  },
};
