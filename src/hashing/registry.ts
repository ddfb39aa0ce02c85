export { blake3 } from './algorithms/blake3.ts';
export { md5 } from './algorithms/md5.ts';
export { sha1 } from './algorithms/sha1.ts';
export { sha256 } from './algorithms/sha256.ts';
