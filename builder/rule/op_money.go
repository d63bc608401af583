package rule

import (
	"strings"

	"github.com/shopspring/decimal"
)

// evalMoney writes an amount with two digits after the point and a comma at
// every thousand: 1,234.50. It is rounded half up.
func evalMoney(s *scope, n *node) (any, *EvalError) {
	d, known, err := s.number(n, 0)
	if err != nil || !known {
		return nil, err
	}
	d = d.Round(2)
	whole, cents, _ := strings.Cut(d.Abs().StringFixed(2), ".")
	var out strings.Builder
	if d.IsNegative() {
		out.WriteByte('-')
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(digit)
	}
	return out.String() + "." + cents, nil
}

// moneyWordsLimit is the first amount that has no words: a thousand billion.
var moneyWordsLimit = decimal.New(1, 12)

// The characters that amounts are written with on Chinese cheques and invoices
// (支付结算办法, annex 1).
var (
	moneyDigits = []string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}
	moneyPlaces = []string{"仟", "佰", "拾", ""}
	moneyGroups = []string{"亿", "万", ""}
)

// evalMoneyWords writes an amount of yuan in Chinese capitals: 12.5 →
// 壹拾贰元伍角整. It is rounded half up to two digits.
func evalMoneyWords(s *scope, n *node) (any, *EvalError) {
	d, known, err := s.number(n, 0)
	if err != nil || !known {
		return nil, err
	}
	d = d.Round(2)
	if d.Abs().Cmp(moneyWordsLimit) >= 0 {
		return nil, fail(n, CodeRange)
	}
	whole, cents, _ := strings.Cut(d.Abs().StringFixed(2), ".")
	yuan := yuanWords(whole)
	jiao, fen := int(cents[0]-'0'), int(cents[1]-'0')
	var out strings.Builder
	if d.IsNegative() {
		out.WriteString("负")
	}
	if yuan == "" && jiao+fen == 0 {
		yuan = moneyDigits[0]
	}
	if yuan != "" {
		out.WriteString(yuan + "元")
	}
	switch {
	case jiao > 0:
		out.WriteString(moneyDigits[jiao] + "角")
	case fen > 0 && yuan != "":
		out.WriteString(moneyDigits[0])
	}
	if fen > 0 {
		out.WriteString(moneyDigits[fen] + "分")
	} else {
		out.WriteString("整")
	}
	return out.String(), nil
}

// yuanWords writes at most twelve digits; "" for zero. Zeros within are said
// once, zeros at the end not at all.
func yuanWords(digits string) string {
	digits = strings.Repeat("0", 12-len(digits)) + digits
	var out strings.Builder
	gap := false
	for g, group := range moneyGroups {
		said := false
		for i, place := range moneyPlaces {
			digit := digits[g*4+i] - '0'
			if digit == 0 {
				gap = out.Len() > 0
				continue
			}
			if gap {
				out.WriteString(moneyDigits[0])
			}
			gap, said = false, true
			out.WriteString(moneyDigits[digit] + place)
		}
		if said {
			out.WriteString(group)
		}
	}
	return out.String()
}
