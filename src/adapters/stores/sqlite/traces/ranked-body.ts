/** @module A record with rankings as one blob: its rankings in columns, the rest as JSON. */
import type { RecordedLegs, RecordedPassage } from "../../../../domain/answer-record.ts";
import type { Connection } from "../connection.ts";
import { decodeRanked, encodeRanked, type Ranked } from "./hit-columns.ts";
import { pack, unpack } from "./pack.ts";
import { readRecordedVersion, type RecordedVersions } from "./recorded-versions.ts";

type Weights = Pick<RecordedLegs, "alpha" | "normalization">;

/** What stands in the JSON where columns hold the rest. */
interface Shortened {
  readonly legs: Weights;
  /** By passage; absent where none was shown to a model. */
  readonly shown?: readonly (RecordedPassage["shown"] | null)[];
}

/** Writes the versions that are named for the first time, in the transaction that is open. */
export function packRanked(record: Ranked, versions: RecordedVersions): Uint8Array {
  const columns = encodeRanked(record, versions);
  if (!columns) return pack({ json: record, columns: [] });
  const { alpha, normalization } = record.legs;
  const { passages, ...rest } = record;
  const shown = passages.map((passage) => passage.shown ?? null);
  const shortened: Shortened = {
    legs: { alpha, normalization },
    ...(shown.some((each) => each !== null) ? { shown } : {}),
  };
  return pack({ json: { ...rest, ...shortened }, columns });
}

/** All that `packRanked` was given; what it is besides its rankings, the caller knows. */
export function unpackRanked(
  connection: Connection,
  blob: Uint8Array,
): Ranked & Readonly<Record<string, unknown>> {
  const { json, columns } = unpack(blob);
  // Packed by `packRanked`, from one or the other.
  if (columns.length === 0) return json as Ranked & Record<string, unknown>;
  const { shown, ...shortened } = json as Shortened & Record<string, unknown>;
  const versions = new Map<number, ReturnType<typeof readRecordedVersion>>();
  const { legs, passages } = decodeRanked(
    columns,
    {
      toVersion(number) {
        const version = versions.get(number) ?? readRecordedVersion(connection, number);
        versions.set(number, version);
        return version;
      },
    },
    shortened.legs,
  );
  return {
    ...shortened,
    legs,
    passages: passages.map((passage, index) => {
      const heading = shown?.[index];
      return heading ? { ...passage, shown: heading } : passage;
    }),
  };
}
