import { useTranslation } from 'react-i18next';
import type { Choice, Choices } from '../api';
import { useWords } from '../i18n/words';
import { Field } from '../ui/Field';
import { PeoplePicker } from '../work/actions/PeoplePicker';

export interface ChoiceFieldsProps {
  /** Goes before the node in the fields' ids. */
  id: string;
  choices: readonly Choice[];
  value: Choices;
  onChange: (next: Choices) => void;
  /** What is wrong, by node; empty where nobody was chosen yet. */
  errors: Readonly<Record<string, string>>;
}

/** The id of a step's field, to go to. */
export function choiceField(id: string, node: string): string {
  return `${id}-choice-${node}`;
}

/** Who acts at steps to come: a field for each whose people somebody has to choose. */
export default function ChoiceFields({ id, choices, value, onChange, errors }: ChoiceFieldsProps) {
  const { t } = useTranslation('choices');
  const words = useWords();
  return choices.map((choice) => {
    const { node, least, most } = choice;
    const label = most === 1 ? 'one' : least === most ? 'exactly' : 'some';
    return (
      <Field
        key={node}
        id={choiceField(id, node)}
        label={t(label, { step: words(choice.name), least, most })}
        error={errors[node] === '' ? t(least === 1 ? 'missing' : 'tooFew', { least }) : errors[node]}
        required={choice.needed ?? choice.by === 'initiator'}
      >
        {(control) => (
          <PeoplePicker
            {...control}
            one={most === 1}
            most={most}
            among={choice.more ? undefined : choice.people}
            known={choice.chosen}
            value={value[node] ?? []}
            onChange={(people) => onChange({ ...value, [node]: people })}
          />
        )}
      </Field>
    );
  });
}
