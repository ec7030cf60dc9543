import {
  ActionIcon,
  Checkbox,
  Group,
  Input,
  NumberInput,
  Paper,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { TrashIcon } from '@radix-ui/react-icons';
import type { SellableProduct } from '../api/types';
import { money } from '../shared/format';
import { texts } from '../texts';
import { useCatalogNames } from './catalogNames';
import { newDraft, type GrantDraft } from './grants';

const t = texts.grants;

interface GrantPickerProps {
  catalog: SellableProduct[];
  value: GrantDraft[];
  onChange: (value: GrantDraft[]) => void;
  /** By path, as a form keeps them: `grants.0.policyIds`. */
  errors?: Record<string, React.ReactNode>;
  disabled?: boolean;
  /** It ends with something else: no end date is asked for. */
  noEnd?: boolean;
  /** What "every policy" means here. */
  allHint?: string;
}

/** Picks products, and of each the policies, a maximum count and an end date. */
export function GrantPicker(props: GrantPickerProps) {
  const { catalog, value, onChange, errors = {}, disabled, noEnd, allHint } = props;
  const left = catalog.filter(({ productId }) => !value.some((one) => one.productId === productId));
  return (
    <Stack gap="sm">
      {value.map((draft, index) => (
        <GrantCard
          key={draft.productId}
          draft={draft}
          product={catalog.find(({ productId }) => productId === draft.productId)}
          error={(field) => errors[`grants.${index}.${field}`] ?? errors[`${index}.${field}`]}
          disabled={disabled}
          noEnd={noEnd}
          allHint={allHint}
          onChange={(next) => onChange(value.map((one, at) => (at === index ? next : one)))}
          onRemove={() => onChange(value.filter((_, at) => at !== index))}
        />
      ))}
      {value.length === 0 && (
        <Text size="sm" c="dimmed">
          {t.none}
        </Text>
      )}
      {errors.grants && <Input.Error>{errors.grants}</Input.Error>}
      {!disabled && (
        <Select
          label={t.add}
          placeholder={left.length === 0 ? t.nothingLeft : t.choose}
          data={left.map(({ productId, name, code }) => ({
            value: productId,
            label: code === '' ? name : `${name} (${code})`,
          }))}
          value={null}
          disabled={left.length === 0}
          searchable
          maw={360}
          onChange={(productId) => productId && onChange([...value, newDraft(productId)])}
        />
      )}
    </Stack>
  );
}

interface GrantCardProps {
  draft: GrantDraft;
  product?: SellableProduct;
  error: (field: string) => React.ReactNode;
  disabled?: boolean;
  noEnd?: boolean;
  allHint?: string;
  onChange: (draft: GrantDraft) => void;
  onRemove: () => void;
}

function GrantCard(props: GrantCardProps) {
  const { draft, product, error, disabled, noEnd, allHint, onChange, onRemove } = props;
  const names = useCatalogNames();
  const name = product?.name ?? names.product(draft.productId) ?? t.gone;
  const offered = product?.policies ?? [];
  // What was granted stays visible when the partner above may not sell it any more.
  const policies = [
    ...offered,
    ...draft.policyIds
      .filter((id) => !offered.some(({ policyId }) => policyId === id))
      .map((policyId) => ({
        policyId,
        name: names.policy(policyId) ?? t.gonePolicy,
        price: undefined,
      })),
  ];
  return (
    <Paper withBorder p="md" component="fieldset" m={0} miw={0}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Text component="legend" fw={600} p={0} className="wrap">
            {name}
            {product && (
              <Text span size="sm" c="dimmed" fw={400}>
                {' '}
                {product.code}
              </Text>
            )}
          </Text>
          {!disabled && (
            <Tooltip label={t.remove}>
              <ActionIcon
                variant="subtle"
                color="red"
                aria-label={`${t.remove}: ${name}`}
                onClick={onRemove}
              >
                <TrashIcon />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
        {product === undefined && !disabled && (
          <Text size="sm" c="dimmed">
            {t.notAbove}
          </Text>
        )}
        {error('productId') && (
          <Text size="sm" c="var(--mantine-color-error)">
            {error('productId')}
          </Text>
        )}
        <Switch
          label={t.allPolicies}
          description={allHint ?? t.allPoliciesHint}
          checked={draft.allPolicies}
          disabled={disabled}
          onChange={(event) => onChange({ ...draft, allPolicies: event.currentTarget.checked })}
        />
        {!draft.allPolicies && (
          <Checkbox.Group
            label={t.policies}
            value={draft.policyIds}
            onChange={(policyIds) => onChange({ ...draft, policyIds })}
            error={error('policyIds')}
          >
            <Stack gap={6} mt={4}>
              {policies.map((policy) => (
                <Checkbox
                  key={policy.policyId}
                  value={policy.policyId}
                  disabled={disabled}
                  label={policy.price ? `${policy.name} · ${money(policy.price)}` : policy.name}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label={t.licensesMax}
            placeholder={t.unlimited}
            min={0}
            max={1_000_000_000}
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator=" "
            value={draft.licensesMax}
            disabled={disabled}
            error={error('licensesMax')}
            onChange={(value) =>
              onChange({ ...draft, licensesMax: typeof value === 'number' ? value : '' })
            }
          />
          {!noEnd && (
            <TextInput
              type="date"
              label={t.lastDay}
              value={draft.lastDay}
              disabled={disabled}
              error={error('expiresAt')}
              onChange={(event) => onChange({ ...draft, lastDay: event.currentTarget.value })}
            />
          )}
        </SimpleGrid>
      </Stack>
    </Paper>
  );
}

/** A grant without any policy would be none: said before it is sent. */
export function draftErrors(drafts: GrantDraft[]): Record<string, string> {
  return Object.fromEntries(
    drafts.flatMap((draft, index) =>
      !draft.allPolicies && draft.policyIds.length === 0
        ? [[`grants.${index}.policyIds`, texts.validation.policies]]
        : [],
    ),
  );
}
