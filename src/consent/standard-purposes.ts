import type { PurposeDefinition } from './purpose.ts';

/**
 * The purposes that the SDK itself asks for: `storage` to keep anything on the device, `analytics` to send events to the
 * collector, `personalization` for the profile, for decisions and for recommendations.
 */
export const STANDARD_PURPOSES: readonly PurposeDefinition[] = [
  {
    id: 'storage',
    title: 'Remember me on this device',
    description: 'Keeps your choices and what you looked at in this browser.',
  },
  {
    id: 'analytics',
    title: 'Help the shop improve',
    description: 'Tells the shop what is looked at and bought, under a number instead of your name.',
  },
  {
    id: 'personalization',
    title: 'Show what suits me',
    description: 'Chooses in this browser what you see first, from what you looked at.',
    degree: 'on-device',
  },
];
