// Compiles assembly/md5-lanes.ts to src/hashing/lanes/md5-lanes.wasm, or to the file named. The same source gives the
// same bytes; a test holds the module in the repository against its source.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = resolve(process.argv[2] ?? join(root, 'src', 'hashing', 'lanes', 'md5-lanes.wasm'));
const speed = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--enable', 'threads', '--noAssert', '--use', 'abort='];
// The memory is handed in, and shared: other threads hash what a thread has read into it. At most a gibibyte.
const memory = ['--importMemory', '--sharedMemory', '--maximumMemory', '16384'];
const options = [...speed, ...memory];
const baseDir = ['--baseDir', root];
const { error, stderr } = await asc.main(['assembly/md5-lanes.ts', '--outFile', target, ...baseDir, ...options]);
if (error !== null) {
  process.stderr.write(`${stderr.toString()}${error.message}\n`);
  process.exit(1);
}
