/** By code units: the same order on every machine, whatever language it speaks. */
export const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
