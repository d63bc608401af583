import {
  DeleteOutlined,
  DownloadOutlined,
  EditOutlined,
  PlusOutlined,
  SearchOutlined,
  UploadOutlined,
} from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Dropdown, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { type ListOption, listKeys, lists, type OrgList } from '../../api';
import { useSettled } from '../../form/widgets/useSettled';
import { useWords } from '../../i18n/words';
import { Announcer, toast } from '../../studio/parts/toast';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { PageHeader } from '../../ui/PageHeader';
import { useProblemText } from '../../ui/problemText';
import { saveFile } from '../../ui/saveFile';
import { ListSkeleton } from '../../work/shared/ListSkeleton';
import people from '../people/People.module.css';
import { DeleteDialog } from './DeleteDialog';
import { ImportDialog } from './ImportDialog';
import { ItemDialog } from './ItemDialog';
import { Items } from './Items';
import { ListDialog } from './ListDialog';
import styles from './Lists.module.css';

const SETTLE = 250;

/** The lists that the organisation keeps, and what is in them. */
export default function ListsPage() {
  const { t } = useTranslation('lists');
  const [params, setParams] = useSearchParams();
  const [made, setMade] = useState<OrgList | 'new' | null>(null);
  const all = useQuery({
    queryKey: listKeys.all,
    queryFn: async ({ signal }) => (await lists.all(signal)).items,
  });
  const known = all.data ?? [];
  const list = known.find((each) => each.id === params.get('list')) ?? known[0];
  const choose = (id: string) => setParams({ list: id }, { replace: true });
  return (
    <>
      <PageHeader
        title={t('title')}
        text={t('text')}
        extra={
          <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setMade('new')}>
            {t('add')}
          </Button>
        }
      />
      {all.isPending && <ListSkeleton rows={5} />}
      {all.isError && (
        <div className="card">
          <ErrorState error={all.error} onRetry={() => all.refetch()} />
        </div>
      )}
      {all.data && !list && (
        <div className="card">
          <EmptyState plain title={t('none')} text={t('noneText')} />
        </div>
      )}
      {list && (
        <List
          key={list.id}
          list={list}
          all={known}
          onChoose={choose}
          onEdit={() => setMade(list)}
          onDeleted={() => setParams({}, { replace: true })}
        />
      )}
      {made && (
        <ListDialog
          list={made === 'new' ? undefined : made}
          all={known}
          onClose={() => setMade(null)}
          onSaved={(id) => {
            setMade(null);
            choose(id);
          }}
        />
      )}
      <Announcer />
    </>
  );
}

interface ListProps {
  list: OrgList;
  all: readonly OrgList[];
  onChoose: (id: string) => void;
  onEdit: () => void;
  onDeleted: () => void;
}

function List({ list, all, onChoose, onEdit, onDeleted }: ListProps) {
  const { t } = useTranslation('lists');
  const words = useWords();
  const problemText = useProblemText();
  const [text, setText] = useState('');
  const [item, setItem] = useState<ListOption | 'new' | null>(null);
  const [loading, setLoading] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const above = all.find((each) => each.id === list.above);
  const take = useMutation({
    mutationFn: async (format: 'csv' | 'xlsx') =>
      saveFile(`banli-list-${list.id}.${format}`, await lists.exportFile(list.id, format)),
    onError: (error) => toast(problemText(error)),
  });
  return (
    <div className={people.content}>
      <section className={`card ${styles.head}`} aria-label={words(list.name)}>
        <Select
          aria-label={t('list')}
          className={styles.choose}
          value={list.id}
          showSearch={{ optionFilterProp: 'label' }}
          options={all.map((each) => ({ value: each.id, label: words(each.name) }))}
          onChange={onChoose}
        />
        <p className={people.faint}>
          {t('counts', { items: list.items, active: list.active })}
          {above && ` · ${t('above')}: ${words(above.name)}`} · <code>{list.id}</code>
        </p>
        <div className={styles.tools}>
          <Button icon={<EditOutlined aria-hidden="true" />} onClick={onEdit}>
            {t('edit')}
          </Button>
          <Dropdown
            trigger={['click']}
            menu={{
              items: (['xlsx', 'csv'] as const).map((format) => ({
                key: format,
                label: t('exportAs', { format: format === 'xlsx' ? 'Excel' : 'CSV' }),
                onClick: () => take.mutate(format),
              })),
            }}
          >
            <Button icon={<DownloadOutlined aria-hidden="true" />} loading={take.isPending}>
              {t('export')}
            </Button>
          </Dropdown>
          <Button icon={<UploadOutlined aria-hidden="true" />} onClick={() => setLoading(true)}>
            {t('import')}
          </Button>
          <Button danger icon={<DeleteOutlined aria-hidden="true" />} onClick={() => setDeleting(true)}>
            {t('delete.delete')}
          </Button>
        </div>
      </section>
      <div className={people.bar}>
        <Input
          className={people.search}
          allowClear
          prefix={<SearchOutlined aria-hidden="true" />}
          aria-label={t('search')}
          placeholder={t('search')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => setItem('new')}>
          {t('addItem')}
        </Button>
      </div>
      <Items list={list} above={above} q={useSettled(text.trim(), SETTLE)} onOpen={setItem} />
      {item && (
        <ItemDialog list={list} above={above} item={item === 'new' ? undefined : item} onClose={() => setItem(null)} />
      )}
      {deleting && <DeleteDialog list={list} onClose={() => setDeleting(false)} onDeleted={onDeleted} />}
      {loading && <ImportDialog list={list} onClose={() => setLoading(false)} />}
    </div>
  );
}
