import { askFor, cite, fetchContent, itemOf, openDossier } from './evidence.js';
import { componentFor } from './residence.js';
import type { HandedIn, Run } from './run.js';
import { mustEqual, mustFind } from './surprise.js';
import { shortHash, timeOf } from './terminal.js';

/** Chapter 4: a third procedure takes it by statutory duty. @returns the dossier's code */
export async function repairByDuty(run: Run, document: HandedIn): Promise<string> {
  const { terminal, partner } = run;
  const system = { call: partner.call, prefix: '/api/v1' } as const;

  terminal.step('A year later: a building-repair dossier. Nothing is uploaded again');
  const code = await openDossier(run, system, { place: 3, procedureCode: '1.013229', channel: 2 });
  const component = await componentFor(run, '1.013229');
  const duty = mustFind('a statutory duty', component.statutoryDuty ?? undefined, [component]);
  const request = await askFor(system, {
    dossierCode: code,
    componentCode: component.componentCode,
    basis: 'STATUTORY_DUTY',
    legalGround: duty.legalGround,
    purpose: { code: 'REPAIR', text: 'Kiểm tra quyền sử dụng đất để cấp giấy phép sửa chữa nhà' },
    officer: { id: 'cb-0077', name: 'Phan Thùy Linh', position: 'Cán bộ thụ lý' },
  });
  mustEqual('the answer to be', 'READY', request.state);
  const item = itemOf(request, document);
  const citation = await cite(run, system, request, document);
  const { sizeBytes } = await fetchContent(system, request, document);
  terminal.fact('Dossier 3', `${code}, 1.013229, house repair`);
  terminal.fact('Basis', `statutory duty, ${duty.legalGround}: no question, but a line in her log`);
  terminal.fact('Found', `number ${item.number}, ${item.trustClass}`);
  terminal.fact('Cited', `version ${citation.version} at ${timeOf(citation.citedAt)}, receipt verified`);
  terminal.fact('Fetched', `${sizeBytes} bytes, ${shortHash(item.sha256)}: the same file`);
  return code;
}
