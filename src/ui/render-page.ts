import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** The whole document as text: to be sent as `text/html; charset=utf-8`. */
export function renderPage(page: VNode): string {
  return `<!DOCTYPE html>\n${renderToString(page)}`;
}
