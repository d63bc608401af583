import type { Big } from 'big.js';
import { decimal, zero } from './number';

/** An amount with two digits after the point and a comma at every thousand; rounded half up. */
export function moneyText(amount: Big): string {
  const [sign, whole, cents] = parts(amount);
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

const limit = decimal('1e12');
const digits = '零壹贰叁肆伍陆柒捌玖';
const places = ['仟', '佰', '拾', ''];
const groups = ['亿', '万', ''];

/** An amount of yuan in Chinese capitals: 12.5 → 壹拾贰元伍角整; undefined where it is too large. */
export function moneyWords(amount: Big): string | undefined {
  const [sign, whole, cents] = parts(amount);
  if (!limit.gt(whole)) return undefined;
  const jiao = Number(cents[0]);
  const fen = Number(cents[1]);
  const yuan = yuanWords(whole) || (jiao + fen === 0 ? '零' : '');
  let out = sign && '负';
  if (yuan) out += `${yuan}元`;
  if (jiao > 0) out += `${digits[jiao]}角`;
  else if (fen > 0 && yuan) out += '零';
  return out + (fen > 0 ? `${digits[fen]}分` : '整');
}

/** Sign, whole part and cents of an amount rounded half up. */
function parts(amount: Big): [sign: string, whole: string, cents: string] {
  const rounded = amount.round(2);
  const [whole = '', cents = ''] = rounded.abs().toFixed(2).split('.');
  return [rounded.lt(zero) ? '-' : '', whole, cents];
}

/** Writes at most twelve digits; empty for zero. Zeros within are said once, zeros at the end not at all. */
function yuanWords(whole: string): string {
  const padded = whole.padStart(12, '0');
  let out = '';
  let gap = false;
  groups.forEach((group, g) => {
    let said = false;
    places.forEach((place, i) => {
      const digit = Number(padded[g * 4 + i]);
      if (digit === 0) {
        gap = out !== '';
        return;
      }
      out += `${gap ? '零' : ''}${digits[digit]}${place}`;
      gap = false;
      said = true;
    });
    if (said) out += group;
  });
  return out;
}
