/** What file systems without hard links (FAT, many network shares) answer; `EISDIR` is exFAT on Windows. */
export const withoutLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR']);
