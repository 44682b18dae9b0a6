/**
 * Every message that the elements show, in one language. Plain text, never HTML. `{name}` stands for what is filled in; each
 * message says which there are. Numbers, days and dates are formatted by the browser, so no message has plural forms.
 */
export interface UiTexts {
  /** The BCP 47 tag of this language: `en`, `zh-Hant`. The elements' `lang` and direction follow it. */
  readonly language: string;

  // The banner, and what both layers share.
  readonly bannerTitle: string;
  readonly bannerText: string;
  /** Instead of `bannerText`, when a policy has changed or a choice has run out. */
  readonly bannerAgain: string;
  /** `{names}`: who else takes part. */
  readonly bannerParties: string;
  /** The link to the privacy notice. */
  readonly notice: string;
  readonly acceptAll: string;
  readonly refuseAll: string;
  readonly choose: string;

  // The preference centre.
  /** Also the name of the button that opens it. */
  readonly centreTitle: string;
  readonly centreText: string;
  readonly close: string;
  readonly save: string;
  /** `refuseAll` once something is allowed: the same button. */
  readonly withdrawAll: string;
  /** Read out after a choice. `{count}` of `{all}` purposes are allowed. */
  readonly saved: string;
  readonly failed: string;
  /** After a choice whose record has to wait: the code for it could not be loaded. */
  readonly noted: string;
  /** After a withdrawal that left nothing behind. */
  readonly swept: string;

  // The ladder, from least to most, by the names of the degrees; and what each step means.
  readonly none: string;
  readonly noneHint: string;
  readonly 'on-device': string;
  readonly 'on-deviceHint': string;
  readonly anonymous: string;
  readonly anonymousHint: string;
  readonly pseudonymous: string;
  readonly pseudonymousHint: string;
  readonly identified: string;
  readonly identifiedHint: string;
  /** `{text}`: what a purpose gives the person. */
  readonly gives: string;
  /** `{text}`: what it takes. */
  readonly takes: string;

  // The state of one purpose.
  readonly undecided: string;
  /** `{date}`. */
  readonly until: string;
  readonly expired: string;
  readonly outdated: string;
  readonly review: string;
  /** The name of a list of periods: "30 days". */
  readonly validFor: string;

  // Others than the shop.
  /** `{count}`: how many. The heading of what follows. */
  readonly others: string;
  /** The choice for all others at once. */
  readonly allOthers: string;
  /** `{name}`: a group. The choice for the whole group. */
  readonly wholeGroup: string;
  /** The state of a party or group without a choice of its own. */
  readonly inherited: string;
  /** `{name}`: a number by which a party knows the person. */
  readonly knownAs: string;

  // Signals of the browser.
  /** `{purposes}`; `{signal}`: the signal's name. The signal is stronger than an earlier yes. */
  readonly signalWins: string;
  /** `{purposes}`; `{signal}`. The person said yes while the signal was on. */
  readonly choiceWins: string;

  // Interests of the person's own.
  readonly interests: string;
  readonly interestsText: string;
  readonly newInterest: string;
  readonly add: string;
  /** `{name}`. */
  readonly remove: string;
  /** Above the interests that may be ticked for one purpose. */
  readonly release: string;

  // What is known.
  readonly known: string;
  readonly knownNothing: string;
  readonly likes: string;
  readonly seen: string;
  readonly bought: string;
  readonly traits: string;
  readonly counted: string;
  readonly visits: string;
  /** A label before a date. */
  readonly since: string;
  /** `{name}`: a category or an item. */
  readonly forget: string;
  readonly forgetAll: string;
  /** `{name}`: a fact about the person. */
  readonly correct: string;

  // History.
  readonly history: string;
  readonly granted: string;
  readonly refused: string;
  readonly withdrawn: string;
  readonly paused: string;
  readonly resumed: string;
  /** Whom a decision was about, when it was about the shop and all others. */
  readonly everyone: string;
  readonly imported: string;
  readonly receipts: string;

  // The rights.
  readonly rights: string;
  readonly export: string;
  readonly carry: string;
  readonly pause: string;
  readonly resume: string;
  /** While everything is paused. */
  readonly pausedText: string;
  /** The label of a file field. */
  readonly offer: string;
  readonly offerText: string;
  readonly offerNone: string;
  readonly discard: string;
  readonly erase: string;
  readonly eraseAsk: string;
  readonly eraseYes: string;
  readonly eraseNo: string;
  readonly erased: string;
  /** `{names}`: what is still there. */
  readonly eraseLeft: string;
}
