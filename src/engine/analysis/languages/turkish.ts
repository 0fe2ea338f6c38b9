/** @module Turkish: suffixes of names cut at the apostrophe, then Snowball's stemmer. */
import { type LanguageRules, toWordSet } from "../language.ts";
import { loadStemmer } from "../load-stemmer.ts";

/** Lucene's list (Fatih Can and others, Bilkent), without its numerals. */
const STOP_WORDS = toWordSet(
  "acaba ama ancak arada aslında ayrıca bana bazı belki ben benden beni benim beri bile " +
    "bir birçok biri birkaç birkez birşey birşeyi biz bize bizden bizi bizim böyle böylece " +
    "bu buna bunda bundan bunlar bunları bunların bunu bunun burada çok çünkü da daha dahi " +
    "de defa değil diğer diye dolayı dolayısıyla edecek eden ederek edilecek ediliyor " +
    "edilmesi ediyor eğer en etmesi etti ettiği ettiğini gibi göre halen hangi hatta hem " +
    "henüz hep hepsi her herhangi herkesin hiç hiçbir için ile ilgili ise işte itibaren " +
    "itibariyle kadar karşın kendi kendilerine kendini kendisi kendisine kendisini kez ki " +
    "kim kimden kime kimi kimse mu mü mı mi nasıl ne neden nedenle nerde nerede nereye niye " +
    "niçin o olan olarak oldu olduğu olduğunu olduklarını olmadı olmadığı olmak olması " +
    "olmayan olmaz olsa olsun olup olur olursa oluyor ona ondan onlar onlardan onları " +
    "onların onu onun oysa öyle pek rağmen sadece sanki sen senden seni senin siz sizden " +
    "sizi sizin şey şeyden şeyi şeyler şöyle şu şuna şunda şundan şunları şunu tarafından " +
    "tüm üzere var vardı ve veya ya yani yapacak yapılan yapılması yapıyor yapmak yaptı " +
    "yaptığı yaptığını yaptıkları yerine yine yoksa zaten",
);

/** Case endings stand behind an apostrophe: `Panthers'ın` is `Panthers`. */
const trim = (word: string): string => {
  const apostrophe = word.indexOf("'");
  return apostrophe > 0 ? word.slice(0, apostrophe) : word;
};

/** Lower-cased by its own rules: `I` is `ı`, `İ` is `i`. */
export const turkish: LanguageRules = {
  id: "tr-1",
  locale: "tr",
  splitsWords: true,
  keepsIdentifiers: true,
  decimalComma: true,
  trim,
  stopWords: STOP_WORDS,
  stem: loadStemmer("turkish"),
};
