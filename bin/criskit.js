#!/usr/bin/env node
// Decides which Node runs criskit, before anything else of it is loaded. Older Nodes must be able to read this file.
import { spawn } from 'child_process';
import { existsSync } from 'fs';
import { fileURLToPath } from 'url';

const needed = [22, 18];
const version = process.versions.node.split('.').map(Number);
const isNewEnough = version[0] > needed[0] || (version[0] === needed[0] && version[1] >= needed[1]);

if (isNewEnough) {
  import('../dist/cli/process.js').then((cli) => cli.runProcess(), stopUnbuilt);
} else {
  handOver();
}

function stopUnbuilt(error) {
  process.stderr.write(`criskit cannot load its own parts (npm ci installs and builds them): ${error.message}\n`);
  process.exit(3);
}

/** Runs the same command on the Node that is installed beside criskit, and ends as that one ends. */
function handOver() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const places = ['../node_modules/node/bin/', '../node_modules/.bin/', '../../node/bin/', '../../.bin/'];
  const node = places
    .map((place) => fileURLToPath(new URL(place + name, import.meta.url)))
    .find((path) => existsSync(path));
  if (node === undefined || process.env.CRISKIT_HANDED_OVER === '1') {
    process.stderr.write(`criskit needs Node.js ${needed.join('.')} or newer, and this is ${process.versions.node}.\n`);
    process.exit(3);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url)].concat(process.argv.slice(2)), {
    stdio: 'inherit',
    env: Object.assign({}, process.env, { CRISKIT_HANDED_OVER: '1' }),
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'].concat(process.platform === 'win32' ? [] : ['SIGQUIT']);
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`criskit cannot start ${node}: ${error.message}\n`);
    process.exit(3);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    for (const name of signals) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}
