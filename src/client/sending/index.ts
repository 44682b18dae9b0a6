// The code that makes of events what may leave, and sends it. Pages load it once something may; tests, and pages that bundle it, import it.
export { createSending, type SendingCode, type SendingOptions } from './sending.ts';
