import type { Rule } from 'eslint';

export declare const LIBS: readonly string[];
export declare const layers: Rule.RuleModule;
