// Reads [form, name, file] triples from the JSON file it is given (a pipe would lead realpath astray: Node.js takes its
// folders for pipes after one was read) and prints, for each, the real path that Node.js finds, or "!" and the error.
// With "load" as its second argument it loads what it is asked for, and prints "" or "!" and the error.
// Stock Node.js does not look into NODE_PATH for an import, and Lambda's does: the hook below stands for that.
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire, isBuiltin, register } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const folders = (process.env.NODE_PATH ?? '').split(':').filter((each) => each.endsWith('/node_modules'))
const beside = folders.map((each) => pathToFileURL(each.slice(0, -'node_modules'.length) + 'x.mjs').href)
const isBare = (name) => !/^(\.|\/|#|[a-z]+:)/.test(name)
register('data:text/javascript,' + encodeURIComponent(`
const beside = ${JSON.stringify(process.env.ESM_LAYERS ? beside : [])}
export async function resolve(name, context, next) {
  try {
    return await next(name, context)
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND' && (${isBare})(name)) {
      for (const parentURL of beside) {
        try {
          return await next(name, { ...context, parentURL })
        } catch (other) {
          if (other.code !== 'ERR_MODULE_NOT_FOUND') throw other
        }
      }
    }
    throw error
  }
}`), import.meta.url)

function found(form, name, file) {
  if (form === 'require') return createRequire(file).resolve(name)
  if (isBuiltin(name)) return name
  const url = import.meta.resolve(name, pathToFileURL(file).href)
  if (!url.startsWith('file:')) return url
  const path = fileURLToPath(url)
  if (!statSync(path).isFile()) throw new Error('a folder')
  return realpathSync(path)
}

async function loaded(form, name, file) {
  if (form === 'require') createRequire(file)(name)
  else await import(import.meta.resolve(name, pathToFileURL(file).href))
  return ''
}

const ask = process.argv[3] === 'load' ? loaded : found
const answers = []
for (const [form, name, file] of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  try {
    answers.push(await ask(form, name, file))
  } catch (error) {
    answers.push('!' + (error?.code ?? error?.message ?? error))
  }
}
process.stdout.write(JSON.stringify(answers))
