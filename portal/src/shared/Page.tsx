import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { texts } from '../texts';

interface PageProps {
  title: string;
  /** One line below the title. */
  hint?: ReactNode;
  /** Beside the title: a state. */
  badge?: ReactNode;
  /** Top right. */
  actions?: ReactNode;
  /** The pages above this one. */
  above?: { to: string; label: string }[];
  children: ReactNode;
}

/** A page: its title names the tab, and gets the focus when the page is opened. */
export function Page({ title, hint, badge, actions, above, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useTitle(title);
  useEffect(() => {
    // Not when an input has asked for the focus itself.
    if (!document.activeElement || document.activeElement.tagName !== 'INPUT') {
      heading.current?.focus({ preventScroll: true });
    }
    window.scrollTo(0, 0);
  }, [pathname]);
  return (
    <Stack gap="lg">
      <Stack gap={4}>
        {above && (
          <Breadcrumbs>
            {above.map(({ to, label }) => (
              <Anchor key={to} component={Link} to={to} size="sm">
                {label}
              </Anchor>
            ))}
          </Breadcrumbs>
        )}
        <Group justify="space-between" align="flex-start">
          <Stack gap={4} flex="1 1 20rem">
            <Group gap="sm">
              <Title order={1} ref={heading} tabIndex={-1} className="wrap">
                {title}
              </Title>
              {badge}
            </Group>
            {hint && (
              <Text c="dimmed" component="div">
                {hint}
              </Text>
            )}
          </Stack>
          {actions && <Group gap="sm">{actions}</Group>}
        </Group>
      </Stack>
      {children}
    </Stack>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${texts.product}`;
  }, [title]);
}
