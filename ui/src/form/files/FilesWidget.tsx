import { CameraOutlined, CloseOutlined, ReloadOutlined, UploadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ChangeEvent, type ClipboardEvent, type DragEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileTypes } from '../../core/form';
import { useLanguage } from '../../i18n/words';
import { chosen } from '../chosen';
import { useScene } from '../context';
import type { WidgetProps } from '../widgets/types';
import { useTouch } from '../widgets/useTouch';
import { FileName } from './FileName';
import styles from './Files.module.css';
import { pastedFiles } from './pasted';
import { sizeWords } from './size';
import { acceptWords } from './types';
import { fileOf } from './uploads';
import { useNoStrayDrops } from './useNoStrayDrops';
import { type Coming, useUploads } from './useUploads';

/** Files that are dropped, chosen or photographed, with how far each is. */
export function FilesWidget({ field, pointer, value, onLeave, control }: WidgetProps) {
  const { t } = useTranslation('files');
  const language = useLanguage();
  const touch = useTouch();
  const { uploads } = useScene();
  const picker = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const hint = useId();
  const [over, setOver] = useState(false);
  const [said, setSaid] = useState('');
  const { coming, add, types, limit, most, left, retry, stop, remove } = useUploads(field, pointer, (name) =>
    setSaid(t('added', { name })),
  );
  useNoStrayDrops();
  const pictures = field.kind === 'images';
  const column = field.path !== field.id;
  const full = left <= 0;
  const disabled = full || !uploads;

  const take = (event: ChangeEvent<HTMLInputElement>) => {
    add([...(event.target.files ?? [])]);
    event.target.value = ''; // the same file may be chosen again
    onLeave();
  };
  const dragged = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return false;
    event.preventDefault();
    return !disabled;
  };
  const drop = (event: DragEvent) => {
    if (!dragged(event)) return;
    setOver(false);
    add([...event.dataTransfer.files]);
    onLeave();
  };
  const leave = (event: DragEvent) => {
    // Between the parts of the field nothing is left.
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
  };
  const paste = (event: ClipboardEvent) => {
    const files = pastedFiles(event.clipboardData, new Date(), (time) => t('pasted', { time }));
    if (files.length === 0) return; // text, which a table around this takes
    event.preventDefault();
    event.stopPropagation();
    if (disabled) return;
    add(files);
    onLeave();
  };
  // What was pressed goes. The button may be ready only once that is on screen.
  const goOn = (words: string) => {
    setSaid(words);
    queueMicrotask(() => button.current?.focus());
  };
  const away = (key: string, words: string) => {
    stop(key);
    goOn(words);
  };

  const size = sizeWords(limit, language);
  const kinds = types.map((type) => t(`type.${type}`)).join(language === 'zh-CN' ? '；' : '; ');
  const limits = [
    full
      ? t('full', { count: most })
      : types.length < fileTypes.length
        ? t('hint', { types: kinds, size })
        : t('hintAny', { size }),
    !full && Number.isFinite(most) && t('hintCount', { count: most }),
    field.sensitive && t('sealed'),
  ]
    .filter(Boolean)
    .join(language === 'zh-CN' ? '；' : '. ');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way more; the button is the one for everybody.
    <div
      className={over ? `${styles.zone} ${styles.over}` : styles.zone}
      data-column={column || undefined}
      onDragOver={(event) => setOver(dragged(event))}
      onDragLeave={leave}
      onPaste={paste}
      onDrop={drop}
    >
      <div className={styles.choose}>
        <Button
          ref={button}
          id={control.id}
          aria-describedby={control['aria-describedby'] ? `${hint} ${control['aria-describedby']}` : hint}
          title={column ? limits : undefined}
          aria-invalid={control['aria-invalid']}
          icon={<UploadOutlined aria-hidden="true" />}
          disabled={disabled}
          size={column ? 'small' : undefined}
          onClick={() => picker.current?.click()}
        >
          {t(pictures ? 'choosePhotos' : 'choose')}
        </Button>
        {touch && types.includes('image') && (
          <Button
            icon={<CameraOutlined aria-hidden="true" />}
            disabled={disabled}
            size={column ? 'small' : undefined}
            onClick={() => camera.current?.click()}
          >
            {t('takePhoto')}
          </Button>
        )}
        {!touch && !column && <span className={styles.hint}>{t('drop')}</span>}
      </div>
      <p id={hint} className={column ? 'visually-hidden' : styles.hint}>
        {limits}
      </p>
      <input ref={picker} type="file" hidden multiple={left > 1} accept={acceptWords(types)} onChange={take} />
      <input ref={camera} type="file" hidden accept="image/*" capture="environment" onChange={take} />
      {(chosen(value).length > 0 || coming.length > 0) && (
        <ul className={styles.list} aria-label={t('list')}>
          {chosen(value).map((id) => {
            const name = fileOf(uploads, id)?.file.name ?? t('gone');
            return (
              <li key={id} className={styles.row}>
                <FileName id={id} small={column} />
                <Button
                  type="text"
                  size="small"
                  icon={<CloseOutlined aria-hidden="true" />}
                  aria-label={t('remove', { name })}
                  onClick={() => {
                    remove(id);
                    goOn(t('removed', { name }));
                  }}
                />
              </li>
            );
          })}
          {coming.map((each) => (
            <ComingFile
              key={each.key}
              of={each}
              onRetry={() => retry(each.key)}
              onStop={(words) => away(each.key, words)}
            />
          ))}
        </ul>
      )}
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </div>
  );
}

/** A file on its way, which can be stopped, or one that did not get through. */
function ComingFile({ of, onRetry, onStop }: { of: Coming; onRetry: () => void; onStop: (words: string) => void }) {
  const { t } = useTranslation('files');
  const { file, state, percent, problem, again } = of;
  const { name } = file;
  if (state === 'failed') {
    return (
      <li className={`${styles.row} ${styles.failed}`}>
        <span className={styles.name}>
          <span className={styles.words}>{name}</span>
        </span>
        <span role="alert" className={styles.problem}>
          {problem}
        </span>
        {again && (
          <Button
            type="text"
            size="small"
            icon={<ReloadOutlined aria-hidden="true" />}
            aria-label={t('again', { name })}
            onClick={onRetry}
          />
        )}
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden="true" />}
          aria-label={t('dismiss', { name })}
          onClick={() => onStop('')}
        />
      </li>
    );
  }
  return (
    <li className={`${styles.row} ${styles.coming}`}>
      <span className={styles.name}>
        <span className={styles.words}>{name}</span>
      </span>
      <progress className={styles.bar} max={100} value={percent} aria-label={t('progress', { name, percent })} />
      <span className={styles.size}>
        {state === 'waiting' ? t('waiting') : percent === 100 ? t('checking') : `${percent}%`}
      </span>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined aria-hidden="true" />}
        aria-label={t('stop', { name })}
        onClick={() => onStop(t('stopped'))}
      />
    </li>
  );
}
