import { useTranslation } from 'react-i18next';
import { useApp, useEdit } from '../designer/context';
import { reworded } from '../model/fields';
import { WordsInput } from '../parts/WordsInput';

/** What the app is called, and what it says of itself. */
export function AppNames() {
  const { t } = useTranslation('studio');
  const app = useApp();
  const edit = useEdit();
  return (
    <>
      <WordsInput
        label={t('settings.name')}
        value={app.name}
        maxLength={100}
        onChange={(language, wording) =>
          edit((a) => ({ ...a, name: reworded(a.name, language, wording) }), `app name ${language}`)
        }
      />
      <WordsInput
        label={t('settings.description')}
        value={app.description}
        multiline
        maxLength={300}
        onChange={(language, wording) =>
          edit((a) => ({ ...a, description: reworded(a.description, language, wording) }), `app text ${language}`)
        }
      />
    </>
  );
}
