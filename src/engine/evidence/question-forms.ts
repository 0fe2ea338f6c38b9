/** @module What questions are made of, by language: words of form, and words that ask for a kind. */

/** Alternatives of a regular expression, in lower case. */
export interface QuestionForms {
  /** Words that carry a question's form, not its subject. */
  readonly form: string;
  readonly person: string;
  readonly date: string;
  readonly number: string;
  readonly place: string;
}

/**
 * By primary subtag. Words of form keep a small share of their weight (`structuralWeight`): a
 * handbook's "How do I …" should still count for a little. Stop words of the analyzer need not be
 * listed.
 */
export const QUESTION_FORMS: Readonly<Record<string, QuestionForms>> = {
  en: {
    form:
      "what what's which who who's whom whose when where why how many much do does did done " +
      "can could should would may might must shall you i i'm my we me us your our have has " +
      "had were been from about get happen happens",
    person: "who|whose|whom",
    date: "when|what (?:year|date|day|month|century|decade)|which (?:year|century)|how long",
    number:
      "how (?:many|much|far|old|large|high|tall|fast|often)|what (?:percent\\w*|number|amount|" +
      "is the (?:number|amount|cost|price|fee))",
    place: "where|what (?:city|country|state|place|region)|which (?:city|country|state)",
  },
  ar: {
    form: "ماذا متى أين كيف كم عدد لماذا هل أي أية يمكن يمكنني يجب اسم",
    person: "من هو|من هي|من الذي|من التي|^من",
    date: "متى|أي عام|أي سنة|أي تاريخ|أي يوم|العام الذي",
    number: "كم|ما عدد|ما نسبة|ما هي نسبة|ما مقدار",
    place: "أين|أي مدينة|أي بلد|أي دولة",
  },
  de: {
    form:
      "was wer wen wem wessen wann wo wohin woher wie warum wieso welche welcher welches " +
      "welchem welchen viel viele der die das den dem des ein eine einen und in zu ist sind " +
      "war hat haben kann ich wir mein darf muss müssen dürfen gibt bekomme",
    person: "wer|wen|wem|wessen",
    date: "wann|wie lange|seit wann|(?:in )?welche[ms] (?:jahr|datum|monat|jahrhundert)|welchem tag",
    number: "wie ?viele?|wie (?:hoch|groß|lang|oft|weit|alt)|welcher (?:prozentsatz|betrag)",
    place: "wo|wohin|woher|welche[rm]? (?:stadt|land|region|staat)",
  },
  el: {
    form: "τι ποιον ποια πότε πού πώς γιατί πόσο πόσα πόσες πόσοι πόση μπορώ μπορεί πρέπει έχω έχει μου μας",
    person: "ποιος|ποια|ποιοι|ποιον",
    date: "πότε|ποια χρονιά|ποιο έτος|ποια ημερομηνία",
    number: "πόσ(?:ο|α|ες|οι|η|ους|ων)",
    place: "πού|ποια πόλη|ποια χώρα",
  },
  es: {
    form:
      "qué que cuál cuáles quién quiénes cuándo dónde cómo cuánto cuánta cuántos cuántas por " +
      "para de del la el los las un una en y a se es son fue eran ha hay su sus con al lo " +
      "puedo puede pueden debo debe",
    person: "quién|quiénes",
    date: "cuándo|qué (?:año|fecha|mes|día|siglo)",
    number: "cuánt[oa]s?|qué (?:porcentaje|cantidad)",
    place: "dónde|qué (?:ciudad|país|estado|lugar|región)",
  },
  fr: {
    form:
      "que quoi quel quelle quels quelles qui quand où comment pourquoi combien est ce de du " +
      "des la le les un une en et à se il elle sont a au avec pour par puis peut peux dois doit",
    person: "qui",
    date: "quand|quelle (?:année|date)|quel (?:jour|mois|siècle)|combien de temps",
    number: "combien|quel (?:pourcentage|montant|nombre)",
    place: "où|quelle (?:ville|région)|quel (?:pays|endroit)",
  },
  hi: {
    form: "क्या कौन किस किसने किसे किसका किसकी किसके कब कहाँ कहां कैसे क्यों कितना कितनी कितने मैं मुझे हम मेरा मेरी मेरे सकती",
    person: "कौन|किसने|किसे|किसका|किसकी",
    date: "कब|किस (?:वर्ष|साल|तारीख|दिन)|कितने समय",
    number: "कितन[ाेी]",
    place: "कहाँ|कहां|किस (?:शहर|देश|स्थान)",
  },
  it: {
    form:
      "che cosa chi quale quali quando dove come perché quanto quanta quanti quante di del " +
      "della dei delle il lo la i gli le un una in e a si è sono era ha con al per da posso può devo deve",
    person: "chi",
    date: "quando|(?:che|quale) (?:anno|data|giorno|mese|secolo)",
    number: "quant[oaie]|(?:che|quale) (?:percentuale|importo)",
    place: "dove|(?:che|quale) (?:città|paese|luogo|regione)",
  },
  ja: {
    form: "何 いつ どこ 誰 どの なぜ 教えて",
    person: "誰|だれ|どなた|何者",
    date: "いつ|何年|何月|何日|何時|何世紀",
    number: "いくつ|いくら|どのくらい|どれくらい|どれだけ|何[人個件回枚台歳円割度倍]|何パーセント",
    place: "どこ|どちら|何処",
  },
  ko: {
    form: "무엇 무엇을 무엇이 무엇인 언제 어디 누가 누구 어떤 어느 어떻게 왜 몇 얼마 얼마나 입니까 합니까 있습니까 인가요 하나요 있나요 되나요",
    person: "누가|누구",
    date: "언제|몇 ?년|몇 ?월|며칠|몇 ?시|어느 해",
    number: "몇|얼마",
    place: "어디|어느 (?:도시|나라|곳)",
  },
  nl: {
    form: "wat wie wiens welke welk wanneer waar waarom hoe hoeveel hoelang kunnen mag moet moeten krijg krijgt doet onze",
    person: "wie|wiens",
    date: "wanneer|hoe ?lang|welk(?:e)? (?:jaar|datum|dag|maand|eeuw)",
    number: "hoeveel|hoe (?:hoog|groot|vaak|ver|oud)|welk (?:percentage|bedrag)",
    place: "waar|welke (?:stad|regio|staat)|welk land",
  },
  pt: {
    form: "que qual quais quem quando onde como quanto quanta quantos quantas porque porquê posso pode podemos devo deve",
    person: "quem",
    date: "quando|(?:que|qual) (?:ano|data|dia|mês|século)",
    number: "quant[oa]s?|qual (?:a |o )?(?:percentagem|porcentagem|número|valor)",
    place: "onde|(?:que|qual) (?:cidade|país|estado|lugar|região)",
  },
  ro: {
    form: "ce care cine cui când unde cum cât câtă câți câte pot poate trebuie am are este sunt",
    person: "cine|cui",
    date: "când|ce (?:an|dată|zi|lună|secol)|cât timp",
    number: "cât|câtă|câți|câte|ce procent",
    place: "unde|ce (?:oraș|țară|loc|regiune)",
  },
  ru: {
    form:
      "что чем чего кто кого кому кем чей чья чье какой какая какое какие каких какого какую " +
      "каким какому каком когда где куда откуда как почему зачем сколько ли можно могу может " +
      "должен должна должны нам наш",
    person: "кто|кого|кому|кем|чей|чья",
    date: "когда|каком году|какого числа|как долго|какой день|каком веке",
    number: "сколько|какой процент|какова (?:стоимость|сумма|доля)",
    place: "где|куда|откуда|каком городе|какой стране|каком месте",
  },
  th: {
    form: "อะไร ใคร เมื่อไร เมื่อไหร่ ที่ไหน ไหน อย่างไร ยังไง ทำไม กี่ เท่าไร เท่าไหร่ บ้าง ไหม ฉัน ผม สามารถ ใด",
    person: "ใคร|ผู้ใด",
    date: "เมื่อไร|เมื่อไหร่|เมื่อใด|ปีใด|ปีไหน|วันไหน|วันใด|นานเท่า",
    number: "กี่|เท่าไร|เท่าไหร่|เท่าใด",
    place: "ที่ไหน|ที่ใด|ประเทศใด|เมืองใด",
  },
  tr: {
    form: "ne nedir neler nelerdir kim kimdir kimin hangi hangisi kaç nasıl neden niçin niye nerede nereye nereden zaman var yok olan oldu olmuştur etmiştir miyim mıyım",
    person: "kim|kimdir|kimin|kimi|kime|kimler",
    date: "ne zaman|hangi (?:yıl|tarih|gün|ay|yüzyıl)\\p{L}*|ne kadar süre",
    number: "kaç|ne kadar|yüzde kaç",
    place: "nerede|nereye|nereden|nere\\p{L}*|hangi (?:şehir|ülke|eyalet)\\p{L}*",
  },
  vi: {
    form: "gì nào ai đâu bao nhiêu khi thế sao vì tại phải tôi chúng mình có không",
    person: "ai",
    date: "khi nào|năm nào|ngày nào|bao lâu|bao giờ|lúc nào",
    number: "bao nhiêu|mấy",
    place: "đâu|(?:thành phố|nước|nơi) nào",
  },
  zh: {
    form: "什么 哪些 哪个 哪一 哪里 多少 谁 何时 如何 为什么 怎么 是什",
    person: "谁|哪位|何人|什么人",
    date: "什么时候|何时|哪一?年|哪一?天|几月|几号|多久|多长时间|什么时间|哪个(?:世纪|年代)",
    number: "多少|几[个名位次种天人岁项]|多[大高长远]|百分之几",
    place: "哪里|哪儿|何处|什么地方|在哪|哪个?(?:城市|国家|州|省|地区)",
  },
};
