import type { Drawing } from './drawing.ts'

/** What is worn and the emoji set lacks or does not draw as it is worn. To add one: an entry here and in worn.ts. */
export const ownClothes = {
  beard: {
    width: 32,
    height: 24,
    body: `<path fill="#e8e8ee" d="M2 2c2 3 4 4.500 7 4.500 2.500 0 4.500-2.500 7-2.500s4.500 2.500 7 2.500c3 0 5-1.500 7-4.500 1.500 10-4 21-14 21S.5 12 2 2z"/><path fill="#d0d0dc" d="M9 14c1 4 3.500 7 7 7s6-3 7-7c1 6-2 9.500-7 9.500S8 20 9 14z"/><path fill="#c46a55" d="M12 10.500c2.500 1 5.500 1 8 0-.8 2.300-2 3.400-4 3.400s-3.200-1.100-4-3.400z"/><path fill="#f4f4f8" d="M6 8.500C9 5 13 5 16 7.500 19 5 23 5 26 8.500c-3 2.500-7 2.500-10 .6-3 1.900-7 1.900-10-.6z"/>`,
  },
  moustache: {
    width: 24,
    height: 10,
    body: `<path fill="#5a3a2b" d="M12 3C9 0 5 1 3 4 2 6 1 6 0 5c0 4 3 5 6 5s5-1.500 6-3c1 1.500 3 3 6 3s6-1 6-5c-1 1-2 1-3-1-2-3-6-4-9-1z"/>`,
  },
  'worn-scarf': {
    width: 28,
    height: 26,
    body: `<path fill="#f8312f" d="M1 2c8 4 18 4 26 0 1 3 1 6-.5 8-8 3.500-17 3.500-25 0C0 8 0 5 1 2z"/><path fill="#ca0b2f" d="M18 9h7l1 14h-7z"/><path fill="#f8312f" d="M18 9h5l1 14h-5z"/><path fill="#ca0b2f" d="M19 23h1.300v3H19zm2.300 0h1.300v3h-1.300zm2.300 0h1.300v3h-1.300z"/>`,
  },
  'worn-tie': {
    width: 12,
    height: 22,
    body: `<path fill="#46307d" d="M3.500 0h5l-1 4.500L10.500 17 6 22 1.500 17l3-12.500z"/><path fill="#5f4a9a" d="M3.500 0h5l-1 4.500h-3z"/>`,
  },
  'bow-tie': {
    width: 24,
    height: 12,
    body: `<path fill="#f8312f" d="M1 1l9 3.500v3L1 11c-1-3-1-7 0-10zM23 1l-9 3.500v3l9 3.500c1-3 1-7 0-10z"/><rect x="9" y="3.500" width="6" height="5" rx="1.500" fill="#ca0b2f"/>`,
  },
  cape: {
    width: 32,
    height: 40,
    body: `<path fill="#d8283a" d="M8 0h16c5 10 7.500 24 8 36-3 3-5 3-8 1-3 3-5 3-8 1-3 2-5 2-8-1-3 2-5 2-8-1C.5 24 3 10 8 0z"/><path fill="#a81a30" d="M20 4c3 9 4.500 22 4 33-1.500 1.500-3 2-4 1.500zM9 6c-1.500 9-2.500 21-1.500 31-1 .9-2 .9-3 .5C4.500 26 6 15 9 6z"/>`,
  },
  'wizard-hat': {
    width: 40,
    height: 36,
    body: `<path fill="#3a3a9a" d="M22 0c3 8 6 18 8 28H10C13 18 17 8 22 0z"/><path fill="#2c2c7c" d="M22 0c3 8 6 18 8 28h-7c1-9 0-19-1-28z"/><path fill="#3a3a9a" d="M1 30c6-3 32-3 38 0 1 3-8 6-19 6S0 33 1 30z"/><path fill="#fcd53f" d="M11 24.500c6 1.500 12 1.500 18 0l1 4c-6 1.800-14 1.800-20 0z"/><path fill="#fcd53f" d="M19 12l1 2 2 .3-1.500 1.500.4 2.200-1.900-1-1.900 1 .4-2.200L16 14.300l2-.3z"/>`,
  },
  'straw-hat': {
    width: 40,
    height: 20,
    body: `<path fill="#f0cf7a" d="M10 13C10 5 14 1 20 1s10 4 10 12z"/><path fill="#d8b25a" d="M23 1.400c4.500 1 7 5 7 11.600h-5c0-5-.5-9-2-11.600z"/><path fill="#c4453f" d="M10 9.500c6 1.500 14 1.500 20 0v4H10z"/><path fill="#f4d888" d="M0 15c5-3.500 35-3.500 40 0 0 3-9 5-20 5S0 18 0 15z"/><path fill="#d8b25a" d="M2 16.500c9 2.500 27 2.500 36 0-4 2.300-10 3.500-18 3.500S6 18.800 2 16.500z"/>`,
  },
  'cowboy-hat': {
    width: 44,
    height: 22,
    body: `<path fill="#9a6236" d="M12 15c1-8 3-13 6-14 2-.4 2.500 1.500 4 1.500S24 .6 26 1c3 1 5 6 6 14z"/><path fill="#7c4b28" d="M12 11.500c6 1.600 14 1.600 20 0l.4 3.500H11.600z"/><path fill="#ad713f" d="M0 10c4 5 8 4.500 12 4h20c4 .5 8 1 12-4-1 8-9 12-22 12S1 18 0 10z"/><path fill="#8a5630" d="M3 15c9 5 29 5 38 0-4 5-10 7-19 7S7 20 3 15z"/>`,
  },
  'santa-hat': {
    width: 34,
    height: 28,
    body: `<path fill="#f8312f" d="M6 21C6 9 12 1 20 1c6 0 10 5 11 14l-5 1c0-2-1-4-2-5 1 4 1.500 7 1.500 10z"/><path fill="#ca0b2f" d="M24 11c2-1 4 1 4.500 4.500L26 16c0-2-1-4-2-5z"/><rect x="3" y="20" width="25" height="7" rx="3.500" fill="#fff"/><circle cx="29.500" cy="17.500" r="3.800" fill="#fff"/>`,
  },
  'party-hat': {
    width: 24,
    height: 30,
    body: `<path fill="#ff5fa2" d="M12 3l10 25c-6 2.500-14 2.500-20 0z"/><path fill="#fcd53f" d="M8.500 11.500l8.500 4 1.300 3.500L7 14.500zM5.500 19.500l14 5 1.500 3.500L4.500 22z"/><circle cx="12" cy="3" r="3" fill="#3fb6ff"/>`,
  },
  beanie: {
    width: 28,
    height: 24,
    body: `<circle cx="14" cy="3.500" r="3.500" fill="#f4f4f8"/><path fill="#3f7fd8" d="M3 17C3 9 7 4.500 14 4.500S25 9 25 17z"/><path fill="#2f65b5" d="M17 5c5 1 8 5 8 12h-5c0-5-1-9-3-12z"/><rect x="1" y="15" width="26" height="7.500" rx="3" fill="#5b98ea"/>`,
  },
  beret: {
    width: 32,
    height: 16,
    body: `<path fill="#c4303f" d="M3 10C2 5 9 2 17 2s14 3 13 7c-1 3-6 4-13 4S4 13 3 10z"/><path fill="#9a2233" d="M6 11c7 2 15 2 22 0-1 3-5 4.500-11 4.500S7 14 6 11z"/><path stroke="#9a2233" stroke-width="1.400" stroke-linecap="round" d="M17 2.500V.8"/>`,
  },
  mask: {
    width: 30,
    height: 12,
    body: `<path fill="#2d2838" d="M0 3c5-3 10-3 15-1 5-2 10-2 15 1 0 5-3 9-8 9-3 0-5-2-7-4-2 2-4 4-7 4-5 0-8-4-8-9z"/><ellipse cx="8" cy="6" rx="3.600" ry="2.400" fill="#fff"/><ellipse cx="22" cy="6" rx="3.600" ry="2.400" fill="#fff"/><circle cx="8.400" cy="6" r="1.300" fill="#2d2838"/><circle cx="21.600" cy="6" r="1.300" fill="#2d2838"/>`,
  },
  necklace: {
    width: 24,
    height: 16,
    body: `<path fill="none" stroke="#e8b84a" stroke-width="1.800" d="M2 1c1 8 5 11 10 11s9-3 10-11"/><path fill="#2fb5e8" d="M12 10l3 3-3 3-3-3z"/>`,
  },
} as const satisfies Record<string, Drawing>
