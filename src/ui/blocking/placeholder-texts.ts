import type { LanguageTag } from '../texts/languages.ts';
import type { PlaceholderTexts } from './placeholder.ts';

type Words = readonly [held: string, loadOnce: string, allow: string];

const WORDS: Readonly<Record<LanguageTag, Words>> = {
  ar: ['لم يُحمَّل المحتوى من {name}.', 'تحميل مرة واحدة', 'السماح دائمًا لـ {name}'],
  de: ['Inhalte von {name} sind nicht geladen.', 'Einmal laden', '{name} immer erlauben'],
  en: ['Content from {name} is not loaded.', 'Load once', 'Always allow {name}'],
  es: ['El contenido de {name} no se ha cargado.', 'Cargar una vez', 'Permitir siempre {name}'],
  fr: ['Le contenu de {name} n’est pas chargé.', 'Charger une fois', 'Toujours autoriser {name}'],
  ja: ['{name}のコンテンツは読み込まれていません。', '一度だけ読み込む', '{name}を常に許可'],
  ko: ['{name}의 콘텐츠를 불러오지 않았습니다.', '한 번만 불러오기', '{name} 항상 허용'],
  'zh-Hans': ['来自{name}的内容尚未加载。', '仅加载一次', '始终允许{name}'],
  'zh-Hant': ['來自{name}的內容尚未載入。', '僅載入一次', '一律允許{name}'],
};

export function placeholderTexts(language: LanguageTag): PlaceholderTexts {
  const [held, loadOnce, allow] = WORDS[language];
  return { language, held, loadOnce, allow };
}
