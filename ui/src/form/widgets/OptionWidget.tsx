import { Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { chosen } from '../chosen';
import { useScene } from '../context';
import { useAbove, useOptionSearch, useOptionsOf } from '../fetched';
import type { WidgetProps } from './types';
import { useSettled } from './useSettled';

const SETTLE = 200;
/** How many pixels from its end the list asks for its next page. */
const NEAR_END = 120;

/** What a list needs whose options are fetched; whatever is chosen is always in it. */
function useFetchedSelect({ field, pointer, value, control, onLeave }: WidgetProps) {
  const { t } = useTranslation('form');
  const words = useWords();
  const { store } = useScene();
  const { source } = field.layout;
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const settled = useSettled(text.trim(), SETTLE);
  const above = useAbove(pointer, source);
  const values = typeof value === 'string' ? [value] : chosen(value);
  const known = useOptionsOf(source, values);
  const waits = above?.value === '';
  const search = useOptionSearch(source, settled, above?.value, open && !waits);
  const found = search.data?.pages.flatMap((page) => page.items) ?? [];
  const first = above && store.model.field(above.field);
  const label = new Map<string, string>();
  values.forEach((each, i) => {
    label.set(each, words(known[i]?.label) || each);
  });
  for (const option of found) label.set(option.value, words(option.label) || option.value);
  const searching = search.isFetching || settled !== text.trim();
  const nothing = () => {
    if (first && waits) return t('option.first', { field: words(first.layout.title) || first.id });
    if (search.isError) return t('option.failed');
    return searching ? t('person.searching') : t('none');
  };
  return {
    above,
    label,
    select: {
      ...control,
      style: { width: '100%' },
      showSearch: { filterOption: false, searchValue: text, onSearch: setText },
      placeholder: words(field.layout.placeholder) || t(field.kind === 'options' ? 'chooseSeveral' : 'choose'),
      options: found.map((option) => ({ value: option.value, label: words(option.label) || option.value })),
      loading: open && searching,
      notFoundContent: nothing(),
      onOpenChange: (next: boolean) => {
        setOpen(next);
        if (!next) setText('');
      },
      onPopupScroll: ({ currentTarget: list }: React.UIEvent<HTMLElement>) => {
        const left = list.scrollHeight - list.scrollTop - list.clientHeight;
        if (left < NEAR_END && search.hasNextPage && !search.isFetching) void search.fetchNextPage();
      },
      onBlur: onLeave,
    },
  };
}

/** Empties a choice when another one is made above it. */
function useFollow(above: { value: string } | undefined, value: unknown, onChange: (value: unknown) => void): void {
  const before = useRef(above?.value);
  useEffect(() => {
    if (before.current === above?.value) return;
    before.current = above?.value;
    if (value !== undefined) onChange(undefined);
  }, [above?.value, value, onChange]);
}

/** One of the options of a list, found by any part of its words. */
export function OptionWidget(props: WidgetProps) {
  const { select, label, above } = useFetchedSelect(props);
  useFollow(above, props.value, props.onChange);
  return (
    <Select
      {...select}
      allowClear={!props.control['aria-required']}
      value={typeof props.value === 'string' ? props.value : null}
      labelRender={({ value }) => label.get(String(value)) ?? String(value)}
      onChange={(next) => props.onChange(next ?? undefined)}
    />
  );
}

/** Several of the options of a list. */
export function OptionsWidget(props: WidgetProps) {
  const { select, label, above } = useFetchedSelect(props);
  useFollow(above, props.value, props.onChange);
  return (
    <Select
      {...select}
      mode="multiple"
      value={chosen(props.value)}
      labelRender={({ value }) => label.get(String(value)) ?? String(value)}
      onChange={(next: string[]) => props.onChange(next.length > 0 ? next : undefined)}
    />
  );
}
