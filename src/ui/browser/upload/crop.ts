const EDGES = ['top', 'right', 'bottom', 'left'] as const;
type Edge = (typeof EDGES)[number];
const OPPOSITE = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const;
/** Of two opposite edges at most so much, in percent. */
const MOST = 90;
/** So near to two edges, in percent of the photo, the corner is dragged. */
const NEAR = 15;

/** Draws what stays of a photo as a frame whose edges can be dragged; the fields of the form say the same in percent. */
export function drawCrop(form: HTMLFormElement, paper: HTMLElement): void {
  const field = (edge: Edge) => form.elements.namedItem(edge) as HTMLInputElement;
  const cut = (edge: Edge): number => Math.min(MOST, Math.max(0, Math.round(Number(field(edge).value)) || 0));
  const kept = document.createElement('div');
  kept.className = 'motlan-crop__kept';
  paper.append(kept);
  const draw = (): void => {
    kept.style.inset = EDGES.map((edge) => `${cut(edge)}%`).join(' ');
  };
  /** How far each edge of the photo is from where the pointer is, in percent. */
  const distances = (event: PointerEvent): Record<Edge, number> => {
    const box = paper.getBoundingClientRect();
    const left = ((event.clientX - box.left) / box.width) * 100;
    const top = ((event.clientY - box.top) / box.height) * 100;
    return { left, top, right: 100 - left, bottom: 100 - top };
  };
  let dragged: readonly Edge[] = [];
  const drag = (event: PointerEvent): void => {
    const to = distances(event);
    for (const edge of dragged) {
      const most = MOST - cut(OPPOSITE[edge]);
      field(edge).value = String(Math.min(most, Math.max(0, Math.round(to[edge]))));
    }
    draw();
  };
  paper.addEventListener('pointerdown', (event) => {
    const to = distances(event);
    const away = (edge: Edge): number => Math.abs(to[edge] - cut(edge));
    const nearer = <Either extends Edge>(one: Either, other: Either): Either =>
      away(one) <= away(other) ? one : other;
    const sideways = nearer('left', 'right');
    const upright = nearer('top', 'bottom');
    const corner = away(sideways) < NEAR && away(upright) < NEAR;
    dragged = corner ? [sideways, upright] : [nearer<Edge>(sideways, upright)];
    paper.setPointerCapture(event.pointerId);
    event.preventDefault();
    drag(event);
  });
  paper.addEventListener('pointermove', (event) => {
    if (dragged.length > 0) drag(event);
  });
  for (const end of ['pointerup', 'pointercancel'] as const)
    paper.addEventListener(end, () => {
      dragged = [];
    });
  form.addEventListener('input', draw);
  draw();
}
