import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, 'peers', 'print-table.py');

/** Pythons that may have ReportLab: the first on the path need not be the system's. */
const pythons = ['python3', '/usr/bin/python3'];

/** Prints a CSV reply as a PDF with ReportLab (Debian: python3-reportlab). False where it is not installed. */
export function printReply(csv: string, pdf: string): boolean {
  return pythons.some((python) => spawnSync(python, [script, csv, pdf], { stdio: 'ignore' }).status === 0);
}
