import { expect } from 'chai';
import { fitsIdentities, sameIdentity } from '../../src/identity/index.js';

const told = (name: string | null, birthDate: string | null = null) => ({ name, birthDate });

describe('two identities', () => {
  it('are one without regard to case, marks, spaces and punctuation', () => {
    const name = 'Nguyễn Thị Ánh Tuyết';
    for (const other of [
      'NGUYỄN THỊ ÁNH TUYẾT',
      'nguyen thi anh tuyet',
      ' Nguyễn  Thị Ánh\u00a0Tuyết ',
      name.normalize('NFD'),
    ]) {
      expect(sameIdentity(told(name), told(other)), other).to.equal(true);
    }
    expect(sameIdentity(told('Đỗ Đức'), told('DO DUC'))).to.equal(true);
    expect(sameIdentity(told("H'Hen Niê"), told('H’Hen Niê'))).to.equal(true);
  });

  it('differ by another name or another birth date', () => {
    expect(sameIdentity(told('Trần Văn Đức'), told('Trần Văn Đạt'))).to.equal(false);
    expect(sameIdentity(told('Trần Văn Đức', '1985-07-20'), told('Trần Văn Đức', '1985-07-21'))).to.equal(
      false,
    );
  });

  it('are not contradicted by what one of them does not tell', () => {
    expect(sameIdentity(told('Trần Văn Đức', '1985-07-20'), told('Trần Văn Đức'))).to.equal(true);
    expect(sameIdentity(told(null, '1985-07-20'), told('Trần Văn Đức', '1985-07-20'))).to.equal(true);
    expect(sameIdentity(told(null, '1985-07-20'), told('Trần Văn Đức', '1985-07-21'))).to.equal(false);
  });

  it('fit an owner by any identity that the e-ID confirmed, also an earlier one', () => {
    const confirmed = [told('Nguyễn Thị Mới', '1990-01-01'), told('Nguyễn Thị Cũ', '1990-01-01')];
    expect(fitsIdentities(told('nguyễn thị cũ'), confirmed)).to.equal(true);
    expect(fitsIdentities(told('Nguyễn Thị Lạ'), confirmed)).to.equal(false);
    expect(fitsIdentities(told('Nguyễn Thị Cũ', '1991-01-01'), confirmed)).to.equal(false);
    expect(fitsIdentities(told('Ai cũng được'), [])).to.equal(true);
  });
});
