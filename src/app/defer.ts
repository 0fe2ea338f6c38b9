/** @module Use cases whose code is loaded when one of them is first asked for. */

type Method = (...args: never[]) => unknown;

/** Whether a method gives one value or a stream of events. */
export type Kinds<T> = {
  readonly [Name in keyof T]: T[Name] extends (...args: never[]) => AsyncGenerator
    ? "stream"
    : "call";
};

/**
 * The use cases that `load` gives, without loading them: a command needs few of them, and would
 * wait longer for the code of the others than for its own work.
 *
 * @param kinds every method. What is wrong with arguments rejects, and is never thrown at once.
 */
export function defer<T extends { readonly [Name in keyof T]: Method }>(
  kinds: Kinds<T>,
  load: () => Promise<T>,
): T {
  let loading: Promise<T> | undefined;
  const find = async (name: string): Promise<(...args: unknown[]) => unknown> => {
    loading ??= load();
    const loaded = await loading;
    // Every name is a key of `Kinds<T>`, and what it is called with is typed by the method it stands for.
    return loaded[name as keyof T] as unknown as (...args: unknown[]) => unknown;
  };
  const stand = (name: string): Method =>
    kinds[name as keyof T] === "stream"
      ? async function* stream(...args: unknown[]) {
          const method = await find(name);
          yield* method(...args) as AsyncGenerator;
        }
      : async (...args: unknown[]) => (await find(name))(...args);
  return Object.fromEntries(Object.keys(kinds).map((name) => [name, stand(name)])) as T;
}
