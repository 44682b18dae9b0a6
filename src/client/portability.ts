// The code that pages load when a person asks for a copy of what is known: files and receipts, and nothing that runs before.
export {
  carriedLedger,
  consentReceipt27560,
  exportPerson,
  kantaraReceipt,
  offerFrom,
  readCarried,
} from '../consent/receipts/index.ts';
