import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { renderPage } from '../ui/render-page.js';
import { type ContentAnswer, sendContent } from './content.js';
import { type DownloadAnswer, sendDownload } from './download.js';
import { endAnswer } from './end-answer.js';
import type { Language } from './language.js';
import { contentSecurityPolicy } from './security-headers.js';

/** A page to show. */
export interface DrawnPage {
  readonly page: VNode;
  /** 200 unless given. */
  readonly status?: number;
  /** Origins that a form of the page leads on to: a browser checks the redirect of a form too. */
  readonly formAction?: readonly string[];
  readonly retryAfterSeconds?: number | undefined;
}

/** Where to go on: after a change always by GET, so that a reload changes nothing twice. */
export interface SeeOther {
  readonly seeOther: string;
}
/** A picture that we drew ourselves, never bytes that came from outside, under the name of its kind. */
export type PictureAnswer = { readonly webp: Buffer } | { readonly jpeg: Buffer } | { readonly svg: string };
export type PageAnswer = DrawnPage | SeeOther | ContentAnswer | DownloadAnswer | PictureAnswer;

function pictureOf(answer: PictureAnswer): readonly [mediaType: string, bytes: Buffer] {
  if ('webp' in answer) return ['image/webp', answer.webp];
  if ('jpeg' in answer) return ['image/jpeg', answer.jpeg];
  return ['image/svg+xml', Buffer.from(answer.svg)];
}

export async function sendPageAnswer(
  request: Request,
  response: Response,
  answer: PageAnswer,
  language: Language,
): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  if ('webp' in answer || 'jpeg' in answer || 'svg' in answer) {
    const [mediaType, bytes] = pictureOf(answer);
    response.setHeader('Content-Type', mediaType);
    endAnswer(request, response, bytes);
    return;
  }
  if ('content' in answer) {
    // Opened beside the page, so shown where the browser can.
    await sendContent(response, { ...answer, inline: true });
    return;
  }
  if ('download' in answer) {
    await sendDownload(request, response, answer);
    return;
  }
  if ('seeOther' in answer) {
    response.status(303).setHeader('Location', answer.seeOther);
    endAnswer(request, response, Buffer.alloc(0));
    return;
  }
  response.status(answer.status ?? 200);
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Language', language);
  if (answer.formAction && answer.formAction.length > 0) {
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(answer.formAction));
  }
  if (answer.retryAfterSeconds !== undefined) response.setHeader('Retry-After', answer.retryAfterSeconds);
  endAnswer(request, response, Buffer.from(renderPage(answer.page)));
}
