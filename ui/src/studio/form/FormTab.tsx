import { PlusOutlined } from '@ant-design/icons';
import {
  type Announcements,
  DndContext,
  DragOverlay,
  type Modifier,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { getEventCoordinates } from '@dnd-kit/utilities';
import { Button, Drawer } from 'antd';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useWords } from '../../i18n/words';
import { useApp, useEdit, useSelection } from '../designer/context';
import { moveFields } from '../model/bulk';
import { fieldAt, splitPath } from '../model/fields';
import type { Kind } from '../model/kinds';
import { SidePanel } from '../parts/SidePanel';
import { useNarrow } from '../parts/useNarrow';
import { chosenOf, selectedOn } from '../state/chosen';
import { Canvas } from './Canvas';
import { type Dragged, useTarget } from './dropping';
import { FindField } from './FindField';
import styles from './FormTab.module.css';
import { focusCanvas, focusInspector, focusPalette } from './focus';
import { Inspector } from './Inspector';
import { KeysHelp } from './KeysHelp';
import { KindIcon } from './KindIcon';
import { Palette } from './Palette';
import { ClipboardProvider, useClipboard } from './useClipboard';
import { useFollowedFocus } from './useFollowedFocus';
import { useFormKeys } from './useFormKeys';
import { usePlacing } from './usePlacing';

/** The form's designer: what can be added, the form, and the settings of what is selected. */
export default function FormTab() {
  // All that the settings say is loaded with the tab: a field that is selected must not blank it.
  const { t } = useTranslation(['studio', 'designer', 'rules', 'fields', 'form']);
  const narrow = useNarrow();
  const location = useLocation();
  const edit = useEdit();
  const [selection] = useSelection();
  const place = usePlacing();
  const [adding, setAdding] = useState(false);
  const [searching, setSearching] = useState(false);
  const [inspecting, setInspecting] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const { target, read } = useTarget(dragged !== null);
  const [asking, setAsking] = useState<'find' | 'keys'>();
  const announcements = useAnnouncements();
  const ask = useMemo(
    () => ({
      palette: () => {
        setSearching(true);
        if (narrow) setAdding(true);
        else focusPalette();
      },
      find: () => setAsking('find'),
      keys: () => setAsking('keys'),
    }),
    [narrow],
  );
  useFormKeys(ask);
  useFollowedFocus();
  const clipboard = useClipboard(focusCanvas);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  );

  // Whoever follows a problem here wants to see its settings.
  const followed = (location.state as { follow?: number } | null)?.follow;
  useEffect(() => {
    if (followed) setInspecting(true);
  }, [followed]);

  // What has been added or selected from elsewhere must be in view.
  const at =
    selection?.kind === 'columns'
      ? selection.table
      : selection?.kind === 'field'
        ? selection.path
        : selection?.kind === 'section'
          ? selection.id
          : undefined;
  useEffect(() => {
    if (at === undefined) return;
    const [id] = at.split('.');
    for (const card of document.querySelectorAll<HTMLElement>('[data-canvas-field], [data-canvas-section]')) {
      if (card.dataset.canvasField !== id && card.dataset.canvasSection !== id) continue;
      card.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
    }
  }, [at]);

  const add = (kind: Kind | 'section', byKey: boolean) => {
    place(kind);
    if (narrow) {
      setAdding(false);
      setInspecting(true);
    } else if (byKey) focusInspector();
  };
  const open = useCallback((focus: boolean) => {
    setInspecting(true);
    if (focus) focusInspector();
  }, []);
  const drop = () => {
    const to = read();
    if (dragged && to) {
      if ('add' in dragged) place(dragged.add as Kind | 'section', to);
      else {
        // A field that is selected takes the others along.
        const chosen = chosenOf(selection);
        edit((app) => moveFields(app, chosen.includes(dragged.move) ? chosen : [dragged.move], to));
      }
    }
    setDragged(null);
  };
  return (
    <ClipboardProvider value={clipboard}>
      <DndContext
        sensors={sensors}
        accessibility={{ announcements, screenReaderInstructions: { draggable: t('canvas.keys') } }}
        onDragStart={({ active }) => setDragged(active.data.current as Dragged)}
        onDragEnd={drop}
        onDragCancel={() => setDragged(null)}
      >
        <div className={dragged ? `${styles.tab} ${styles.dragging}` : styles.tab}>
          {!narrow && (
            <aside className={styles.palette} aria-label={t('palette.title')}>
              <Palette onAdd={add} />
            </aside>
          )}
          <Canvas onOpen={open} {...{ choosing, setChoosing }} onFind={ask.find} onKeys={ask.keys} />
          <SidePanel
            label={t('inspector.label')}
            open={inspecting}
            onClose={() => setInspecting(false)}
            onLeave={() => focusCanvas(selectedOn(selection))}
          >
            <Inspector onDone={() => setInspecting(false)} />
          </SidePanel>
          {narrow && selection?.kind !== 'fields' && (
            <Button
              type="primary"
              size="large"
              icon={<PlusOutlined aria-hidden="true" />}
              className={styles.add}
              onClick={() => {
                setSearching(false);
                setAdding(true);
              }}
            >
              {t('palette.open')}
            </Button>
          )}
        </div>
        {narrow && (
          <Drawer
            open={adding}
            onClose={() => setAdding(false)}
            placement="bottom"
            size="82%"
            title={t('palette.title')}
            styles={{ body: { padding: 0 }, section: { borderRadius: '16px 16px 0 0' } }}
            destroyOnHidden
          >
            <Palette onAdd={add} searching={searching} />
          </Drawer>
        )}
        {asking === 'keys' && <KeysHelp onClose={() => setAsking(undefined)} />}
        {asking === 'find' && (
          <FindField
            onClose={() => setAsking(undefined)}
            onFound={(path) => {
              setAsking(undefined);
              setInspecting(true);
              focusCanvas(splitPath(path)[0]);
            }}
          />
        )}
        {target && <div className={target.inside ? styles.inside : styles.line} style={target.line} />}
        <DragOverlay dropAnimation={null} modifiers={[toPointer]}>
          {dragged && <Chip dragged={dragged} />}
        </DragOverlay>
      </DndContext>
    </ClipboardProvider>
  );
}

/** Keeps what is dragged beside the pointer, however wide the place was that it came from. */
const toPointer: Modifier = ({ activatorEvent, draggingNodeRect, transform }) => {
  if (!activatorEvent || !draggingNodeRect) return transform;
  const at = getEventCoordinates(activatorEvent);
  if (!at) return transform;
  return {
    ...transform,
    x: transform.x + at.x - draggingNodeRect.left - 24,
    y: transform.y + at.y - draggingNodeRect.top - 22,
  };
};

function Chip({ dragged }: { dragged: Dragged }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const field = 'move' in dragged ? fieldAt(app, dragged.move) : undefined;
  const kind = 'add' in dragged ? (dragged.add as Kind | 'section') : (field?.kind ?? 'text');
  return (
    <div className={styles.chip}>
      <KindIcon kind={kind} />
      {field ? words(field.layout.title) || t('canvas.untitled') : t(`kind.${kind}`)}
    </div>
  );
}

function useAnnouncements(): Announcements {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  return useMemo(() => {
    const title = (data: unknown) => {
      const dragged = data as Dragged | undefined;
      if (!dragged) return '';
      if ('add' in dragged) return t(`kind.${dragged.add as Kind | 'section'}`);
      return words(fieldAt(app, dragged.move)?.layout.title);
    };
    return {
      onDragStart: ({ active }) => t('canvas.drag', { title: title(active.data.current) }),
      onDragOver: () => undefined,
      onDragEnd: ({ active }) => t('canvas.drop', { title: title(active.data.current) }),
      onDragCancel: ({ active }) => t('canvas.cancel', { title: title(active.data.current) }),
    };
  }, [t, words, app]);
}
