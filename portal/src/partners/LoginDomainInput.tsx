import { Loader, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { CheckCircledIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api } from '../api/client';
import type { LoginDomain } from '../api/types';
import { loginDomain } from '../shared/validation';
import { texts } from '../texts';

const t = texts.loginDomain;

interface LoginDomainInputProps {
  /** As a form gives it. */
  value?: string;
  onChange: (value: string) => void;
  error?: ReactNode;
  /** Whether it is still to be had is asked as it is typed; only for who may know. */
  check: boolean;
}

/** Where the installation is, port and all, also when this is a partner's own address. */
export function installation(host = window.location.host): string {
  return host.replace(/^[a-z]+\.partner\./, '');
}

/** `acme`, of which becomes `acme.partner.<host>`. */
export function LoginDomainInput({ value = '', onChange, error, check }: LoginDomainInputProps) {
  const [asked] = useDebouncedValue(value, 300);
  const wellFormed = loginDomain(asked) === null;
  const query = useQuery({
    queryKey: ['login-domain', asked],
    queryFn: () =>
      answer<LoginDomain>(
        api.GET('/api/v1/login-domains/{name}', { params: { path: { name: asked } } }),
      ),
    enabled: check && wellFormed,
    staleTime: 10_000,
  });
  const current = asked === value && wellFormed ? query.data : undefined;
  const refused = current && !current.available ? t.reasons[current.reason ?? 'taken'] : undefined;
  const available = current?.available === true;
  return (
    <TextInput
      label={t.label}
      required
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={63}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.toLowerCase())}
      error={error ?? refused}
      rightSection={
        query.isFetching ? (
          <Loader size="xs" />
        ) : available ? (
          <CheckCircledIcon color="green" />
        ) : null
      }
      description={
        <Text span inherit aria-live="polite">
          {available ? t.available(value) : t.hint(value, installation())}
        </Text>
      }
    />
  );
}
