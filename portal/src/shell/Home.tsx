import { Navigate } from 'react-router';
import { useMe } from '../session/session';
import { home } from './navigation';

/** Everybody starts at what they do most. */
export default function Home() {
  return <Navigate to={home(useMe())} replace />;
}
