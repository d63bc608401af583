import { Route, Routes } from 'react-router';
import { NotFound } from '../app/NotFound';
import { AppsPage } from './apps/AppsPage';
import { DesignerPage } from './designer/DesignerPage';

/** The studio: where business admins design what the company can ask for. */
export default function Studio() {
  return (
    <Routes>
      <Route index element={<AppsPage />} />
      <Route path="apps/:app/*" element={<DesignerPage />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
