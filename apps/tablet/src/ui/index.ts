import './ui.css';

export { Banner, type BannerLook } from './banner.js';
export { Button, type ButtonLook } from './button.js';
export { ChoiceList, type Choice } from './choice-list.js';
export { CheckLine } from './check-line.js';
export { Dialog } from './dialog.js';
export { Field, type FieldProps } from './field.js';
export { ForeignNote, ForeignText } from './foreign-text.js';
export { Mark } from './mark.js';
export { NumberPad } from './number-pad.js';
export { Progress } from './progress.js';
export { Screen } from './screen.js';
