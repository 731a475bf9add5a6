interface SessionWords {
  readonly secondsLeft: number;
  readonly ends: string;
  readonly stay: string;
  readonly ended: string;
}

const WARN_SECONDS = 5 * 60;

/** Says five minutes before that the session ends, and lets it be used on with one press (WCAG 2.2, 2.2.1). */
export function warnBeforeSessionEnds(): void {
  const said = document.body.dataset['session'];
  if (said === undefined) return;
  // The page's own JSON.
  const words = JSON.parse(said) as SessionWords;
  wait(words, words.secondsLeft);
}

function wait(words: SessionWords, secondsLeft: number): void {
  setTimeout(
    () => warn(words, Math.min(secondsLeft, WARN_SECONDS)),
    Math.max(0, secondsLeft - WARN_SECONDS) * 1000,
  );
}

function warn(words: SessionWords, secondsLeft: number): void {
  const box = document.createElement('div');
  box.className = 'motlan-session-end';
  box.setAttribute('role', 'alert');
  const text = document.createElement('p');
  text.className = 'govuk-body';
  text.textContent = words.ends;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'govuk-button';
  button.textContent = words.stay;
  box.append(text, button);
  document.body.append(box);
  const over = (): void => {
    text.textContent = words.ended;
    button.remove();
  };
  const end = setTimeout(over, secondsLeft * 1000);
  const stayOn = async (): Promise<void> => {
    const left = await stay();
    clearTimeout(end);
    if (left === null) {
      over();
      return;
    }
    box.remove();
    wait(words, left);
  };
  button.addEventListener('click', () => void stayOn());
}

/** Uses the session, which prolongs it. @returns seconds left; null when it is over */
async function stay(): Promise<number | null> {
  try {
    const answer = await fetch('/api/v1/session');
    if (!answer.ok) return null;
    const { expiresAt } = (await answer.json()) as { expiresAt: string };
    // By the server's own clock, which the phone's may differ from.
    const now = Date.parse(answer.headers.get('date') ?? '') || Date.now();
    return Math.max(1, (Date.parse(expiresAt) - now) / 1000);
  } catch {
    return null;
  }
}
