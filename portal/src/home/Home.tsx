import { useMe } from '../session/session';
import NoSuchPage from '../shell/NoSuchPage';
import { CustomerHome } from './CustomerHome';
import { OperatorHome } from './OperatorHome';
import { PartnerHome } from './PartnerHome';

/** Everybody starts at what waits for them. */
export default function Home() {
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
