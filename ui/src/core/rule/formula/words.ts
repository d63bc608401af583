/** The functions of formula text, by operator. `today` stands for a variable and has no operator. */
const names: Readonly<Record<string, string>> = {
  if: 'if',
  and: 'and',
  or: 'or',
  '!': 'not',
  in: 'in',
  contains: 'contains',
  empty: 'isEmpty',
  ifEmpty: 'ifEmpty',
  sum: 'sum',
  count: 'count',
  avg: 'avg',
  min: 'min',
  max: 'max',
  round: 'round',
  roundUp: 'roundUp',
  roundDown: 'roundDown',
  abs: 'abs',
  days: 'days',
  workdays: 'workdays',
  daysBetween: 'daysBetween',
  minutesBetween: 'minutesBetween',
  addDays: 'addDays',
  addMonths: 'addMonths',
  addWorkdays: 'addWorkdays',
  year: 'year',
  month: 'month',
  day: 'day',
  weekday: 'weekday',
  cat: 'concat',
  join: 'join',
  length: 'length',
  startsWith: 'startsWith',
  left: 'left',
  right: 'right',
  upper: 'upper',
  lower: 'lower',
  trim: 'trim',
  money: 'money',
  moneyWords: 'moneyWords',
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '==': 'equal',
  '!=': 'unequal',
  '<': 'less',
  '<=': 'atMost',
  '>': 'more',
  '>=': 'atLeast',
};

const operators = new Map(Object.entries(names).map(([op, name]) => [name.toLowerCase(), op]));

/** What an operator is called where it is written like a function. */
export function functionOf(op: string): string {
  return names[op] ?? op;
}

/** The operator of a function; undefined where there is none. */
export function operatorOf(name: string): string | undefined {
  return operators.get(name.toLowerCase());
}

/** The signs of operators that stand between their operands. */
export const signOf: Readonly<Record<string, string>> = {
  or: 'or',
  and: 'and',
  '==': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  in: 'in',
  cat: '&',
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
};

/** How tightly operators bind; what is not here stands alone. */
export const levels: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  '!': 3,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  in: 4,
  cat: 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
};

/** Operators that take any number of operands in a row. */
export const chained: ReadonlySet<string> = new Set(['or', 'and', 'cat', '+', '*']);
