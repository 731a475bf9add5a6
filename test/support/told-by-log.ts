/** What no log line may hold, whatever a test did: names and numbers of people, names of files, tokens. */
const never: readonly RegExp[] = [
  // Ids of ours end in twelve letters and digits too, behind a hyphen.
  /(?<![-\w])999\d{9}(?!\w)/,
  /eyJ[\w-]{10,}/,
  /\.(?:pdf|jpe?g|png|docx?|exe)\b/i,
  /Bearer [\w-]{8,}/i,
  ...['Ánh Tuyết', 'Văn Đức', 'Minh An', 'Văn Lâm', 'Thu Hà', 'Minh Quang', 'Ngọc Mai', 'Thanh Sơn'].map(
    (name) => new RegExp(name.normalize('NFC'), 'iu'),
  ),
];

/** The log lines that tell what they must not, cut short; also those with one of these texts. */
export function toldByLog(lines: readonly string[], marks: readonly string[] = []): string[] {
  return lines
    .filter((line) => {
      const text = line.normalize('NFC');
      return (
        never.some((pattern) => pattern.test(text)) ||
        marks.some((mark) => mark !== '' && text.includes(mark))
      );
    })
    .map((line) => line.slice(0, 600));
}
