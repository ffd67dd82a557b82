/** The parts of the settings, in their order: the navigation and the headings agree by this. */
export const SECTIONS = {
  profile: 'Profile',
  password: 'Password',
  sessions: 'Where you are signed in',
  appearance: 'Appearance',
  reminders: 'Reminders',
  assistant: 'Assistant',
  data: 'Your data',
  delete: 'Delete account',
} as const;

export type SectionId = keyof typeof SECTIONS;
