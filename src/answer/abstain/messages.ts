/** @module What a person reads instead of an answer, in the language of the question. */
import type { AbstainReason } from "../../domain/answer.ts";

type Messages = readonly [emptyQuestion: string, noPassages: string, weak: string, failed: string];

/** By primary subtag of BCP 47. */
const MESSAGES: Readonly<Record<string, Messages>> = {
  ar: [
    "لا يحتوي السؤال على كلمات يمكن البحث عنها.",
    "لم يُعثر على شيء في المستندات التي يحق لك قراءتها.",
    "يبدو أن المستندات التي يحق لك قراءتها لا تجيب عن هذا السؤال.",
    "عُثر على إجابة، لكنها لم تجتز التحقق من مصادرها.",
  ],
  de: [
    "Die Frage enthält keine Wörter, nach denen gesucht werden kann.",
    "In den Dokumenten, die Sie lesen dürfen, wurde nichts gefunden.",
    "Die Dokumente, die Sie lesen dürfen, scheinen diese Frage nicht zu beantworten.",
    "Es wurde eine Antwort gefunden, aber sie hat die Prüfung anhand ihrer Quellen nicht bestanden.",
  ],
  el: [
    "Η ερώτηση δεν περιέχει λέξεις για αναζήτηση.",
    "Δεν βρέθηκε τίποτα στα έγγραφα που έχετε δικαίωμα να διαβάσετε.",
    "Τα έγγραφα που έχετε δικαίωμα να διαβάσετε δεν φαίνεται να απαντούν σε αυτό.",
    "Βρέθηκε απάντηση, αλλά δεν πέρασε τους ελέγχους ως προς τις πηγές της.",
  ],
  en: [
    "The question holds no words to search for.",
    "Nothing was found in the documents you may read.",
    "The documents you may read do not seem to answer this.",
    "An answer was found, but it did not pass the checks against its sources.",
  ],
  es: [
    "La pregunta no contiene palabras que se puedan buscar.",
    "No se ha encontrado nada en los documentos que puede leer.",
    "Los documentos que puede leer no parecen responder a esta pregunta.",
    "Se ha encontrado una respuesta, pero no ha superado las comprobaciones con sus fuentes.",
  ],
  fr: [
    "La question ne contient aucun mot à rechercher.",
    "Rien n’a été trouvé dans les documents que vous pouvez lire.",
    "Les documents que vous pouvez lire ne semblent pas répondre à cette question.",
    "Une réponse a été trouvée, mais elle n’a pas passé les vérifications auprès de ses sources.",
  ],
  hi: [
    "प्रश्न में खोजने के लिए कोई शब्द नहीं है।",
    "जिन दस्तावेज़ों को पढ़ने की आपको अनुमति है, उनमें कुछ नहीं मिला।",
    "जिन दस्तावेज़ों को पढ़ने की आपको अनुमति है, उनमें इसका उत्तर नहीं दिखता।",
    "एक उत्तर मिला, लेकिन वह अपने स्रोतों से मिलान की जाँच में खरा नहीं उतरा।",
  ],
  it: [
    "La domanda non contiene parole da cercare.",
    "Non è stato trovato nulla nei documenti che può leggere.",
    "I documenti che può leggere non sembrano rispondere a questa domanda.",
    "È stata trovata una risposta, ma non ha superato i controlli sulle sue fonti.",
  ],
  ja: [
    "質問に検索できる語がありません。",
    "閲覧できる文書の中には何も見つかりませんでした。",
    "閲覧できる文書の中には、この質問への答えがないようです。",
    "回答は見つかりましたが、出典との照合に合格しませんでした。",
  ],
  ko: [
    "질문에 검색할 단어가 없습니다.",
    "열람할 수 있는 문서에서 아무것도 찾지 못했습니다.",
    "열람할 수 있는 문서에는 이 질문에 대한 답이 없는 것 같습니다.",
    "답을 찾았지만 출처와의 대조 검사를 통과하지 못했습니다.",
  ],
  nl: [
    "De vraag bevat geen woorden om naar te zoeken.",
    "Er is niets gevonden in de documenten die u mag lezen.",
    "De documenten die u mag lezen lijken deze vraag niet te beantwoorden.",
    "Er is een antwoord gevonden, maar het heeft de controle aan de hand van de bronnen niet doorstaan.",
  ],
  pt: [
    "A pergunta não contém palavras para pesquisar.",
    "Nada foi encontrado nos documentos que pode ler.",
    "Os documentos que pode ler não parecem responder a esta pergunta.",
    "Foi encontrada uma resposta, mas ela não passou nas verificações com as suas fontes.",
  ],
  ro: [
    "Întrebarea nu conține cuvinte care pot fi căutate.",
    "Nu s-a găsit nimic în documentele pe care le puteți citi.",
    "Documentele pe care le puteți citi nu par să răspundă la această întrebare.",
    "S-a găsit un răspuns, dar nu a trecut verificările față de sursele sale.",
  ],
  ru: [
    "В вопросе нет слов, по которым можно искать.",
    "В доступных вам документах ничего не найдено.",
    "Похоже, в доступных вам документах нет ответа на этот вопрос.",
    "Ответ найден, но он не прошёл проверку по источникам.",
  ],
  th: [
    "คำถามไม่มีคำที่ใช้ค้นหาได้",
    "ไม่พบข้อมูลใดในเอกสารที่คุณมีสิทธิ์อ่าน",
    "เอกสารที่คุณมีสิทธิ์อ่านดูเหมือนจะไม่มีคำตอบสำหรับคำถามนี้",
    "พบคำตอบแล้ว แต่คำตอบนั้นไม่ผ่านการตรวจสอบกับแหล่งที่มา",
  ],
  tr: [
    "Soruda aranacak sözcük yok.",
    "Okuma izniniz olan belgelerde hiçbir şey bulunamadı.",
    "Okuma izniniz olan belgeler bu soruyu yanıtlamıyor gibi görünüyor.",
    "Bir yanıt bulundu, ancak kaynaklarıyla karşılaştırma denetiminden geçemedi.",
  ],
  vi: [
    "Câu hỏi không có từ nào để tìm kiếm.",
    "Không tìm thấy gì trong các tài liệu mà bạn được phép đọc.",
    "Các tài liệu mà bạn được phép đọc dường như không trả lời câu hỏi này.",
    "Đã tìm thấy câu trả lời, nhưng câu trả lời không vượt qua bước kiểm tra với nguồn của nó.",
  ],
  zh: [
    "问题中没有可供检索的词语。",
    "在您有权阅读的文档中没有找到任何内容。",
    "您有权阅读的文档似乎没有回答这个问题。",
    "找到了一个答案，但它没有通过与来源的核对。",
  ],
};

const PLACE: Readonly<Record<AbstainReason, 0 | 1 | 2 | 3>> = {
  "empty-question": 0,
  "no-passages": 1,
  "weak-evidence": 2,
  "checks-failed": 3,
};

const ALL = new Set(Object.values(MESSAGES).flat());

/** Languages that have messages, as primary subtags. */
export const MESSAGE_LANGUAGES: readonly string[] = Object.keys(MESSAGES);

/** Whether a text is what a person reads when abstained, in any language. */
export function isAbstentionMessage(text: string): boolean {
  return ALL.has(text.trim());
}

/**
 * The same words whether the answer does not exist or may not be read.
 *
 * @param language a tag of BCP 47; English where it has no messages.
 */
export function toMessage(reason: AbstainReason, language: string): string {
  const [primary = ""] = language.toLowerCase().split("-");
  const messages = Object.hasOwn(MESSAGES, primary) ? MESSAGES[primary] : undefined;
  return (messages ?? MESSAGES["en"] ?? [])[PLACE[reason]] ?? "";
}
