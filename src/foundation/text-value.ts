/** @module A value that a text states, in a form that can be compared with another. */

export type TextValue =
  | {
      readonly kind: "number";
      /** In its unit: "1.5 million" is 1,500,000, "16 weeks" are 112 days. */
      readonly amount: number;
      /** As it is written: 1.5, and 16. */
      readonly figure: number;
      /** `percent`, `usd`, `days`, `months`, `kg`, …; absent for a bare number. */
      readonly unit?: string;
      /** Verbatim. */
      readonly text: string;
    }
  | { readonly kind: "time"; readonly minutes: number; readonly text: string }
  | {
      readonly kind: "date";
      readonly year?: number;
      readonly month?: number;
      readonly day?: number;
      readonly text: string;
    };
