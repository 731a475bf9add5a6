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
/** A picture that a page shows. */
export interface PictureAnswer {
  readonly webp: Buffer;
}
/** The same, of a photo that is still being arranged. */
export interface PhotoAnswer {
  readonly jpeg: Buffer;
}
/** A picture that we drew ourselves; never one that came from outside. */
export interface DrawingAnswer {
  readonly svg: string;
}
export type PageAnswer =
  | DrawnPage
  | SeeOther
  | ContentAnswer
  | DownloadAnswer
  | PictureAnswer
  | PhotoAnswer
  | DrawingAnswer;

export async function sendPageAnswer(
  request: Request,
  response: Response,
  answer: PageAnswer,
  language: Language,
): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  if ('content' in answer) {
    // Opened beside the page, so shown where the browser can.
    await sendContent(response, { ...answer, inline: true });
    return;
  }
  if ('download' in answer) {
    await sendDownload(request, response, answer);
    return;
  }
  if ('webp' in answer) {
    response.setHeader('Content-Type', 'image/webp');
    endAnswer(request, response, answer.webp);
    return;
  }
  if ('jpeg' in answer) {
    response.setHeader('Content-Type', 'image/jpeg');
    endAnswer(request, response, answer.jpeg);
    return;
  }
  if ('svg' in answer) {
    response.setHeader('Content-Type', 'image/svg+xml');
    endAnswer(request, response, Buffer.from(answer.svg));
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
