import { InboxOutlined } from '@ant-design/icons';
import { useId, useState } from 'react';
import styles from './Load.module.css';

/** The largest file of rows that the server takes, in bytes. */
export const MAX_BYTES = 5 * 1024 * 1024;

export interface FileDropProps {
  title: string;
  text: string;
  disabled: boolean;
  onChoose: (file: File | undefined) => void;
}

/** A place to drop a file of rows on, or to choose one. */
export function FileDrop({ title, text, disabled, onChoose }: FileDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is one more way to what the field inside does.
    <div
      className={styles.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onChoose(event.dataTransfer.files[0]);
      }}
    >
      <input
        id={id}
        type="file"
        className={styles.file}
        accept=".csv,.xlsx,text/csv"
        disabled={disabled}
        onChange={(event) => {
          onChoose(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <label htmlFor={id} className={styles.label}>
        <InboxOutlined aria-hidden="true" className={styles.picture} />
        <span className={styles.title}>{title}</span>
        <span className={styles.faint}>{text}</span>
      </label>
    </div>
  );
}
