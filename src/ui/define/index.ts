// Defines the elements by being imported: for pages without a script of their own, and for bundles that want no more.
import { defineElements } from '../define-elements.ts';

defineElements();
