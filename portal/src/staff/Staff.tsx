import { useMe } from '../session/session';
import { Page } from '../shared/Page';
import NoSuchPage from '../shell/NoSuchPage';
import { texts } from '../texts';
import { StaffList } from './StaffList';

/** The people who sign in for the caller's own partner. */
export default function Staff() {
  const { partner, permissions } = useMe();
  if (partner === undefined) {
    return <NoSuchPage />;
  }
  return (
    <StaffList
      partnerId={partner.id}
      within={permissions}
      around={(create, list) => (
        <Page title={texts.staff.title} hint={texts.staff.hint} actions={create}>
          {list}
        </Page>
      )}
    />
  );
}
