package app

import (
	"strings"

	"github.com/banli-oa/banli/builder/words"
)

// TitleInitiator is the placeholder of a title that is no field: the name of
// the person who submitted.
const TitleInitiator = "initiator"

// FillTitle puts values into a title template, in each of its languages. show
// renders what a placeholder stands for; what it renders as "" leaves a gap.
func FillTitle(template words.Text, show func(placeholder, lang string) string) words.Text {
	filled := words.Text{}
	for lang, text := range template {
		var b strings.Builder
		for _, part := range splitTitle(text) {
			if part.placeholder {
				b.WriteString(show(part.text, lang))
				continue
			}
			b.WriteString(part.text)
		}
		filled[lang] = strings.TrimSpace(b.String())
	}
	return filled
}

type titlePart struct {
	text        string
	placeholder bool
}

// splitTitle takes a template apart. A brace that is not closed is text.
func splitTitle(text string) []titlePart {
	var parts []titlePart
	for text != "" {
		before, rest, ok := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return append(parts, titlePart{text: text})
		}
		if before != "" {
			parts = append(parts, titlePart{text: before})
		}
		parts = append(parts, titlePart{text: name, placeholder: true})
		text = after
	}
	return parts
}
