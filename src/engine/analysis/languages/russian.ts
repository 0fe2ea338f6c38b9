/** @module Russian, by Snowball's stop words and stemmer. */
import { type LanguageRules, toWordSet } from "../language.ts";
import { loadStemmer } from "../load-stemmer.ts";

/** Snowball's Russian list, with `ё` where it belongs. */
const STOP_WORDS = toWordSet(
  "и в во не что он на я с со как а то все всё она так его но да ты к у же вы за бы по " +
    "только ее её мне было вот от меня еще ещё нет о из ему теперь когда даже ну вдруг ли " +
    "если уже или ни быть был него до вас нибудь опять уж вам сказал ведь там потом себя " +
    "ничего ей может они тут где есть надо ней для мы тебя их чем чём была сам чтоб без " +
    "будто человек чего раз тоже себе под жизнь будет ж тогда кто этот говорил того потому " +
    "этого какой совсем ним здесь этом один почти мой тем чтобы нее неё кажется сейчас были " +
    "куда зачем сказать всех никогда сегодня можно при наконец два об другой хоть после над " +
    "больше тот через эти нас про всего них какая много разве сказала три эту моя впрочем " +
    "хорошо свою этой перед иногда лучше чуть том нельзя такой им более всегда конечно всю " +
    "между",
);

/** Writers use `е` for it as they like. */
const fold = (word: string): string => word.replaceAll("ё", "е");

/** `ё` is `е`, as in Snowball's own lists. */
export const russian: LanguageRules = {
  id: "ru-1",
  locale: "ru",
  splitsWords: true,
  keepsIdentifiers: true,
  decimalComma: true,
  stopWords: STOP_WORDS,
  fold,
  stem: loadStemmer("russian"),
};
