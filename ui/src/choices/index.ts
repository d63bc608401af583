/** What is shown where people are chosen, or rows of a table asked for. Few flows do either: it is loaded as one, and only there. */
// Every page has the button already. Reaching it from here too keeps the bundler from splitting, for the few
// pages that have this and not that, what all of them share: each piece more costs everybody bytes.
export { Button } from 'antd';
export { default as ChoiceFields } from './ChoiceFields';
export { default as ChoiceWords } from './ChoiceWords';
export { default as RowName } from './RowName';
