const MODULE = /^var (\w+) = require\((".+")\);$/;
const EXPORT = /^(Object\.defineProperty\(exports, "\w+", \{ enumerable: true, get: function \(\) \{ return )(\w+)(\.\w+; \} \}\);)$/;

/** Makes a compiled module that only exports what others have load each of them when one of its names is first used. */
exports.lazyExports = (code) => {
  const paths = new Map();
  return code.split('\n').map((line) => {
    const [, name, path] = MODULE.exec(line) ?? [];
    if (name === undefined) return line.replace(EXPORT, (_, before, module, after) => `${before}require(${paths.get(module)})${after}`);
    paths.set(name, path);
    // The lines stay where the source map has them.
    return '';
  }).join('\n');
};
