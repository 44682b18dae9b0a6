// What the script tag loads from the file beside it when a page shows the banner or the preference centre.
export { defineElements } from '../ui/index.ts';
