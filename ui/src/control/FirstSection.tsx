import { Navigate } from 'react-router';
import { useMe } from '../app/session';
import { openSections } from './sections';

/** The control room's own address leads to the first section that the reader may enter. */
export default function FirstSection() {
  const [first] = openSections(useMe());
  return <Navigate replace to={first ? `/control/${first.path}` : '/'} />;
}
