import { lazy, Suspense } from 'react';
import { useMe } from '../session/session';
import NoSuchPage from '../shell/NoSuchPage';

// Loaded when it is known who reads: whoever has yet to sign in comes by here too.
const CustomerHome = lazy(() => import('./CustomerHome'));
const OperatorHome = lazy(() => import('./OperatorHome'));
const PartnerHome = lazy(() => import('./PartnerHome'));

/** Everybody starts at what waits for them. */
export default function Home() {
  return (
    <Suspense fallback={null}>
      <OfRole />
    </Suspense>
  );
}

function OfRole() {
  const me = useMe();
  switch (me.account.role) {
    case 'customer':
      return <CustomerHome />;
    case 'operator':
      return <OperatorHome />;
    case 'partner':
      return <PartnerHome me={me} />;
    default:
      return <NoSuchPage />;
  }
}
