import { Button, Checkbox, Modal, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { type Dependence, dependenceOf, setLead, setLeft } from '../model/depends';
import { fieldAt } from '../model/fields';
import { optionsOf } from '../model/options';
import { leadersOf } from '../model/source';
import { Setting } from '../parts/Setting';
import styles from './DependsEditor.module.css';
import { matrixIn } from './matrix';

/** The choice that the options of another one depend on, and a table of which is left by which. */
export function DependsEditor({ path }: { path: string }) {
  const { t } = useTranslation('fields');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const { state, pathname } = useLocation();
  const navigate = useNavigate();
  const asked = matrixIn(state) === path;
  const [open, setOpen] = useState(false);
  // Asked for once: going back to this place later does not open it again.
  useEffect(() => {
    if (!asked) return;
    setOpen(true);
    navigate(pathname, { replace: true, state: null });
  }, [asked, navigate, pathname]);
  const now = dependenceOf(app, path);
  const leaders = leadersOf(app, path, (field) => !field.layout.source && dependenceOf(app, field.path)?.lead !== path);
  if (leaders.length === 0 && !now) return null;
  const options = leaders.map((field) => ({ value: field.path, label: words(field.layout.title) || field.path }));
  return (
    <>
      <Setting label={t('depends.on')} help={now ? t('depends.help') : undefined}>
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            allowClear
            value={now?.lead ?? null}
            placeholder={t('depends.nothing')}
            options={options}
            onChange={(lead: string | undefined) => {
              edit((a) => setLead(a, path, lead));
              if (lead) setOpen(true);
            }}
          />
        )}
      </Setting>
      {now && (
        <>
          <Button block onClick={() => setOpen(true)}>
            {t('depends.edit')}
          </Button>
          <Modal
            open={open}
            title={t('depends.title', {
              field: words(fieldAt(app, path)?.layout.title),
              lead: words(fieldAt(app, now.lead)?.layout.title),
            })}
            width={940}
            footer={
              <Button type="primary" onClick={() => setOpen(false)}>
                {t('depends.done')}
              </Button>
            }
            onCancel={() => setOpen(false)}
          >
            <Matrix path={path} now={now} />
          </Modal>
        </>
      )}
    </>
  );
}

/** A row for each option, a column for each value of the choice that leads. */
function Matrix({ path, now }: { path: string; now: Dependence }) {
  const { t } = useTranslation('fields');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const rows = optionsOf(app, path);
  const columns = optionsOf(app, now.lead);
  const all = rows.map((row) => row.value);
  const leftBy = (value: string) => new Set((now.allowed.get(value) ?? all).filter((option) => all.includes(option)));
  const set = (value: string, left: Set<string>) => edit((a) => setLeft(a, path, value, left));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <section className={styles.scroll} aria-label={t('depends.edit')} tabIndex={0}>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <td />
            {columns.map((column) => {
              const left = leftBy(column.value);
              const name = words(column.words) || column.value;
              return (
                <th key={column.value} scope="col">
                  <Checkbox
                    checked={left.size === all.length}
                    indeterminate={left.size > 0 && left.size < all.length}
                    aria-label={t('depends.all', { lead: name })}
                    disabled={left.size === all.length}
                    onChange={() => set(column.value, new Set(all))}
                  >
                    {name}
                  </Checkbox>
                  <span className={styles.count}>{t('depends.count', { n: left.size, of: all.length })}</span>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const title = words(row.words) || row.value;
            return (
              <tr key={row.value}>
                <th scope="row">{title}</th>
                {columns.map((column) => {
                  const left = leftBy(column.value);
                  return (
                    <td key={column.value}>
                      <Checkbox
                        checked={left.has(row.value)}
                        // A rule leaves at least one.
                        disabled={left.size === 1 && left.has(row.value)}
                        aria-label={t('depends.cell', { option: title, lead: words(column.words) || column.value })}
                        onChange={(event) => {
                          if (event.target.checked) left.add(row.value);
                          else left.delete(row.value);
                          set(column.value, left);
                        }}
                      />
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
