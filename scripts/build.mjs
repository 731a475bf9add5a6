// Builds dist/: the program (each module by itself), the stylesheet and the browser scripts with a hash in the name.
// Does nothing when no source has changed. Two builds at once do no harm: each file gets its name whole.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'src');
const dist = join(root, 'dist');
const stampFile = join(dist, '.stamp');
const browser = join(source, 'ui', 'browser');
const styles = join(source, 'ui', 'styles');
const iconFile = join(source, 'ui', 'icons', 'icon.svg');

/** Builds what is stale. Says so through `onProgress` only when there is something to do. */
export async function build(onProgress = () => {}) {
  // An installation without sources runs what was built for it.
  if (!existsSync(source) && existsSync(join(dist, 'server.js'))) return;
  const stamp = stampOfSources();
  if (existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp) return;
  onProgress('Building …');
  const files = listFiles(source);
  const esbuild = await import('esbuild');
  const made = await Promise.all([
    buildProgram(esbuild, files),
    copyOthers(files),
    buildAssets(esbuild, files),
  ]);
  await removeOthers(new Set([...made.flat(), stampFile]));
  await place(stampFile, stamp);
  // Its helper process would stay beside the service for good.
  await esbuild.stop();
}

function stampOfSources() {
  const hash = createHash('sha256');
  const others = ['package.json', 'package-lock.json', join('scripts', 'build.mjs')].map((name) =>
    join(root, name),
  );
  for (const path of [...others, ...listFiles(source)]) {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${relative(root, path)} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

const isTypeScript = (path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts');
const isIcon = (path) => path === iconFile;
const isProgram = (path) => isTypeScript(path) && !path.startsWith(join(browser, '/'));

async function buildProgram(esbuild, files) {
  const result = await esbuild.build({
    entryPoints: files.filter(isProgram),
    outbase: source,
    outdir: dist,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: true,
    write: false,
    logLevel: 'error',
  });
  await Promise.all(result.outputFiles.map((file) => place(file.path, file.contents)));
  return result.outputFiles.map((file) => file.path);
}

/** JSON and other files that modules read beside themselves. */
async function copyOthers(files) {
  const others = files.filter(
    (path) => !/\.(tsx?|scss)$/.test(path) && !path.startsWith(join(browser, '/')) && !isIcon(path),
  );
  return Promise.all(
    others.map(async (path) => {
      const target = join(dist, relative(source, path));
      const draft = await draftOf(target);
      await copyFile(path, draft);
      await rename(draft, target);
      return target;
    }),
  );
}

async function buildAssets(esbuild, files) {
  const assets = join(dist, 'assets');
  const manifest = {};
  const contents = {
    ...(await stylesheet()),
    ...(await browserScripts(esbuild, files)),
    ...(await icons()),
  };
  for (const [name, bytes] of Object.entries(contents)) {
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    const extension = extname(name);
    manifest[name] = `${basename(name, extension)}.${hash}${extension}`;
    await place(join(assets, manifest[name]), bytes);
  }
  const manifestFile = join(assets, 'manifest.json');
  await place(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
  return [manifestFile, ...Object.values(manifest).map((name) => join(assets, name))];
}

/** The mark as a drawing, and as the picture that phones put on their first screen. */
async function icons() {
  const { default: sharp } = await import('sharp');
  const drawing = await readFile(iconFile);
  const picture = await sharp(drawing, { density: 300 }).resize(180, 180).png({ palette: true }).toBuffer();
  return { 'icon.svg': drawing, 'icon-180.png': picture };
}

async function stylesheet() {
  const sass = await import('sass');
  const { css } = await sass.compileAsync(join(styles, 'main.scss'), {
    style: 'compressed',
    loadPaths: [join(root, 'node_modules')],
    quietDeps: true,
  });
  return { 'main.css': css };
}

async function browserScripts(esbuild, files) {
  const entryPoints = files.filter((path) => dirname(path) === browser && isTypeScript(path));
  const result = await esbuild.build({
    entryPoints,
    outdir: dist,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2019',
    minify: true,
    legalComments: 'none',
    write: false,
    logLevel: 'error',
  });
  return Object.fromEntries(result.outputFiles.map((file) => [basename(file.path), file.contents]));
}

async function place(path, contents) {
  const draft = await draftOf(path);
  await writeFile(draft, contents);
  await rename(draft, path);
}

async function draftOf(path) {
  await mkdir(dirname(path), { recursive: true });
  return `${path}.${process.pid}.draft`;
}

/** What an earlier build left of modules that are gone; drafts of a build that runs at this moment stay. */
async function removeOthers(kept) {
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(path) && !path.endsWith('.draft')) await rm(path, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build((line) => console.log(line));
}
