// What the script tag loads from the file beside it when a page shows the banner or the preference centre. A page imports it itself
// to hear when a layer is shown.
export { defineElements, onDisplay } from '../ui/index.ts';
