import { CheckOutlined, CopyOutlined, LinkOutlined, MailOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DirectoryPerson, directory, directoryKeys, type NewLink } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { Field } from '../../ui/Field';
import { useProblemText } from '../../ui/problemText';
import { dateTime } from '../../ui/time';
import styles from './People.module.css';

/** How a person signs in, and a one-time link by which they set their password. */
export function LinkSection({ person }: { person: DirectoryPerson }) {
  const { t } = useTranslation('people');
  const words = useWords();
  const language = useLanguage();
  const client = useQueryClient();
  const problemText = useProblemText();
  const make = useMutation({
    mutationFn: () => directory.makeLink(person.id),
    onSuccess: () => client.invalidateQueries({ queryKey: directoryKeys.all }),
  });
  const mail = useMutation({
    mutationFn: () => directory.mailLink(person.id),
    onSuccess: () => client.invalidateQueries({ queryKey: directoryKeys.all }),
  });
  const { link } = person;
  const refused = make.error ?? mail.error;
  return (
    <section className={styles.section} aria-labelledby="person-link">
      <h3 id="person-link">{t('link.section')}</h3>
      <p>{t(person.hasPassword ? 'link.hasPassword' : 'link.noPassword')}</p>
      {link && (
        <p className={styles.faint}>
          {link.by
            ? t('link.waiting', { by: words(link.by.name), until: dateTime(link.expiresAt, language) })
            : t('link.waitingAnon', { until: dateTime(link.expiresAt, language) })}
        </p>
      )}
      {refused && <Alert type="error" showIcon role="alert" title={problemText(refused)} />}
      <div className={styles.footer}>
        <Button
          icon={<LinkOutlined aria-hidden="true" />}
          loading={make.isPending}
          onClick={() => {
            mail.reset();
            make.mutate();
          }}
        >
          {t(person.hasPassword ? 'link.reset' : 'link.invite')}
        </Button>
        {person.email && (
          <Button
            icon={<MailOutlined aria-hidden="true" />}
            loading={mail.isPending}
            onClick={() => {
              make.reset();
              mail.mutate();
            }}
          >
            {t('link.mail')}
          </Button>
        )}
      </div>
      <p role="status" className={styles.faint}>
        {mail.data && t('link.mailed', { address: mail.data.address, until: dateTime(mail.data.expiresAt, language) })}
      </p>
      {make.data && <LinkDialog link={make.data} name={words(person.name)} onClose={() => make.reset()} />}
    </section>
  );
}

function LinkDialog({ link, name, onClose }: { link: NewLink; name: string; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const language = useLanguage();
  const id = useId();
  const [copied, setCopied] = useState(false);
  const address = window.location.origin + link.path;
  const copy = async () => {
    const field = document.getElementById(id) as HTMLInputElement;
    try {
      await navigator.clipboard.writeText(address);
      setCopied(true);
    } catch {
      // Where the browser keeps the clipboard from us, what is selected can be copied by hand.
      field.select();
    }
  };
  return (
    <Modal
      open
      title={t(`people:link.title.${link.kind}`, { name })}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t('common:action.close')}</Button>}
    >
      <div className={styles.form}>
        <p>{t('people:link.text', { name, until: dateTime(link.expiresAt, language) })}</p>
        <Field id={id} label={t('people:link.address')}>
          {(control) => (
            <div className={styles.link}>
              <Input {...control} readOnly value={address} onFocus={(event) => event.target.select()} />
              <Button
                type="primary"
                icon={copied ? <CheckOutlined aria-hidden="true" /> : <CopyOutlined aria-hidden="true" />}
                onClick={copy}
              >
                {t(copied ? 'people:link.copied' : 'people:link.copy')}
              </Button>
            </div>
          )}
        </Field>
      </div>
    </Modal>
  );
}
