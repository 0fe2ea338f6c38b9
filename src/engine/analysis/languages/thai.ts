/** @module Thai: the words that ICU's dictionary finds. */
import { toAsciiDigits } from "../digits.ts";
import { type LanguageRules, toWordSet } from "../language.ts";

/** Lucene's list, after Sukhum and others (2010). */
const STOP_WORDS = toWordSet(
  "ไว้ ไม่ ให้ ใน โดย ได้ แห่ง แล้ว และ แต่ เอง เลย เรา เมื่อ เพื่อ เพราะ เป็นการ เป็น เนื่องจาก " +
    "เดียวกัน เดียว เช่น เฉพาะ เคย เขา อีก อาจ อะไร อย่าง อยู่ อยาก หาก หลาย หลังจาก หลัง หรือ " +
    "หนึ่ง ส่วน สุด สําหรับ สำหรับ ว่า ระหว่าง รวม ยัง มี มาก พร้อม บาง น่า นี้ นั้น นอกจาก ทุก ที่สุด " +
    "ที่ ทําให้ ทำให้ ทั้งนี้ ทั้ง ถ้า ถูก ถึง ต้อง ต่างๆ ต่าง ต่อ ตาม ตั้งแต่ ด้วย ดัง ซึ่ง จึง จาก จะ คือ " +
    "ความ ครั้ง คง ของ ขณะ ก่อน ก็ การ กับ กัน กว่า",
);

/** Words are not inflected, so there is no stemmer. */
export const thai: LanguageRules = {
  id: "th-1",
  locale: "th",
  splitsWords: true,
  keepsIdentifiers: true,
  stopWords: STOP_WORDS,
  fold: toAsciiDigits,
};
