// What both pages ask for.
export const PURPOSES = ['storage', 'personalization', 'analytics', 'service', 'ads'].map((id) => ({
  id,
  title: `Purpose ${id}`,
  description: `What ${id} is for, in a sentence or two that a person reads in passing.`,
}));

export const PARTIES = ['Count & Co', 'Ads & Co', 'Reach'].map((name, index) => ({
  id: `party-${index}.example`,
  name,
  purposes: ['analytics', 'ads'],
}));
