/** An internet address of one's own for each of the first fifteen million. */
export const addressOf = (n: number): string => `141.${n % 250}.${Math.floor(n / 250) % 250}.${Math.floor(n / 62_500) % 250}`;
