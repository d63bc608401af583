import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, HolderOutlined } from '@ant-design/icons';
import { closestCenter, DndContext, MouseSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core';
import { SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './ReorderList.module.css';

export interface ReorderItem {
  id: string;
  title: string;
  content: ReactNode;
  /** Stays where it is. */
  fixed?: boolean;
}

export interface ReorderListProps {
  items: readonly ReorderItem[];
  onMove: (from: number, to: number) => void;
  onRemove: (id: string) => void;
  label: string;
}

/** A short list whose rows are dragged by a handle, or moved and removed from the handle's menu. */
export function ReorderList({ items, onMove, onRemove, label }: ReorderListProps) {
  const { t } = useTranslation('studio');
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
  );
  const movable = items.filter((item) => !item.fixed);
  const titleOf = (id: unknown) => items.find((item) => item.id === id)?.title ?? '';
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{
        announcements: {
          onDragStart: ({ active }) => t('canvas.drag', { title: titleOf(active.id) }),
          onDragOver: () => undefined,
          onDragEnd: ({ active }) => t('canvas.drop', { title: titleOf(active.id) }),
          onDragCancel: ({ active }) => t('canvas.cancel', { title: titleOf(active.id) }),
        },
        screenReaderInstructions: { draggable: '' },
      }}
      onDragEnd={({ active, over }) => {
        const from = items.findIndex((item) => item.id === active.id);
        const to = items.findIndex((item) => item.id === over?.id);
        if (from >= 0 && to >= 0 && from !== to) onMove(from, to);
      }}
    >
      <SortableContext items={movable.map((item) => item.id)} strategy={verticalListSortingStrategy}>
        <ul className={styles.list} aria-label={label}>
          {items.map((item, index) =>
            item.fixed ? (
              <li key={item.id} className={styles.row}>
                <span className={styles.noHandle} />
                <div className={styles.content}>{item.content}</div>
              </li>
            ) : (
              <Row
                key={item.id}
                item={item}
                first={index === 0}
                last={index === movable.length - 1}
                onMove={(by) => onMove(index, index + by)}
                onRemove={() => onRemove(item.id)}
              />
            ),
          )}
        </ul>
      </SortableContext>
    </DndContext>
  );
}

interface RowProps {
  item: ReorderItem;
  first: boolean;
  last: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function Row({ item, first, last, onMove, onRemove }: RowProps) {
  const { t } = useTranslation('studio');
  const { setNodeRef, setActivatorNodeRef, listeners, transform, transition, isDragging } = useSortable({
    id: item.id,
  });
  return (
    <li
      ref={setNodeRef}
      className={isDragging ? `${styles.row} ${styles.dragged}` : styles.row}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'up', label: t('action.up'), icon: <ArrowUpOutlined aria-hidden="true" />, disabled: first },
            { key: 'down', label: t('action.down'), icon: <ArrowDownOutlined aria-hidden="true" />, disabled: last },
            { key: 'remove', label: t('action.remove'), icon: <DeleteOutlined aria-hidden="true" />, danger: true },
          ],
          onClick: ({ key }) => {
            if (key === 'remove') onRemove();
            else onMove(key === 'up' ? -1 : 1);
          },
        }}
      >
        <Button
          ref={setActivatorNodeRef}
          type="text"
          size="small"
          className={styles.handle}
          icon={<HolderOutlined aria-hidden="true" />}
          aria-label={t('action.reorder', { title: item.title })}
          {...listeners}
          onKeyDown={(event) => {
            if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
            event.preventDefault();
            event.stopPropagation();
            if (event.key === 'ArrowUp' ? !first : !last) onMove(event.key === 'ArrowUp' ? -1 : 1);
          }}
        />
      </Dropdown>
      <div className={styles.content}>{item.content}</div>
    </li>
  );
}
