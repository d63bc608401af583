import { DownloadOutlined, FileImageOutlined, FileOutlined, FilePdfOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { fileAddress } from '../../api';
import { useLanguage } from '../../i18n/words';
import { useScene } from '../context';
import styles from './Files.module.css';
import { sizeWords } from './size';
import { shown } from './types';
import { fileOf } from './uploads';

/** One file that is there: what it looks like, its name, its size, and the way to it. */
export function FileName({ id, small }: { id: string; small?: boolean }) {
  const { t } = useTranslation('files');
  const language = useLanguage();
  const { uploads } = useScene();
  const known = fileOf(uploads, id);
  if (!known) {
    return (
      <span className={styles.name}>
        <FileOutlined aria-hidden="true" className={styles.icon} />
        <span className={styles.gone}>{t('gone')}</span>
      </span>
    );
  }
  const { file, instance } = known;
  const picture = shown(file.type);
  const show = fileAddress(id, instance, true);
  const Icon = picture ? FileImageOutlined : file.type === 'application/pdf' ? FilePdfOutlined : FileOutlined;
  return (
    <span className={styles.name}>
      {picture && !small ? (
        <a href={show} target="_blank" rel="noopener" aria-label={t('show', { name: file.name })}>
          <img className={styles.picture} src={show} alt="" loading="lazy" />
        </a>
      ) : (
        <Icon aria-hidden="true" className={styles.icon} />
      )}
      <a
        className={styles.link}
        href={fileAddress(id, instance)}
        download={file.name}
        aria-label={t('download', { name: file.name })}
      >
        <span className={styles.words}>{file.name}</span>
        <DownloadOutlined aria-hidden="true" className={styles.down} />
      </a>
      <span className={styles.size}>{sizeWords(file.size, language)}</span>
    </span>
  );
}
