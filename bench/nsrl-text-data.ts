import { inventKnownFiles } from './known-files.ts';
import { ListWriter } from './list-writer.ts';

/** Writes an NSRLFile.txt of RDS 2.0, sorted by SHA-1, some 130 bytes a row, the same every time. */
export function writeNsrlText(path: string, rows: number): void {
  using list = new ListWriter(path);
  list.write('"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"\n');
  for (const { content, fileName, product, system } of inventKnownFiles(rows, 'sha1')) {
    const { sha1, md5, crc32, sizeBytes } = content;
    list.write(`"${sha1}","${md5}","${crc32}","${fileName}",${sizeBytes},${product},"${system}",""\n`);
  }
}
