/** What the person does to the own profile. These events change the profile on this device and are sent nowhere. */
export const PROFILE_EVENTS = {
  interestAdded: 'Interest Added',
  interestRemoved: 'Interest Removed',
  traitCorrected: 'Trait Corrected',
  itemForgotten: 'Item Forgotten',
  categoryForgotten: 'Category Forgotten',
  profileForgotten: 'Profile Forgotten',
} as const;
