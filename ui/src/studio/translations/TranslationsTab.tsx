import { DownloadOutlined, SearchOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Input, Segmented } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../api';
import { languages } from '../../i18n';
import { useWords } from '../../i18n/words';
import { EmptyState } from '../../ui/EmptyState';
import { saveFile } from '../../ui/saveFile';
import { useApp, useEdit, useReadApp, useStudio } from '../designer/context';
import { readCsv, writeCsv } from '../model/csv';
import { lacks, setWording, setWordings, type Wording, type Words, wordAreas, wordingsOf } from '../model/translations';
import page from '../parts/Page.module.css';
import { toast } from '../parts/toast';
import { TranslationRow } from './TranslationRow';
import styles from './TranslationsTab.module.css';

type Filter = 'all' | 'missing';

const plain = (text: string) => text.normalize('NFKC').toLowerCase();

function fits({ id, text, of }: Wording, query: string): boolean {
  const wanted = plain(query.trim());
  return [id, ...Object.values(text), ...Object.values(of)].some(
    (each) => each !== undefined && plain(each).includes(wanted),
  );
}

/** Every word of the app in both languages, to be completed here or in a spreadsheet. */
export default function TranslationsTab() {
  const { t } = useTranslation(['studio', 'designer']);
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const readApp = useReadApp();
  const { designer } = useStudio();
  const input = useRef<HTMLInputElement>(null);
  const [filter, setFilter] = useState<Filter>('all');
  const [query, setQuery] = useState('');
  const all = useMemo(() => wordingsOf(app), [app]);
  const missing = all.filter((each) => lacks(each.text));
  // What was missing when it was filtered stays in sight while it is being filled in.
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const shown = all.filter(
    (each) => (filter === 'all' || kept.has(each.id) || lacks(each.text)) && (query === '' || fits(each, query)),
  );
  const choose = (next: Filter) => {
    setFilter(next);
    setKept(new Set(missing.map((each) => each.id)));
  };
  const set = useMemo(
    () => (id: string, language: Language, wording: string) =>
      edit((a) => setWording(a, id, language, wording), `words ${id} ${language}`),
    [edit],
  );

  const kindOf = (each: Wording) => t(`designer:words.kind.${each.kind}`);
  const save = () => {
    const head = [t('designer:words.csvId'), t('designer:words.csvWhat'), ...languages];
    const rows = all.map((each) => [
      each.id,
      [words(each.of), kindOf(each)].filter(Boolean).join(' · '),
      ...languages.map((language) => each.text[language] ?? ''),
    ]);
    saveFile(`${app.id}.words.csv`, new Blob([writeCsv([head, ...rows])], { type: 'text/csv;charset=utf-8' }));
  };
  const load = async (file: File) => {
    const read = file.size > 4_000_000 ? undefined : readCsv(await file.text());
    const [head = [], ...rows] = read ?? [];
    const columns = languages.map((language) => head.findIndex((name) => name.trim() === language));
    if (columns.every((column) => column < 2))
      return toast(t(read ? 'designer:words.noColumns' : 'designer:words.tooLarge'));
    const given: Words = new Map(
      rows.map((row) => [
        row[0] ?? '',
        Object.fromEntries(languages.map((language, i) => [language, (row[columns[i] ?? -1] ?? '').slice(0, 20_000)])),
      ]),
    );
    const { app: next, changed, unknown } = setWordings(readApp(), given);
    edit(() => next);
    const text = [
      t('designer:words.loaded', { count: changed }),
      unknown > 0 && t('designer:words.unknown', { count: unknown }),
    ];
    toast(text.filter(Boolean).join(' '), changed > 0 ? { label: t('action.undo'), run: designer.undo } : undefined);
  };

  return (
    <div className={`${page.page} ${styles.page}`}>
      <header className={`${page.head} ${styles.head}`}>
        <div>
          <h2>{t('designer:words.title')}</h2>
          <p>{t('designer:words.text')}</p>
        </div>
        <div className={styles.files}>
          <Button icon={<DownloadOutlined aria-hidden="true" />} onClick={save}>
            {t('designer:words.save')}
          </Button>
          <Button icon={<UploadOutlined aria-hidden="true" />} onClick={() => input.current?.click()}>
            {t('designer:words.load')}
          </Button>
          <input
            ref={input}
            type="file"
            accept=".csv,text/csv"
            hidden
            aria-label={t('designer:words.load')}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) void load(file);
              event.target.value = '';
            }}
          />
        </div>
      </header>
      <div className={styles.filters}>
        <Segmented<Filter>
          aria-label={t('designer:words.filter')}
          value={filter}
          options={[
            { value: 'all', label: t('designer:words.all', { count: all.length }) },
            { value: 'missing', label: t('designer:words.missing', { count: missing.length }) },
          ]}
          onChange={choose}
        />
        <Input
          allowClear
          className={styles.search}
          prefix={<SearchOutlined aria-hidden="true" />}
          aria-label={t('designer:words.search')}
          placeholder={t('designer:words.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      {shown.length === 0 && (
        <div className="card">
          <EmptyState
            plain
            title={t(query === '' ? 'designer:words.complete' : 'designer:words.notFound')}
            text={t(query === '' ? 'designer:words.completeText' : 'designer:words.notFoundText')}
          />
        </div>
      )}
      {wordAreas.map((area) => {
        const rows = shown.filter((each) => each.area === area);
        if (rows.length === 0) return null;
        return (
          <section key={area} className={`card ${styles.area}`} aria-label={t(`designer:words.area.${area}`)}>
            <h3 className={styles.areaTitle}>{t(`designer:words.area.${area}`)}</h3>
            {rows.map((each) => (
              <TranslationRow
                key={each.id}
                id={each.id}
                kind={each.kind}
                kindName={kindOf(each)}
                of={words(each.of)}
                text={each.text}
                onSet={set}
              />
            ))}
          </section>
        );
      })}
    </div>
  );
}
