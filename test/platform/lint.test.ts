import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

const root = join(import.meta.dirname, '..', '..');

/** Lints one file with the project's own settings, in a folder that has nothing else. */
function lint(source: string): { status: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'motlan-lint-'));
  try {
    for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) {
      copyFileSync(join(root, name), join(folder, name));
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src', 'planted.ts'), source);
    const { status, stdout, stderr } = spawnSync(
      join(root, 'node_modules', '.bin', 'oxlint'),
      ['--type-aware', 'src'],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}` },
      },
    );
    return { status, output: `${stdout}${stderr}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const withAwait = (word: string) => `import type { Model } from 'mongoose';

export async function writeLine(log: Model<{ at: Date }>): Promise<string> {
  ${word} log.updateOne({}, { $set: { at: new Date() } }).exec();
  return 'written';
}
`;

describe('the linter', function () {
  this.timeout(60_000);
  it('finds a forgotten await on a write to the access log', () => {
    const { status, output } = lint(withAwait(''));
    expect(status, output).to.equal(1);
    expect(output).to.contain('no-floating-promises');
  });

  it('has nothing against the same with its await', () => {
    const { status, output } = lint(withAwait('await'));
    expect(status, output).to.equal(0);
  });
});
