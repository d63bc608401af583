/** The colours that an app can have, by their names. */
export const colors = {
  blue: '#1677ff',
  teal: '#14586e',
  green: '#389e0d',
  orange: '#d46b08',
  red: '#cf1322',
  pink: '#c41d7f',
  purple: '#722ed1',
  grey: '#595959',
};
