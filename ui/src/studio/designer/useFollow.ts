import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { announce } from '../parts/toast';
import { useDesigner, useStudio } from './context';

/** Where an undo would not be seen: these show one part of the app each. */
const parts = ['form', 'rules', 'flow', 'scripts', 'settings'];

/** Goes to the part of the app that an undo or a redo has changed, and says that it has. */
export function useFollow(): void {
  const { t } = useTranslation('designer');
  const { appId } = useStudio();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const followed = useDesigner((state) => state.followed);
  const here = useRef(pathname);
  here.current = pathname;
  // Once each: whoever then goes elsewhere is not brought back.
  const seen = useRef(followed);

  useEffect(() => {
    if (!followed || followed === seen.current) return;
    seen.current = followed;
    announce(t('follow.done'));
    const [, tab = ''] = /\/([a-z]+)\/?$/.exec(here.current) ?? [];
    if (followed.tab === tab || !parts.includes(tab)) return;
    navigate(`/studio/apps/${encodeURIComponent(appId)}/${followed.tab}`);
  }, [followed, t, appId, navigate]);
}
