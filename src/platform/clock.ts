/** The one source of time, passed in so that tests can set it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

const vietnamDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short' });

/** The date of law at an instant: `YYYY-MM-DD` in Asia/Ho_Chi_Minh. */
export function vietnamDate(at: Date): string {
  return vietnamDay.format(at);
}
