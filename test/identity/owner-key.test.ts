import { expect } from 'chai';
import {
  ownerKeySchema,
  ownerKeyText,
  ownerReferenceSchema,
  personalIdHint,
} from '../../src/identity/index.js';

const key = (kind: string, value: string, country?: string) =>
  ownerKeySchema.safeParse({ kind, value, ...(country === undefined ? {} : { country }) });
const fault = (kind: string, value: string, country?: string) => {
  const issue = key(kind, value, country).error?.issues[0];
  return issue?.code === 'custom' ? `${issue.path.join('.')} ${String(issue.params?.['code'])}` : issue?.code;
};

const text = (kind: string, value: string, country?: string) => {
  const parsed = key(kind, value, country).data;
  return parsed ? ownerKeyText(parsed) : null;
};

describe('owner keys', () => {
  const good: readonly (readonly [string, string, string, string?])[] = [
    ['PERSONAL_ID', '999190000001', '999190000001'],
    ['PERSONAL_ID', ' 999 190 000 001 ', '999190000001'],
    ['PERSONAL_ID', '９９９190000001', '999190000001'],
    ['OLD_ID', '999000111', '999000111'],
    ['TAX', '3709999002', '3709999002'],
    ['TAX', '3709999002-001', '3709999002-001'],
    ['TAX', '3709999002001', '3709999002-001'],
    ['TAX', '3709999027', '3709999027'],
    ['TAX', '3709999059-002', '3709999059-002'],
    ['PASSPORT', 'c1234567', 'C1234567', 'VNM'],
    ['ORG_CODE', 'h09.27', 'H09.27'],
    ['ORG_CODE', '000.00.00.H09', '000.00.00.H09'],
  ];
  for (const [kind, value, stored, country] of good) {
    it(`store ${kind} "${value}" as ${stored}`, () => {
      expect(key(kind, value, country).data).to.include({ kind, value: stored });
    });
  }

  const bad: readonly (readonly [string, string, string, string?])[] = [
    ['PERSONAL_ID', '99919000000', 'value INVALID'],
    ['PERSONAL_ID', '9991900000011', 'value INVALID'],
    ['PERSONAL_ID', '99919000000A', 'value INVALID'],
    ['PERSONAL_ID', '999190000001', 'country NOT_ALLOWED', 'VNM'],
    ['OLD_ID', '99900011', 'value INVALID'],
    ['TAX', '3709999003', 'value CHECKSUM'],
    ['TAX', '3709999001-001', 'value CHECKSUM'],
    ['TAX', '3709999054', 'value CHECKSUM'],
    ['TAX', '370999900', 'value INVALID'],
    ['TAX', '3709999002-1', 'value INVALID'],
    ['TAX', '3709999002-000', 'value INVALID'],
    ['TAX', '0100000000', 'value INVALID'],
    ['TAX', '0000000010', 'value CHECKSUM'],
    ['PASSPORT', 'C1234567', 'country MISSING'],
    ['PASSPORT', 'C1234567', 'country INVALID', 'XX'],
    ['PASSPORT', 'C-12', 'value INVALID', 'VNM'],
    ['ORG_CODE', '.H09', 'value INVALID'],
    ['ORG_CODE', 'H09$', 'value INVALID'],
    ['PASSPORT', '', 'too_small', 'VNM'],
  ];
  for (const [kind, value, told, country] of bad) {
    it(`refuse ${kind} "${value}"${country ? ` of ${country}` : ''}: ${told}`, () => {
      expect(fault(kind, value, country)).to.equal(told);
    });
  }

  it('are the same for the two spellings of a country and differ between countries and kinds', () => {
    expect(text('PASSPORT', 'AB1234', 'LA')).to.equal(text('PASSPORT', 'ab 1234', 'lao'));
    expect(text('PASSPORT', 'AB1234', 'LAO')).to.not.equal(text('PASSPORT', 'AB1234', 'KHM'));
    expect(text('PASSPORT', 'AB1234', 'D')).to.equal(text('PASSPORT', 'AB1234', 'DE'));
    expect(text('OLD_ID', '999000111')).to.not.equal(text('ORG_CODE', '999000111'));
  });

  it('come beside a name and a birth date, and nothing else', () => {
    const sent = {
      kind: 'PERSONAL_ID',
      value: '999190000001',
      name: ' Nguyễn  Thị ',
      birthDate: '1990-03-15',
    };
    expect(ownerReferenceSchema.parse(sent)).to.deep.equal({
      key: { kind: 'PERSONAL_ID', value: '999190000001' },
      name: 'Nguyễn Thị',
      birthDate: '1990-03-15',
    });
    for (const wrong of [{ birthDate: '1990-02-30' }, { name: ' ' }, { name: 'a\u0000b' }, { extra: 1 }]) {
      expect(ownerReferenceSchema.safeParse({ ...sent, ...wrong }).success).to.equal(false);
    }
  });
});

describe('the digits of a personal ID', () => {
  it('hint at place, sex and year, and refuse nothing', () => {
    expect(personalIdHint('999190000001')).to.deep.equal({
      placeCode: '999',
      sex: 'FEMALE',
      birthYear: 1990,
    });
    expect(personalIdHint('999215000003')).to.deep.equal({ placeCode: '999', sex: 'MALE', birthYear: 2015 });
    expect(personalIdHint('99919000000')).to.equal(null);
  });
});
