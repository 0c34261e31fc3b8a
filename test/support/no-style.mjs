/** Stands in for a style sheet that a part of the tablet's app imports: Node knows none. */
export default {};
