import {
  Badge,
  Button,
  createTheme,
  Input,
  Modal,
  NavLink,
  Notification,
  Table,
  Tooltip,
  type CSSVariablesResolver,
} from '@mantine/core';
import { texts } from './texts';

// A cross alone says nothing to a screen reader.
const named = { 'aria-label': texts.actions.close };

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.125rem' } },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({
      defaultProps: { variant: 'light', tt: 'none', fw: 600, radius: 'sm' },
      // In a narrow column it must push, not lose letters.
      styles: { root: { minWidth: 'max-content' } },
    }),
    Button: Button.extend({ defaultProps: { fw: 600 } }),
    InputWrapper: Input.Wrapper.extend({
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
    }),
    Modal: Modal.extend({
      defaultProps: { centered: true, closeButtonProps: named },
      styles: { title: { fontWeight: 650, fontSize: '1.125rem', overflowWrap: 'anywhere' } },
    }),
    NavLink: NavLink.extend({ styles: { root: { borderRadius: 'var(--mantine-radius-md)' } } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: named } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'md' } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: true },
      },
    }),
  },
});

/** Coloured text on its own light ground (badges, alerts): darker than Mantine's, for contrast. */
const inks = {
  '--mantine-color-green-light-color': '#1d6a2e',
  '--mantine-color-gray-light': '#e4e7eb',
  '--mantine-color-gray-light-color': '#3d444d',
  '--mantine-color-red-light-color': '#a61e1e',
  '--mantine-color-yellow-light-color': '#7a4b00',
  '--mantine-color-orange-light-color': '#9c3a00',
  '--mantine-color-blue-light-color': '#1864ab',
  '--mantine-color-indigo-light-color': '#364fc7',
  '--mantine-color-indigo-light-hover': '#d0dbff',
};

/** The same in the dark: a quiet ground, and a light text that stands out from it. */
const darkInks = {
  '--mantine-color-red-light': '#3c2022',
  '--mantine-color-red-light-color': '#ffb3b3',
  '--mantine-color-yellow-light': '#382d14',
  '--mantine-color-yellow-light-color': '#ffe08a',
  '--mantine-color-orange-light': '#3b2616',
  '--mantine-color-orange-light-color': '#ffc48a',
  '--mantine-color-green-light': '#1a3322',
  '--mantine-color-green-light-color': '#a3e6b1',
  '--mantine-color-blue-light': '#16303f',
  '--mantine-color-blue-light-color': '#a5d8ff',
  '--mantine-color-gray-light': '#33363c',
  '--mantine-color-gray-light-color': '#d3d7de',
  '--mantine-color-indigo-light': '#262f57',
  '--mantine-color-indigo-light-color': '#c5d0ff',
  '--mantine-color-indigo-light-hover': '#2d3866',
};

/** Secondary text must still be readable: at least 4.5 to 1 on every surface. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...inks,
    '--mantine-color-dimmed': '#5a6270',
    '--mantine-color-placeholder': '#6b7280',
    '--mantine-color-error': '#c92a2a',
    '--keyway-canvas': '#f6f7f9',
    '--keyway-surface': '#ffffff',
    '--keyway-edge': 'rgb(0 0 0 / 16%)',
  },
  dark: {
    '--mantine-color-dimmed': '#a6adba',
    '--mantine-color-placeholder': '#8f96a3',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-anchor': '#91a7ff',
    ...darkInks,
    '--keyway-canvas': '#17181b',
    '--keyway-surface': '#1f2125',
    '--keyway-edge': 'rgb(0 0 0 / 75%)',
  },
});
