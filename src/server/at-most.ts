/** Does work unless so many others are at it. */
export type Places = <Result>(work: () => Promise<Result>) => Promise<Result | undefined>;

/** Places for so many at the same time; who comes when all are taken is answered `undefined` at once. */
export function atMost(count: number): Places {
  let taken = 0;
  return async (work) => {
    if (taken >= count) return undefined;
    taken++;
    try {
      return await work();
    } finally {
      taken--;
    }
  };
}
