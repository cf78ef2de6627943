"""Packages with the names and the layout of lodash and uuid, in a few lines each."""

from layerlint.examples.recipe import Content

LODASH = {
    "package.json": '{"name": "lodash", "version": "4.17.21", "license": "MIT", "main": "lodash.js"}\n',
    "lodash.js": "exports.chunk = require('./chunk');\nexports.last = require('./last');\n",
    "chunk.js": """\
module.exports = function chunk(list, size) {
  return list.length ? [list.slice(0, size), ...chunk(list.slice(size), size)] : [];
};
""",
    "last.js": "module.exports = (list) => list[list.length - 1];\n",
}
UUID = {
    "package.json": '{"name": "uuid", "version": "9.0.1", "license": "MIT", "main": "./dist/index.js"}\n',
    "dist/index.js": "exports.v4 = require('./v4.js');\n",
    "dist/v4.js": "module.exports = () => require('node:crypto').randomUUID();\n",
}


def node_modules(folder: str) -> dict[str, Content]:
    """What `npm install lodash uuid` leaves behind in a folder."""
    packages = {"lodash": LODASH, "uuid": UUID}
    return {
        f"{folder}/package.json": '{"dependencies": {"lodash": "^4.17.21", "uuid": "^9.0.1"}}\n',
        **{
            f"{folder}/node_modules/{name}/{path}": content
            for name, files in packages.items()
            for path, content in files.items()
        },
    }
