// oxlint-disable no-underscore-dangle -- PDFium's functions are exported so
import type { DrawRequest, Verdict } from './messages.js';
import { closingDocument, type Pdfium } from './open-pdf.js';

/** fpdfview.h: draw annotations (stamps, filled fields), bytes in the order red, green, blue, alpha. */
const FPDF_ANNOT = 0x01;
const FPDF_REVERSE_BYTE_ORDER = 0x10;
const FPDFBitmap_BGRA = 4;
const WHITE = 0xffffffff;

/** Pixels of a page, rows from the top, four bytes each: red, green, blue, alpha. */
export interface DrawnPixels {
  readonly pixels: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Draws one page on white paper. Its content is parsed here: only in a process that may die of it. */
export function drawPdfPage(
  pdfium: Pdfium,
  bytes: Uint8Array,
  { page: number, widthPx }: Pick<DrawRequest, 'page' | 'widthPx'>,
  mostHeightToWidth: number,
): DrawnPixels | Verdict {
  return closingDocument(pdfium, bytes, (document) => {
    const page = pdfium._FPDF_LoadPage(document, number - 1);
    if (page === 0) return { state: 'UNREADABLE' };
    try {
      const [paperWidth, paperHeight] = [pdfium._FPDF_GetPageWidth(page), pdfium._FPDF_GetPageHeight(page)];
      if (!(paperWidth > 0 && paperHeight > 0)) return { state: 'UNREADABLE' };
      const scale = Math.min(widthPx / paperWidth, (widthPx * mostHeightToWidth) / paperHeight);
      const width = Math.max(1, Math.round(paperWidth * scale));
      const height = Math.max(1, Math.round(paperHeight * scale));
      const memory = pdfium.wasmExports.malloc(4 * width * height);
      if (memory === 0) return { state: 'TOO_COMPLEX' };
      const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, FPDFBitmap_BGRA, memory, 4 * width);
      try {
        pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
        const flags = FPDF_ANNOT | FPDF_REVERSE_BYTE_ORDER;
        pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags);
        // A copy: this memory is freed with the bitmap.
        const pixels = Buffer.from(pdfium.HEAPU8.slice(memory, memory + 4 * width * height));
        return { pixels, width, height };
      } finally {
        pdfium._FPDFBitmap_Destroy(bitmap);
        pdfium.wasmExports.free(memory);
      }
    } finally {
      pdfium._FPDF_ClosePage(page);
    }
  });
}
