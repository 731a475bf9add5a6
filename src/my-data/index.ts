export { type ExportMyData, makeExportMyData } from './export-my-data.js';
export { makeMyDataPages } from './my-data.pages.routes.js';
