import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './style.css';
import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router';
import { onSession } from './api/client';
import { Problem } from './api/problem';
import { router } from './routes';
import { changeSession, meQuery } from './session/session';
import { theme, variables } from './theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; only what got no answer is asked again.
      retry: (failures, error) => failures < 2 && (!(error instanceof Problem) || error.unanswered),
      refetchOnWindowFocus: true,
    },
  },
});

onSession({
  // The shell sees that there is no session, and leads to the sign-in page.
  ended: () => changeSession(queries, null),
  passwordChangeRequired() {
    void queries.invalidateQueries({ queryKey: meQuery.queryKey });
    void router.navigate('/change-password');
  },
});

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <ModalsProvider>
          <Notifications position="bottom-right" />
          <RouterProvider router={router} />
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
