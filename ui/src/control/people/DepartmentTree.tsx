import { ApartmentOutlined, PlusOutlined, SettingOutlined } from '@ant-design/icons';
import { DndContext, MouseSensor, TouchSensor, useDraggable, useDroppable, useSensor, useSensors } from '@dnd-kit/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DirectoryDepartment, directory, directoryKeys } from '../../api';
import { useWords } from '../../i18n/words';
import { toast } from '../../studio/parts/toast';
import { useProblemText } from '../../ui/problemText';
import styles from './DepartmentTree.module.css';
import { headcount, type Placed, plant, within } from './departments';

const TOP = 'top';

export interface DepartmentTreeProps {
  departments: DirectoryDepartment[];
  /** The department chosen, or empty for everyone. */
  chosen: string;
  onChoose: (id: string) => void;
  onAdd: () => void;
  onEdit: (department: DirectoryDepartment) => void;
}

/** The departments as a tree. A press chooses one; dragging it onto another moves it there with all below it. */
export function DepartmentTree({ departments, chosen, onChoose, onAdd, onEdit }: DepartmentTreeProps) {
  const { t } = useTranslation('people');
  const words = useWords();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [dragged, setDragged] = useState('');
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
  );
  const move = useMutation({
    mutationFn: ({ department, parent }: { department: DirectoryDepartment; parent: string }) =>
      directory.editDepartment(department.id, {
        rev: department.rev,
        name: department.name,
        parent,
        lead: department.lead?.id ?? '',
      }),
    onSuccess: (department) => {
      const parent = departments.find((each) => each.id === department.parent);
      const name = words(department.name);
      toast(parent ? t('tree.moved', { name, parent: words(parent.name) }) : t('tree.movedTop', { name }));
    },
    onError: (error) => toast(problemText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: directoryKeys.all }),
  });

  const drop = (from: string, to: string | undefined) => {
    setDragged('');
    const department = departments.find((each) => each.id === from);
    if (!department || to === undefined) return;
    const parent = to === TOP ? '' : to;
    if (parent === (department.parent ?? '') || within(departments, from).has(parent)) return;
    move.mutate({ department, parent });
  };
  const forbidden = dragged ? within(departments, dragged) : undefined;
  const placed = plant(departments);
  return (
    <DndContext
      sensors={sensors}
      accessibility={{ screenReaderInstructions: { draggable: t('tree.hint') } }}
      onDragStart={({ active }) => setDragged(String(active.id))}
      onDragEnd={({ active, over }) => drop(String(active.id), over ? String(over.id) : undefined)}
      onDragCancel={() => setDragged('')}
    >
      <div className={styles.tree}>
        <Top chosen={chosen === ''} count={departments.reduce((sum, d) => sum + d.people, 0)} onChoose={onChoose} />
        <ul className={styles.list}>
          {placed.map((each) => (
            <Row
              key={each.department.id}
              placed={each}
              count={headcount(departments, each.department.id)}
              chosen={chosen === each.department.id}
              open={!forbidden?.has(each.department.id)}
              onChoose={onChoose}
              onEdit={onEdit}
            />
          ))}
        </ul>
        {placed.length === 0 && <p className={styles.hint}>{t('tree.empty')}</p>}
        <Button block type="dashed" icon={<PlusOutlined aria-hidden="true" />} onClick={onAdd}>
          {t('tree.add')}
        </Button>
        {placed.length > 1 && <p className={styles.hint}>{t('tree.hint')}</p>}
      </div>
    </DndContext>
  );
}

function Top({ chosen, count, onChoose }: { chosen: boolean; count: number; onChoose: (id: string) => void }) {
  const { t } = useTranslation('people');
  const { setNodeRef, isOver } = useDroppable({ id: TOP });
  return (
    <div className={styles.row} data-chosen={chosen} data-over={isOver} ref={setNodeRef}>
      <button type="button" className={styles.name} aria-pressed={chosen} onClick={() => onChoose('')}>
        <ApartmentOutlined aria-hidden="true" />
        <span>{t('tree.all')}</span>
        <Count n={count} />
      </button>
    </div>
  );
}

function Count({ n }: { n: number }) {
  const { t } = useTranslation('people');
  return (
    <span className={styles.count}>
      <span aria-hidden="true">{n}</span>
      <span className="visually-hidden">{t('tree.count', { count: n })}</span>
    </span>
  );
}

interface RowProps {
  placed: Placed;
  count: number;
  chosen: boolean;
  /** Whether what is being dragged may be dropped here. */
  open: boolean;
  onChoose: (id: string) => void;
  onEdit: (department: DirectoryDepartment) => void;
}

function Row({ placed: { department, depth }, count, chosen, open, onChoose, onEdit }: RowProps) {
  const { t } = useTranslation('people');
  const words = useWords();
  const drag = useDraggable({ id: department.id });
  const target = useDroppable({ id: department.id, disabled: !open });
  const name = words(department.name);
  return (
    <li
      ref={(node) => {
        drag.setNodeRef(node);
        target.setNodeRef(node);
      }}
      className={styles.row}
      data-chosen={chosen}
      data-over={target.isOver}
      data-dragged={drag.isDragging}
      style={{ '--depth': depth } as React.CSSProperties}
    >
      {/* The pointer drags the row; the keyboard moves a department in its settings. */}
      <button
        type="button"
        className={styles.name}
        aria-pressed={chosen}
        {...drag.listeners}
        onClick={() => onChoose(department.id)}
      >
        <span>{name}</span>
        <Count n={count} />
      </button>
      <Button
        className={styles.edit}
        type="text"
        size="small"
        icon={<SettingOutlined aria-hidden="true" />}
        aria-label={t('tree.edit', { name })}
        onClick={() => onEdit(department)}
      />
    </li>
  );
}
