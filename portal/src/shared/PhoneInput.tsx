import { Group, Input, NativeSelect, Text, TextInput } from '@mantine/core';
import { useId } from '@mantine/hooks';
import {
  AsYouType,
  getCountries,
  getCountryCallingCode,
  isValidPhoneNumber,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/min';
import { useState, type ReactNode } from 'react';
import { texts } from '../texts';

const names = new Intl.DisplayNames([navigator.language, 'en'], { type: 'region' });
const countries = getCountries()
  .map((country) => ({
    value: country,
    label: names.of(country) ?? country,
  }))
  .sort((a, b) => a.label.localeCompare(b.label));

interface PhoneInputProps {
  label: string;
  required?: boolean;
  /** E.164, or what was typed as long as it is no number. */
  value?: string;
  onChange: (value: string) => void;
  error?: ReactNode;
  description?: string;
}

/** A phone number with its country code; what comes out is E.164. */
export function PhoneInput(props: PhoneInputProps) {
  const { label, required, value = '', onChange, error, description } = props;
  const id = useId();
  const given = parsePhoneNumberFromString(value);
  const [country, setCountry] = useState<CountryCode>(given?.country ?? ownCountry());
  const [text, setText] = useState(given?.formatNational() ?? value);
  const tell = (typed: string, of: CountryCode) => {
    const parsed = parsePhoneNumberFromString(typed, of);
    if (typed.trim().startsWith('+') && parsed?.country) {
      setCountry(parsed.country);
      setText(parsed.formatNational());
    } else {
      setText(typed.trim().startsWith('+') ? typed : new AsYouType(of).input(typed));
    }
    onChange(parsed?.number ?? typed.trim());
  };
  return (
    <Input.Wrapper
      label={label}
      labelElement="label"
      labelProps={{ htmlFor: id }}
      description={description}
      error={error}
      errorProps={{ id: `${id}-error` }}
      required={required}
    >
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <NativeSelect
          aria-label={texts.fields.country(label)}
          data={countries}
          value={country}
          w={{ base: 140, xs: 176 }}
          flex="none"
          onChange={(event) => {
            const next = event.currentTarget.value as CountryCode;
            setCountry(next);
            onChange(parsePhoneNumberFromString(text, next)?.number ?? text);
          }}
        />
        <TextInput
          id={id}
          type="tel"
          leftSection={
            <Text size="sm" c="dimmed">
              +{getCountryCallingCode(country)}
            </Text>
          }
          leftSectionWidth={54}
          autoComplete="tel"
          flex={1}
          value={text}
          error={error !== undefined && error !== null && error !== false}
          aria-describedby={error ? `${id}-error` : undefined}
          required={required}
          onChange={(event) => tell(event.currentTarget.value, country)}
        />
      </Group>
    </Input.Wrapper>
  );
}

/** A number as it is dialled from abroad: what is stored has no spaces. */
export function phoneText(number: string | undefined): string | undefined {
  return number === undefined
    ? undefined
    : (parsePhoneNumberFromString(number)?.formatInternational() ?? number);
}

export function phone(value: string): string | null {
  if (value.trim() === '') {
    return texts.validation.required;
  }
  return isValidPhoneNumber(value) ? null : texts.validation.phone;
}

function ownCountry(): CountryCode {
  const region = new Intl.Locale(navigator.language).maximize().region as CountryCode | undefined;
  return region !== undefined && getCountries().includes(region) ? region : 'DE';
}
