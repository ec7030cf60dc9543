// Who is signed in, and what they may do.
import { queryOptions, useQuery, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { Problem } from '../api/problem';
import type { Me, Permission, Session, SignInPage } from '../api/types';

/** The running session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await answer<Session>(api.GET('/api/v1/session'));
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        return null;
      }
      throw error;
    }
  },
  staleTime: Infinity,
});

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => answer<Me>(api.GET('/api/v1/me')),
  staleTime: 60_000,
});

/** The signed-in caller; only below the shell, which waits for it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

export function may(me: Me, permission: Permission): boolean {
  return me.permissions.includes(permission);
}

export const signInPageQuery = queryOptions({
  queryKey: ['sign-in-page'],
  queryFn: () => answer<SignInPage>(api.GET('/api/v1/sign-in-page')),
  staleTime: Infinity,
});

export function useSignInPage() {
  return useQuery(signInPageQuery);
}

/** Another session, or none: what the former one has read must not outlive it. */
export function changeSession(queries: QueryClient, session: Session | null): void {
  const forget = () =>
    queries.removeQueries({ predicate: ({ queryKey }) => !KEPT.has(queryKey[0]) });
  queries.setQueryData(sessionQuery.queryKey, session);
  if (session === null) {
    // The shell leaves the open page first: it cannot be rendered without what it has read.
    setTimeout(forget);
  } else {
    forget();
  }
}

/** What is the same for everybody. */
const KEPT = new Set<unknown>([sessionQuery.queryKey[0], signInPageQuery.queryKey[0]]);

export function signIn(
  body: { username: string; password: string },
  headers: { 'Idempotency-Key': string },
): Promise<Session> {
  return answer<Session>(api.POST('/api/v1/session', { body, headers }));
}

export async function signOut(): Promise<void> {
  try {
    await api.DELETE('/api/v1/session');
  } catch (error) {
    // Without a session it is what was wanted; anything else must be seen.
    if (!(error instanceof Problem) || error.status !== 401) {
      throw error;
    }
  }
}

/** A path of ours to return to after signing in; never another site's. */
export function returnPath(asked: string | null): string {
  return asked !== null && /^\/(?![/\\])/.test(asked) ? asked : '/';
}
