/** How the controls of a consent dialogue are called in one language: parts of regular expressions. */
interface Words {
  readonly refuse: string;
  readonly save: string;
  readonly settings: string;
  readonly accept: string;
  readonly close: string;
  /** What may be ticked, as it needs no consent. */
  readonly necessary: string;
  /** Words of acceptance that do not say what is accepted. */
  readonly vague: string;
  /** Words on a refusal that make those who press it feel bad. */
  readonly shame: string;
  /** What such a dialogue is about. */
  readonly topic: string;
}

const WORDS: readonly Words[] = [
  {
    // English
    refuse:
      "\\b(reject|refuse|decline|deny|disagree|disallow|object|opt[ -]?out|withdraw)|\\bno,? thank|without (accept|agree|consent)|\\b(only|just|strictly) (the |use )?(necessary|essential|required)|\\b(necessary|essential|required)( cookies)? only|\\b(do not|don'?t) (accept|allow|agree|sell|share|consent)|^no\\b|^off$",
    save: '\\b(save|confirm|submit)\\b|\\bselect(ion|ed)\\b|\\bmy choices\\b',
    settings:
      '\\b(settings?|preferences?|options|customi[sz]e|manage|choose|configure|details|purposes|more choices)\\b',
    accept:
      "\\b(accept|agree|allow|consent|enable all|ok|okay|got it|understood|yes|continue|fine)\\b|\\bi understand\\b|that'?s fine",
    close: '^(close|dismiss)\\b',
    necessary: '\\b(necessary|essential|required|functional)\\b|always (on|active)',
    vague: '^(ok|okay|got it|i understand|understood|continue|fine|yes|alright)$',
    shame:
      "\\bno,? (thanks?,? )?i\\b.+|\\bi('d| would) rather|\\bi (hate|don'?t (care|like|want|need)|prefer (not )?to)\\b|\\b(worse|boring|random|irrelevant|limited|poor)\\b|\\bmiss (out|the)\\b|\\blose\\b",
    topic: '\\b(cookies?|consent|privacy|tracking|personal data|gdpr|ccpa|permissions?)\\b',
  },
  {
    // German
    refuse:
      '(ablehnen|verweigern|widersprechen|widerrufen)|nicht (zustimmen|akzeptieren|erlauben|einverstanden)|\\bnur (notwendige|erforderliche|essenzielle|technisch)|ohne (zustimmung|einwilligung|zustimmen)|^nein(?![\\p{L}])|^aus$',
    save: 'speichern|bestätigen|auswahl (erlauben|akzeptieren)',
    settings: 'einstellungen|auswählen|anpassen|konfigurieren|optionen|verwalten|zwecke',
    accept: 'akzeptieren|zustimmen|einverstanden|erlauben|annehmen|zulassen|einwilligen|verstanden|alles klar|^ja\\b',
    close: '^schlie(ß|ss)en',
    necessary: 'notwendig|erforderlich|essenziell|immer aktiv',
    vague: '^(verstanden|alles klar|weiter|ja|in ordnung)$',
    shame: 'nein,? (danke,? )?ich .+|\\blieber\\b|\\bverzicht|schlechter|langweilig|verpass',
    topic: 'datenschutz|einwilligung|erlaubniss|nachverfolg|personenbezogen',
  },
  {
    // French
    refuse:
      'refuse|rejeter|décliner|interdire|tout retirer|sans accepter|(uniquement|seulement|que) les .*(nécessaires|essentiels)|ne pas accepter|^non(?![\\p{L}])',
    save: 'enregistrer|valider|confirmer|sauvegarder',
    settings: 'paramét|personnaliser|préférences|choisir|gérer|configurer|réglages',
    accept: "accepte|autoriser|d[’']accord|consentir|j[’']ai compris|^oui\\b|continuer",
    close: '^fermer',
    necessary: 'nécessaire|essentiel|toujours acti',
    vague: "^(j[’']ai compris|compris|continuer|oui|d[’']accord)$",
    shame: 'non,? (merci,? )?je .+|je (renonce|préfère)|moins bonne|\\brater\\b|tant pis|dommage|ennuyeu',
    topic: 'vie privée|confidentialité|traceurs|consentement|autorisations|données personnelles',
  },
  {
    // Spanish
    refuse:
      'rechaz|denegar|declinar|retirar todo|sin aceptar|s[oó]lo .*(necesarias|esenciales)|no,? gracias|no acept|^no$',
    save: 'guardar|confirmar',
    settings: 'configur|preferencias|ajustes|personalizar|elegir|gestionar|administrar|opciones',
    accept: 'acept|permitir|de acuerdo|consentir|entendido|^sí(?![\\p{L}])|continuar',
    close: '^cerrar',
    necessary: 'necesari|esencial|siempre activ',
    vague: '^(entendido|continuar|sí|vale|de acuerdo)$',
    shame: 'no,? (gracias,? )?(prefiero|quiero|no quiero|me gusta) .+|\\brenunci|\\bpeor\\b|perder|aburrid',
    topic: 'privacidad|consentimiento|rastreo|permisos|datos personales',
  },
  {
    // Chinese, both scripts
    refuse: '拒绝|拒絕|不同意|不接受|不允许|不允許|[仅僅只].*必要|撤回|^关闭$(?!)|不用了',
    save: '保存|储存|儲存|确认|確認',
    settings: '设置|設定|选项|選項|选择|選擇|管理|偏好|自定义|自訂',
    accept: '接受|同意|允许|允許|好的|知道了|明白|继续|繼續',
    close: '^(关闭|關閉)$',
    necessary: '必要|必需|始终启用|一律啟用',
    vague: '^(好的|知道了|我知道了|明白|我明白|继续|繼續)$',
    shame: '我(不想|不要|放弃|放棄|宁愿|寧願)|错过|錯過|较差|較差|无聊|無聊|可惜',
    topic: '隐私|隱私|授权|授權|个人信息|個人資料|追踪|追蹤',
  },
  {
    // Japanese
    refuse: '拒否|同意しない|許可しない|受け入れない|必(要|須).*のみ|取り消す|^オフ$|いいえ',
    save: '保存|確定',
    settings: '設定|選ぶ|選択|カスタマイズ|管理|詳細',
    accept: '同意|許可|受け入れ|承諾|了解|わかりました|^はい',
    close: '^閉じる',
    necessary: '必要|必須|常に有効',
    vague: '^(了解|わかりました|続ける|はい|閉じる)$',
    shame: '見逃|損を|あきらめ|諦め|つまらない|興味がない|劣る|いりません|欲しくない|残念',
    topic: 'プライバシー|クッキー|個人(情報|データ)|追跡|許可',
  },
  {
    // Korean
    refuse: '거부|거절|동의하지 않|허용하지 않|필수.*만|철회|아니(요|오)|^끔$',
    save: '저장|확정',
    settings: '설정|선택|관리|맞춤|옵션',
    accept: '동의|허용|수락|승인|알겠습니다|확인|^예',
    close: '^닫기',
    necessary: '필수|항상',
    vague: '^(알겠습니다|확인|계속|예|네)$',
    shame: '놓[치칠친]|포기|지루|싫|원하지 않|손해|아쉽',
    topic: '개인정보|쿠키|추적|허용',
  },
  {
    // Arabic
    refuse: 'رفض|لا أوافق|عدم (ال)?(قبول|موافقة|سماح)|الضرورية فقط|لا،? شكر|سحب',
    save: 'حفظ|تأكيد',
    settings: 'إعدادات|تفضيلات|تخصيص|إدارة|خيارات|اختيار',
    accept: 'قبول|أقبل|أوافق|موافق|سماح|حسن[اً]|فهمت|^نعم',
    close: '^إغلاق',
    necessary: 'ضروري|أساسي|مفعّل دائم',
    vague: '^(حسنًا|حسنا|فهمت|متابعة|نعم)$',
    shame: 'تفوت|أفضّل تجربة|أتنازل|لا أريد|مملة|أسوأ|أخسر|للأسف',
    topic: 'خصوصية|ملفات تعريف|موافقة|أذون|تتبع|بيانات شخصية',
  },
];

type Meaning = keyof Words;

const patterns = new Map<Meaning, RegExp>();

/** One expression for all languages: a page need not say which it is in. Made when it is first needed. */
function patternOf(meaning: Meaning): RegExp {
  const made = patterns.get(meaning) ?? new RegExp(WORDS.map((words) => words[meaning]).join('|'), 'u');
  patterns.set(meaning, made);
  return made;
}

/** Whether words have a meaning in any of the languages. */
export function means(meaning: Meaning, words: string): boolean {
  return patternOf(meaning).test(plain(words));
}

/** What a control does, by its words. The first that fits: "continue without accepting" refuses, "save settings" saves. */
export function readKind(words: string): ControlKind | undefined {
  const label = plain(words);
  if (/^[×✕✖✗xX]$/.test(label)) return 'close';
  // A sentence is no label.
  return label.length > 80 ? undefined : CONTROL_KINDS.find((kind) => patternOf(kind).test(label));
}

/** What the controls of such a dialogue do, in the order in which they are recognized. */
export const CONTROL_KINDS = ['refuse', 'save', 'settings', 'accept', 'close'] as const;

/** One of {@link CONTROL_KINDS}. */
export type ControlKind = (typeof CONTROL_KINDS)[number];

function plain(words: string): string {
  return words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/[^\p{L}\p{M}\p{N}'×✕✖✗,،-]+/gu, ' ')
    .trim();
}
