// Defines the elements by being imported: for pages without a script of their own.
import { defineElements } from '../define-elements.ts';

export { defineElements };

defineElements();
