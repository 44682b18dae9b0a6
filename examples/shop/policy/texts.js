// @ts-check
// What the person reads about purposes and parties. The elements of kindred/ui bring their own words in more languages.

/** @typedef {{ title: string, description: string, gives: string, takes: string }} PurposeText */

/**
 * @typedef {object} PolicyTexts
 * @property {Readonly<Record<string, PurposeText>>} purposes
 * @property {Readonly<Record<string, string>>} parties
 * @property {Readonly<Record<string, { title: string, description: string }>>} groups
 */

/** @type {PolicyTexts} */
const ENGLISH = {
  purposes: {
    storage: {
      title: 'Remember me on this device',
      description: 'Keeps your choices and what you looked at in this browser, so that they are still there next time.',
      gives: 'a shop that is as you left it',
      takes: 'some space in this browser',
    },
    personalization: {
      title: 'Choose for me',
      description:
        'Lets the pages pick what they show from what you looked at and bought. That happens in your browser.',
      gives: 'shelves that suit you, with the reason beside them',
      takes: 'a profile in this browser, which you can read and change',
    },
    analytics: {
      title: 'Learn from my visit',
      description: 'Tells the shop what is looked at and ordered. It learns from it what goes well together.',
      gives: 'better recommendations for everybody',
      takes: 'a message for each thing you do here',
    },
    statistics: {
      title: 'Compare with other shops',
      description:
        'Lets somebody count what is looked at here and in other shops, under a number that is another one in each.',
      gives: 'shops that notice what is missing on their shelves',
      takes: 'a message for what you look at and order, told to those who count',
    },
    media: {
      title: 'Show films from elsewhere',
      description: 'Loads the films on these pages from those who made them. They see that you are watching.',
      gives: 'films that start at once',
      takes: 'your address on the internet, while you watch',
    },
    ads: {
      title: 'Advertise elsewhere',
      description: 'Lets others show you things from this shop on their boards, and pays the shop for it.',
      gives: 'lower prices, a little',
      takes: 'what you look at here, told to those who rent out boards',
    },
  },
  parties: {
    'harbour-insights': 'Counts what is looked at in many shops, and tells each how it compares.',
    'bright-boards': 'Rents out boards on other pages, and leaves a script here.',
    'lamppost-leaflets': 'Leaflets at lampposts, printed for the street.',
    'kettle-films': 'Makes short films about water that is about to boil.',
  },
  groups: {
    advertisers: { title: 'Advertisers', description: 'Firms that rent out space for advertising.' },
  },
};

/** @type {PolicyTexts} */
const GERMAN = {
  purposes: {
    storage: {
      title: 'Auf diesem Gerät erinnern',
      description:
        'Behält Ihre Auswahl und was Sie angesehen haben in diesem Browser, damit es beim nächsten Mal noch da ist.',
      gives: 'einen Laden, wie Sie ihn verlassen haben',
      takes: 'etwas Platz in diesem Browser',
    },
    personalization: {
      title: 'Für mich auswählen',
      description:
        'Die Seiten wählen nach dem aus, was Sie angesehen und gekauft haben. Das geschieht in Ihrem Browser.',
      gives: 'Regale, die zu Ihnen passen, mit dem Grund daneben',
      takes: 'ein Profil in diesem Browser, das Sie lesen und ändern können',
    },
    analytics: {
      title: 'Aus meinem Besuch lernen',
      description: 'Sagt dem Laden, was angesehen und bestellt wird. Er lernt daraus, was gut zusammenpasst.',
      gives: 'bessere Empfehlungen für alle',
      takes: 'eine Nachricht über alles, was Sie hier tun',
    },
    statistics: {
      title: 'Mit anderen Läden vergleichen',
      description:
        'Jemand zählt, was hier und in anderen Läden angesehen wird, unter einer Nummer, die überall eine andere ist.',
      gives: 'Läden, die merken, was in ihren Regalen fehlt',
      takes: 'eine Nachricht über das, was Sie ansehen und bestellen, für die, die zählen',
    },
    media: {
      title: 'Filme von anderen zeigen',
      description: 'Lädt die Filme auf diesen Seiten von denen, die sie gemacht haben. Sie sehen, dass Sie zuschauen.',
      gives: 'Filme, die sofort beginnen',
      takes: 'Ihre Adresse im Internet, solange Sie zuschauen',
    },
    ads: {
      title: 'Anderswo werben',
      description: 'Andere dürfen Ihnen auf ihren Tafeln Dinge aus diesem Laden zeigen, und bezahlen ihn dafür.',
      gives: 'etwas niedrigere Preise',
      takes: 'was Sie hier ansehen, für die, die Tafeln vermieten',
    },
  },
  parties: {
    'harbour-insights': 'Zählt in vielen Läden, was angesehen wird, und sagt jedem, wie er dasteht.',
    'bright-boards': 'Vermietet Tafeln auf anderen Seiten und hinterlässt hier ein Skript.',
    'lamppost-leaflets': 'Zettel an Laternen, für die Straße gedruckt.',
    'kettle-films': 'Macht kurze Filme über Wasser, das gleich kocht.',
  },
  groups: {
    advertisers: { title: 'Werbefirmen', description: 'Firmen, die Platz für Werbung vermieten.' },
  },
};

/** @type {PolicyTexts} */
const ARABIC = {
  purposes: {
    storage: {
      title: 'تذكُّري على هذا الجهاز',
      description: 'يحفظ اختياراتك وما اطلعت عليه في هذا المتصفح، ليبقى موجودًا في المرة القادمة.',
      gives: 'متجرًا كما تركته',
      takes: 'بعض المساحة في هذا المتصفح',
    },
    personalization: {
      title: 'الاختيار لي',
      description: 'تختار الصفحات ما تعرضه بحسب ما اطلعت عليه واشتريته. يحدث ذلك في متصفحك.',
      gives: 'رفوفًا تناسبك مع ذكر السبب بجانبها',
      takes: 'ملفًا شخصيًا في هذا المتصفح يمكنك قراءته وتغييره',
    },
    analytics: {
      title: 'التعلم من زيارتي',
      description: 'يخبر المتجر بما يُطَّلع عليه ويُطلب، فيتعلم منه ما يتلاءم معًا.',
      gives: 'توصيات أفضل للجميع',
      takes: 'رسالة عن كل ما تفعله هنا',
    },
    statistics: {
      title: 'المقارنة بمتاجر أخرى',
      description: 'تحصي جهة أخرى ما يُطَّلع عليه هنا وفي متاجر غيره، تحت رقم يختلف في كل متجر.',
      gives: 'متاجر تلاحظ ما ينقص رفوفها',
      takes: 'رسالة عما تطلع عليه وتطلبه، يُخبَر بها من يحصي',
    },
    media: {
      title: 'عرض أفلام من جهات أخرى',
      description: 'يحمّل الأفلام في هذه الصفحات ممن صنعها، فيرون أنك تشاهد.',
      gives: 'أفلامًا تبدأ فورًا',
      takes: 'عنوانك على الإنترنت أثناء المشاهدة',
    },
    ads: {
      title: 'الإعلان في أماكن أخرى',
      description: 'يسمح للآخرين بأن يعرضوا عليك أشياء من هذا المتجر على لوحاتهم، ويدفعون له مقابل ذلك.',
      gives: 'أسعارًا أقل قليلًا',
      takes: 'ما تطلع عليه هنا، يُخبَر به من يؤجّر اللوحات',
    },
  },
  parties: {
    'harbour-insights': 'يحصي ما يُطَّلع عليه في متاجر كثيرة، ويخبر كل متجر بمكانه بينها.',
    'bright-boards': 'يؤجّر لوحات في صفحات أخرى، ويترك هنا برنامجًا نصيًا.',
    'lamppost-leaflets': 'منشورات على أعمدة الإنارة، مطبوعة للشارع.',
    'kettle-films': 'يصنع أفلامًا قصيرة عن ماء يوشك أن يغلي.',
  },
  groups: {
    advertisers: { title: 'المعلنون', description: 'شركات تؤجّر مساحات للإعلان.' },
  },
};

/** @type {Readonly<Record<string, PolicyTexts>>} */
const TEXTS = { en: ENGLISH, de: GERMAN, ar: ARABIC };

/** The texts in a language that the shop speaks, else in English. @param {string} language */
export function policyTexts(language) {
  return (Object.hasOwn(TEXTS, language) && TEXTS[language]) || ENGLISH;
}
