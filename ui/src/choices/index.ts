/** What is shown where people are chosen, or rows of a table asked for. Few flows do either: it is loaded as one, and only there. */
export { default as ChoiceFields } from './ChoiceFields';
export { default as ChoiceWords } from './ChoiceWords';
export { default as RowName } from './RowName';
