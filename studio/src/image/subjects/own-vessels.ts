import type { Drawing } from './drawing.ts'

/** What holds, bears and frames others, and what rises from it. To add one: an entry here and in vessels.ts or seats.ts. */
export const ownVessels = {
  vase: {
    width: 24,
    height: 32,
    body: `<path fill="#3f8fd8" d="M7 1h10c1 0 1.500 1.500.8 2.500C16 6 16 8 18 10.500c6 7 4.500 17-1 20.500-1 .7-2 1-3 1h-4c-1 0-2-.3-3-1C1.500 27.500 0 17.500 6 10.500 8 8 8 6 6.200 3.500 5.500 2.500 6 1 7 1z"/><path fill="#2f74b8" d="M15 1h2c1 0 1.500 1.500.8 2.500C16 6 16 8 18 10.500c6 7 4.500 17-1 20.500-1 .7-2 1-3 1h-1c5-5 6-14 2.500-20C14 8.500 14 5 15 1z"/><path fill="#7ab8ee" d="M4.500 15h15c.7 1.800 1 3.500 1 5.300h-17c0-1.800.3-3.500 1-5.300z"/>`,
  },
  bowl: {
    width: 36,
    height: 20,
    body: `<path fill="#e05a4a" d="M1 2h34c0 8-5 14-11 16H12C6 16 1 10 1 2z"/><path fill="#b8443a" d="M28 2h7c0 8-5 14-11 16h-4c5-3 8-9 8-16z"/><path fill="#f0806e" d="M0 1.500C0 .7.700 0 1.500 0h33c.8 0 1.500.7 1.500 1.500S35.300 3.500 34.500 3.500h-33C.7 3.500 0 2.300 0 1.500z"/><path fill="#b8443a" d="M12 18h12v2H12z"/>`,
  },
  fishbowl: {
    width: 44,
    height: 42,
    body: `<path fill="#d8f0fb" d="M13 3h18c.8 0 1.500.700 1.500 1.500 0 3 11.500 7 11.500 20C44 34 36 41 30 41H14C8 41 0 34 0 24.500c0-13 11.500-17 11.500-20C11.500 3.700 12.200 3 13 3z" opacity=".75"/><path fill="#5fc0ec" d="M3 16c10 2.500 28 2.500 38 0 2 2.500 3 5.300 3 8.500C44 34 36 41 30 41H14C8 41 0 34 0 24.500c0-3.200 1-6 3-8.500z" opacity=".8"/><path fill="#e8c878" d="M6 35c8-3 24-3 32 0-3 4-6 6-8 6H14c-2 0-5-2-8-6z"/><path fill="#fff" d="M7 14c1.500-3 4-5 6-7l1.500 2c-3 2-5 4-6 6.500z" opacity=".8"/><rect x="10" y="1.500" width="24" height="3.500" rx="1.700" fill="#b8def0"/>`,
  },
  box: {
    width: 36,
    height: 30,
    body: `<path fill="#b9844c" d="M0 4l4 5h28l4-5-2 8H2z"/><path fill="#d9a566" d="M3 8h30v22H3z"/><path fill="#c48f52" d="M23 8h10v22H23z"/><path fill="#e8c088" d="M3 8L0 15l5 1 3-8zM33 8l3 7-5 1-3-8z"/><path fill="#f0d9a8" d="M14 8h7v9h-7z"/>`,
  },
  plate: {
    width: 44,
    height: 12,
    body: `<ellipse cx="22" cy="6.500" rx="22" ry="5.500" fill="#c9cfdc"/><ellipse cx="22" cy="5" rx="22" ry="5" fill="#f4f6fa"/><ellipse cx="22" cy="5" rx="14" ry="2.900" fill="#dfe4ee"/>`,
  },
  cake: {
    width: 44,
    height: 36,
    body: `<ellipse cx="22" cy="32.500" rx="22" ry="3.500" fill="#d8dde8"/><path fill="#b5733f" d="M4 10h36v21c-9 3-27 3-36 0z"/><path fill="#94592c" d="M30 10h10v21c-3 1-6.500 1.600-10 2z"/><path fill="#fff1dc" d="M4 19.500c9 3 27 3 36 0v3.500c-9 3-27 3-36 0z"/><path fill="#ff8fb8" d="M4 9c0-3 8-5 18-5s18 2 18 5v6c-2 3-4 3-5 0-2 5-5 5-7 1-2 4-5 4-7 .5-2 3.500-5 3-6-1-2 4-5 4-6-.5-1 2.500-4 2-5-.5z"/><ellipse cx="22" cy="9" rx="18" ry="4.600" fill="#ffb0cd"/><g fill="#e8407a"><circle cx="10" cy="31" r="1.700"/><circle cx="18" cy="32" r="1.700"/><circle cx="26" cy="32" r="1.700"/><circle cx="34" cy="31" r="1.700"/></g>`,
  },
  'thin-candle': {
    width: 8,
    height: 22,
    body: `<path fill="#3fb6ff" d="M2.500 8h3v14h-3z"/><path fill="#fff" d="M2.500 11l3-1.500v2l-3 1.500zm0 4.500l3-1.500v2l-3 1.500zm0 4.500l3-1.500v2l-3 1.500z"/><path fill="#ff9a3d" d="M4 0c2 2.500 3 4 3 5.500C7 7.200 5.700 8.200 4 8.200S1 7.200 1 5.500C1 4 2 2.500 4 0z"/><path fill="#ffe27a" d="M4 3.500c1 1.300 1.400 2 1.400 2.700 0 .9-.6 1.400-1.400 1.400s-1.400-.5-1.400-1.400c0-.7.4-1.400 1.400-2.700z"/>`,
    lamps: [{ x: 4, y: 5, reach: 7, colour: '#ffc765' }],
  },
  'couch-and-lamp': {
    width: 64,
    height: 32,
    body: `<path fill="#5a3f30" d="M7 27h4v5H7zM53 27h4v5h-4z"/><path fill="#2f6fd0" d="M8 6c0-3 2-5 5-5h38c3 0 5 2 5 5v16H8z"/><path fill="#3f82e6" d="M10 6c0-2 1.500-3.500 3.500-3.500H31V18H10zM33 2.500h17.500c2 0 3.500 1.500 3.500 3.500v12H33z"/><path fill="#4f94f4" d="M9 17h22.500v6H9zM32.500 17H55v6H32.500z"/><path fill="#2f6fd0" d="M8 22.500h48V28H8z"/><path fill="#3f82e6" d="M1 14c0-2.500 2-4 4.500-4S10 11.500 10 14v14H4c-2 0-3-1-3-3zM63 14c0-2.500-2-4-4.500-4S54 11.500 54 14v14h6c2 0 3-1 3-3z"/>`,
  },
  fireplace: {
    width: 48,
    height: 46,
    body: `<path fill="#a8604a" d="M4 10h40v36H4z"/><path fill="#c07a60" d="M5 14h8v4H5zm10 0h8v4h-8zm10 0h8v4h-8zm10 0h8v4h-8zM5 20h4v4H5zm34 0h4v4h-4zM5 26h6v4H5zm32 0h6v4h-6zM5 32h4v4H5zm34 0h4v4h-4zM5 38h6v4H5zm32 0h6v4h-6z"/><path fill="#33252a" d="M12 42V28c0-6 5-9 12-9s12 3 12 9v14z"/><path fill="#ff822d" d="M24 22c1 4 7 7 7 13 0 4-3 6-7 6s-7-2-7-6c0-3 2-4 3-7 1 1.500 2 2 2.500 2 1-3 .8-5 1.500-8z"/><path fill="#fcd53f" d="M24 30c1 2.500 4 4 4 6.500 0 2.500-2 4-4 4s-4-1.500-4-4c0-2 1.500-2.500 2-4 .5.700 1 1 1.500 1 .4-1.300.3-2.200.5-3.500z"/><path fill="#7b4a30" d="M14 39.500l19 2-.3 2.500-19-2z"/><path fill="#93603f" d="M34 39.500l-19 2 .3 2.500 19-2z"/><path fill="#7d5238" d="M0 6h48v4.500H0z"/><path fill="#94653f" d="M0 6h48v1.800H0z"/><path fill="#8d8794" d="M8 43h32v3H8z"/>`,
    lamps: [{ x: 24, y: 34, reach: 26, colour: '#ff9a3d' }],
  },
  chimney: {
    width: 16,
    height: 26,
    body: `<path fill="#a8503f" d="M2 4h12v22H2z"/><path fill="#8a3f33" d="M10 4h4v22h-4z"/><path fill="#c0705c" d="M3 8h4v2H3zm5 4h4v2H8zm-5 4h4v2H3zm5 4h4v2H8z"/><path fill="#6d3428" d="M0 1h16v4H0z"/>`,
  },
  smoke: {
    width: 24,
    height: 40,
    body: `<g fill="#e4e4ea"><circle cx="9" cy="36" r="3.500" opacity=".95"/><circle cx="12" cy="29" r="5" opacity=".9"/><circle cx="9" cy="22" r="5.600" opacity=".82"/><circle cx="14" cy="16" r="6" opacity=".7"/><circle cx="11" cy="9" r="5.600" opacity=".55"/><circle cx="16" cy="4.600" r="4.400" opacity=".4"/></g><g fill="#c4c4d0" opacity=".6"><circle cx="13.500" cy="31" r="2.600"/><circle cx="11" cy="24" r="2.800"/><circle cx="17" cy="18" r="2.800"/></g>`,
  },
  steam: {
    width: 24,
    height: 26,
    body: `<g fill="none" stroke="#f4f4f8" stroke-width="2.600" stroke-linecap="round" opacity=".85"><path d="M5 25c-4-5 4-7 0-12s3-6 1-10"/><path d="M12 24c-4-5 4-8 0-13s3-6 1-10"/><path d="M19 25c-4-5 4-7 0-12s3-6 1-10"/></g>`,
  },
  log: {
    width: 48,
    height: 16,
    body: `<path fill="#7b5236" d="M6 1h36c4 0 6 3.500 6 7s-2 7-6 7H6z"/><path fill="#63402a" d="M8 11h38c-1 2.500-2.500 4-4 4H6z"/><path stroke="#63402a" stroke-width="1.200" stroke-linecap="round" d="M16 4.500h12M32 7h9M18 8.500h8"/><ellipse cx="6.500" cy="8" rx="5.500" ry="7" fill="#d9a878"/><ellipse cx="6.500" cy="8" rx="3.600" ry="4.700" fill="#c08a58"/><ellipse cx="6.500" cy="8" rx="1.600" ry="2.200" fill="#a8713f"/>`,
  },
  wall: {
    width: 80,
    height: 34,
    body: `<path fill="#b5573f" d="M0 2h80v32H0z"/><path fill="#d8d0c8" d="M0 9h80v1.200H0zm0 8h80v1.200H0zm0 8h80v1.200H0zM13 3h1.200v6H13zm16 0h1.200v6H29zm16 0h1.200v6H45zm16 0h1.200v6H61zM5 10h1.200v7H5zm16 0h1.200v7H21zm16 0h1.200v7H37zm16 0h1.200v7H53zm16 0h1.200v7H69zM13 18h1.200v7H13zm16 0h1.200v7H29zm16 0h1.200v7H45zm16 0h1.200v7H61zM5 26h1.200v8H5zm16 0h1.200v8H21zm16 0h1.200v8H37zm16 0h1.200v8H53zm16 0h1.200v8H69z"/><path fill="#8f4030" d="M0 0h80v3H0z"/>`,
  },
  shelf: {
    width: 52,
    height: 12,
    body: `<path fill="#8c5a30" d="M6 5h3v7L6 9zM43 5h3v4l-3 3z"/><path fill="#b98255" d="M0 1h52v4.500H0z"/><path fill="#d09a68" d="M0 1h52v1.600H0z"/>`,
  },
  windowsill: {
    width: 60,
    height: 12,
    body: `<path fill="#d8d0c0" d="M4 5h52v5H4z"/><path fill="#fbf4e6" d="M0 1h60v5H0z"/><path fill="#c4b8a4" d="M4 9h52v2H4z"/>`,
  },
  'stone-bridge': {
    width: 96,
    height: 40,
    body: `<path fill="#a39d96" d="M0 8h96v32H86c0-10-5-16-13-16s-13 6-13 16h-9c0-12-1-16-3-16s-3 4-3 16H36c0-10-5-16-13-16s-13 6-13 16H0z"/><path fill="#a39d96" d="M36 24h24v16H36z"/><path fill="#8b857f" d="M0 11h96v3H0z"/><path fill="#b8b2ab" d="M0 4h96v5H0z"/><path fill="#cbc5be" d="M0 4h96v1.800H0z"/><g fill="#8b857f"><path d="M4 17h7v3H4zm12 1h7v2.500h-7zm22 0h7v3h-7zm12 4h7v3h-7zm-10 7h7v3h-7zm11 5h6v3h-6zm14-17h7v3h-7zm13 1h7v3h-7zM2 26h6v3H2zm84-3h7v3h-7zm1 9h7v3h-7zM1 34h6v3H1z"/></g><path fill="none" stroke="#6f6a65" stroke-width="2" d="M10 40c0-10 5-16 13-16s13 6 13 16M60 40c0-10 5-16 13-16s13 6 13 16"/>`,
  },
  'open-umbrella': {
    width: 44,
    height: 60,
    body: `<path fill="#46307d" d="M21 2h2v48h-2z"/><path fill="none" stroke="#6d4534" stroke-width="2.600" stroke-linecap="round" d="M22 46v8c0 4 6 4 6 0"/><path fill="#8d65c5" d="M0 21C1 9 10 2 22 2s21 7 22 19c-3-3-8-3-11 0-3-3-8-3-11 0-3-3-8-3-11 0-3-3-8-3-11 0z"/><path fill="#7a52b0" d="M22 2c6 4 10 11 11 19-3-3-8-3-11 0zM22 2c9 1 16 5 20 13-3 0-6 2-9 6-1-8-5-15-11-19z"/><path fill="#46307d" d="M21 0h2v3h-2z"/>`,
  },
  'halved-egg': {
    width: 30,
    height: 22,
    body: `<ellipse cx="15" cy="11" rx="15" ry="11" fill="#ecd9c0"/><ellipse cx="15" cy="10.500" rx="14" ry="10" fill="#fffaf2"/><circle cx="15" cy="9.500" r="6.200" fill="#ff9f2e"/><circle cx="14" cy="8.500" r="4.400" fill="#ffbe4a"/>`,
  },
  circle: {
    width: 40,
    height: 40,
    body: `<circle cx="20" cy="20" r="19" fill="#2f6fe0"/>`,
  },
  square: { width: 40, height: 40, body: `<rect x="1" y="1" width="38" height="38" rx="3" fill="#2f6fe0"/>` },
  triangle: { width: 40, height: 36, body: `<path fill="#2f6fe0" d="M20 1l19 34H1z"/>` },
  flag: {
    width: 34,
    height: 48,
    body: `<path fill="#8c6b4f" d="M1 1h2.600v47H1z"/><path fill="#f8312f" d="M3.600 3c9-3 13 4 29.400 0-3 6-3 11 0 17-15 4-20-3-29.400 0z"/><path fill="#ca0b2f" d="M20 4c4 .6 8 .4 13-1-3 6-3 11 0 17-5 1.300-9 1.400-13 .8z"/>`,
  },
  torch: {
    width: 16,
    height: 40,
    body: `<path fill="#7b4a30" d="M5.500 16h5L9.500 40h-3z"/><path fill="#5a3729" d="M4 14h8v4H4z"/><path fill="#ff822d" d="M8 0c1 4 6 6 6 10 0 3.500-2.500 5-6 5s-6-1.500-6-5c0-3 2-4 3-6 .8 1 1.500 1.500 2 1.500C7.800 3.500 7.500 2 8 0z"/><path fill="#fcd53f" d="M8 6c.8 2 3 3.300 3 5.300 0 2-1.300 3-3 3s-3-1-3-3c0-1.600 1-2 1.500-3 .4.5.8.8 1 .8.5-1 .4-2 .5-3.100z"/>`,
    lamps: [{ x: 8, y: 9, reach: 18, colour: '#ff9a3d' }],
  },
  acacia: {
    width: 56,
    height: 40,
    body: `<path fill="#6d4f34" d="M26 40c1-8 0-14-9-22l2-1c5 4 8 7 9 11 1-5 4-8 9-12l2 1.500c-7 6-9 11-8 22.500z"/><path fill="#5f8a3a" d="M3 14c0-4 6-5 9-4 3-5 11-5 14-2 6-5 15-3 17 1 5-1 11 1 11 5 0 3-5 4-9 3-4 3-12 2-15 0-5 3-11 2-14 0-5 2-13 1-13-3z"/><path fill="#78a548" d="M8 12c3-3 7-3 9-1 3-4 9-3 11 0 5-4 11-2 13 1-4-1-8 0-10 1-4-2-8-1-10 0-4-2-9-2-13-1z"/>`,
  },
} as const satisfies Record<string, Drawing>
