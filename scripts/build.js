// Compiles src/ to dist/. Runs on any Node that npm runs on: it only starts the compiler's own executable.
import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
rmSync(join(root, 'dist'), { recursive: true, force: true });
const run = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
const lanes = join('hashing', 'lanes', 'md5-lanes.wasm');
if (run.status === 0) copyFileSync(join(root, 'src', lanes), join(root, 'dist', lanes));
process.exit(run.status ?? 1);
