import { App as AntApp, Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useApp, useEdit, useReadApp, useStudio } from '../designer/context';
import { isNamed, removeScript, renameScript, scriptKeys, scriptName, splitKey, usesOfScript } from '../model/scripts';
import { announce, toast } from '../parts/toast';
import styles from './ScriptsTab.module.css';
import { useScriptTitle } from './useScriptTitle';

export interface ScriptHeadProps {
  script: string;
  onRenamed: (key: string) => void;
}

/** What the script is and what runs it, with the ways to call it otherwise and to take it out. */
export function ScriptHead({ script, onRenamed }: ScriptHeadProps) {
  const { t } = useTranslation(['scripts', 'studio']);
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const readApp = useReadApp();
  const { designer } = useStudio();
  const { modal } = AntApp.useApp();
  const titleOf = useScriptTitle();
  const [naming, setNaming] = useState(false);
  const [group, name] = splitKey(script);
  const title = titleOf(script);
  const uses = usesOfScript(app, script).map((use) => words(use.name) || use.id);

  const remove = () => {
    const go = () => {
      edit((a) => removeScript(a, script));
      toast(t('studio:remove.removed', { title }), { label: t('studio:action.undo'), run: designer.undo });
    };
    if (usesOfScript(readApp(), script).length === 0) {
      go();
      return;
    }
    void modal.confirm({
      title: t('scripts:removeTitle', { title }),
      content: (
        <div>
          <p>{t('scripts:removeUsed')}</p>
          <ul className={styles.uses}>
            {uses.map((use) => (
              <li key={use}>{use}</li>
            ))}
          </ul>
        </div>
      ),
      okText: t('studio:remove.confirm'),
      okButtonProps: { danger: true },
      onOk: go,
    });
  };
  return (
    <header className={styles.head}>
      <div className={styles.top}>
        <h3 className={styles.title}>{title}</h3>
        {isNamed(group) && !naming && (
          <Button size="small" onClick={() => setNaming(true)}>
            {t('scripts:rename')}
          </Button>
        )}
        <Button size="small" danger onClick={remove}>
          {t('scripts:remove')}
        </Button>
      </div>
      {isNamed(group) && !naming && (
        <p className={styles.note}>
          <code>{name}</code> ·{' '}
          {uses.length > 0 ? t('scripts:usedBy', { names: uses.join(t('studio:who.and')) }) : t('scripts:unused')}
        </p>
      )}
      {naming && (
        <Naming
          name={name}
          taken={(to) => scriptKeys(app).includes(`${group}.${to}`)}
          onClose={(to) => {
            setNaming(false);
            if (to === undefined || to === name) return;
            edit((a) => renameScript(a, script, to));
            onRenamed(`${group}.${to}`);
            announce(t('scripts:renamed', { name: to }));
          }}
        />
      )}
      <p className={styles.note}>{t(`scripts:groupText.${group}`)}</p>
    </header>
  );
}

interface NamingProps {
  name: string;
  taken: (to: string) => boolean;
  /** Called with the new name, or with nothing when it is to stay. */
  onClose: (to: string | undefined) => void;
}

function Naming({ name, taken, onClose }: NamingProps) {
  const { t } = useTranslation(['scripts', 'common']);
  const id = useId();
  const [to, setTo] = useState(name);
  const wrong = !scriptName.test(to) ? t('scripts:nameWrong') : to !== name && taken(to) ? t('scripts:nameTaken') : '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) onClose(to);
  };
  return (
    <form className={styles.naming} onSubmit={submit}>
      <label htmlFor={id}>{t('scripts:name')}</label>
      <Input
        id={id}
        autoFocus
        value={to}
        maxLength={64}
        spellCheck={false}
        status={wrong ? 'error' : undefined}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={`${id}-help`}
        onChange={(event) => setTo(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose(undefined);
        }}
      />
      <Button htmlType="submit" type="primary" disabled={wrong !== ''}>
        {t('scripts:rename')}
      </Button>
      <Button onClick={() => onClose(undefined)}>{t('common:action.cancel')}</Button>
      <p id={`${id}-help`} className={wrong ? styles.bad : styles.note}>
        {wrong || t('scripts:nameHelp')}
      </p>
    </form>
  );
}
