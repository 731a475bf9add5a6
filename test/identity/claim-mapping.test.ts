import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { loadClaimMapping, parseClaimMapping } from '../../src/identity/claim-mapping.js';
import { ConfigError } from '../../src/platform/config.js';

type Mapping = Awaited<ReturnType<typeof loadClaimMapping>>;

function faultsOf(json: unknown): readonly string[] {
  try {
    parseClaimMapping(json, 'config/claims.json');
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('the claim mapping', () => {
  let good: Mapping;
  before(async () => {
    good = JSON.parse(await readFile('config/claims.json', 'utf8')) as Mapping;
  });

  it('that is shipped is sound and names the claims of the national single sign-on', async () => {
    const { owner } = await loadClaimMapping('config');
    expect(owner.claims).to.include({
      personalId: 'SoDinhDanh',
      name: 'HoVaTen',
      birthDate: 'NgayThangNamSinh',
      accountKind: 'LoaiTaiKhoan',
      technicalId: 'TechID',
      identityProvider: 'loginIdp',
    });
  });

  it('is refused at start with file and field named, every fault at once', () => {
    const faults = faultsOf({
      owner: {
        ...good.owner,
        claims: { ...good.owner.claims, name: '' },
        accountLevels: { '1': 3 },
        scope: 'profile',
      },
      staff: { ...good.staff, roles: { boss: 'KING' }, typo: true },
    });
    expect(faults).to.have.length(5);
    for (const field of [
      'owner.claims.name',
      'owner.accountLevels.1',
      'owner.scope',
      'staff.roles.boss',
      'staff:',
    ]) {
      expect(
        faults.some((fault) => fault.startsWith(`config/claims.json: ${field}`)),
        field,
      ).to.equal(true);
    }
  });

  it('is refused when the file is absent or no JSON', async () => {
    const missing = await loadClaimMapping('no-such-folder').catch((error: unknown) => error);
    expect(missing).to.be.instanceOf(ConfigError);
    expect(String(missing)).to.include('ENOENT').and.to.include('claims.json');
  });
});
