/**
 * Vietnamese text without marks, case and doubled spacing, for search and for comparing names:
 * "Nguyễn Thị  Ánh" → "nguyen thi anh". MongoDB's own text index and collations do not fold đ.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();
}
