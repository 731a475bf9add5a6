/** Columns of a terminal that nobody has made wider. */
const WIDTH = 80;
const INDENT = '    ';
const LABEL_WIDTH = 14;

export interface Terminal {
  /** A numbered step. */
  step(title: string): void;
  /** A labelled value below a step. */
  fact(label: string, value: string): void;
  /** A sentence below a step. */
  say(text: string): void;
  /** A line from the left edge. */
  line(text?: string): void;
}

/** Writes what a person reads in a terminal of 80 columns. */
export function makeTerminal(write: (line: string) => void): Terminal {
  let steps = 0;
  const put = (first: string, rest: string, text: string) => {
    for (const [index, line] of wrap(text, WIDTH - rest.length).entries())
      write(`${index === 0 ? first : rest}${line}`);
  };
  return {
    step(title) {
      steps += 1;
      write('');
      put(`${String(steps).padStart(2)}. `, INDENT, title);
    },
    fact(label, value) {
      const first = `${INDENT}${label.padEnd(LABEL_WIDTH - 1)} `;
      put(first, ' '.repeat(first.length), value);
    },
    say: (text) => put(INDENT, INDENT, text),
    line(text = '') {
      const indent = /^ */.exec(text)?.[0] ?? '';
      put(indent, indent, text.trimStart());
    },
  };
}

/** Breaks between words; a word that is too long for a line keeps whole. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** A hash as people compare it: its first and last digits. */
export function shortHash(sha256: string): string {
  return `${sha256.slice(0, 12)}…${sha256.slice(-6)}`;
}

const dateAndTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** An instant as a clock in Vietnam shows it. */
export function timeOf(instant: string): string {
  return dateAndTime.format(new Date(instant)).split(', ')[1] ?? instant;
}

/** Its day in Vietnam. */
export function dayOf(instant: string): string {
  return dateAndTime.format(new Date(instant)).split(', ')[0] ?? instant;
}
