import type { Host } from '../element.ts';
import { h } from '../node.ts';

/** A page without a centre gets one, which then hears the click that is under way. */
export function ensureCentre(host: Host): void {
  if (host.ownerDocument.querySelector('kindred-centre')) return;
  const centre = h('kindred-centre');
  centre.relationship = host.relationship;
  host.after(centre);
}
