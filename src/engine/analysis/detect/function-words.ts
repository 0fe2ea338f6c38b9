/** @module Words of form that tell a language, beside the stop words of its analyzer. */

/**
 * By language, lower case. Languages without an analyzer are here so that their texts are not
 * taken for a neighbor's. Words that several languages list weigh little, so a list may overlap.
 */
export const FUNCTION_WORDS: Readonly<Record<string, string>> = {
  en:
    "what which who whose whom when where why how many much do does did done can could " +
    "should would may might must shall you your i my me we our us he she his her them than " +
    "from has have had been were about also between during after before under over all any " +
    "each other some more most only while its it's don't per within upon whether every both same no",
  es:
    "cuál cuáles quién quiénes cuándo dónde cómo cuánto cuánta cuántos cuántas puede pueden " +
    "debe deben cada según ser fueron así después",
  de:
    "wer wen wem wessen wann woher wohin warum wieso welches beim kann darf muss müssen " +
    "dürfen gibt wurde wurden worden sowie sollen können wieviel wie viele vielen mehr " +
    "dafür gilt bzw jeweils",
  fr:
    "est été être avoir fait comment pourquoi combien quand où plus peut peuvent doit " +
    "doivent aussi entre chaque selon lors ainsi après avant depuis comme tout tous toute " +
    "toutes si faut puis afin cas",
  it:
    "quando quali può possono deve devono essere stato stata stati state ogni dopo prima " +
    "così fra viene vengono cosa già ancora mentre senza",
  pt:
    "quais quanto quanta quantos quantas onde porque pode podem deve devem cada ser ter " +
    "sobre após então assim todo todos toda todas durante quando há",
  nl:
    "welke waar wanneer waarom hoeveel kunt mag moeten mogen zullen elke volgens tussen " +
    "tijdens binnen onze jouw jullie wij hij krijgt werden wordt bent",
  ro: "câți câtă fost trebuie mai după fără iar fiecare pot lor",
  tr: "kaç nedir yok sonra önce içinde üzerinde ilk ise az iki üç dört mıdır midir nelerdir",
  vi:
    "không có chi phí như từ đến về người theo trên nào bao nhiêu gì ai đâu tôi bạn chúng tại sau " +
    "trước nếu phải thể bằng do vào làm thế mỗi sao để cần vì ngày năm",
  sv:
    "och att det som på är av för med den till inte har om ett var jag men sig från vid när " +
    "hur vad vilken eller kan ska hans efter många detta också under",
  da:
    "og at det som på er af for med den til ikke har om et var jeg men sig fra ved når hvor " +
    "hvad hvilken eller kan skal efter mange dette også være mellem",
  pl:
    "i w na z do się nie jest że to o jak przez po od dla oraz są który która które ile " +
    "kiedy gdzie co czy może być ich przy tego był było jego tylko",
  cs:
    "a v na se je že s z do o k i to ve pro za po od ale jako které který která jsou byl " +
    "být při nebo kolik kdy kde co může jeho podle také",
  fi:
    "ja on ei että se oli hän ovat mutta kun tai kuin myös sekä joka jonka mikä mitä missä " +
    "milloin kuinka monta voi ole mukaan sen niin",
  hu:
    "a az és hogy nem is egy van volt meg ez azt de csak ha mint vagy amely mikor hol hány " +
    "mennyi milyen kell lehet után között szerint",
  ca:
    "el la els les de i que en un una per amb és no es del dels al als com més són aquest " +
    "aquesta quan on qui quina quins quants ha han pot aquests però seva",
  id:
    "yang dan di dari untuk dengan pada ini itu adalah dalam tidak akan oleh ke juga atau " +
    "sebagai dapat bisa apa berapa kapan mana siapa bagaimana mengapa telah bagi para",
};
