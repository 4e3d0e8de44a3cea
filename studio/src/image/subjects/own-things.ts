import type { Drawing } from './drawing.ts'

/** Vehicles and objects that the emoji set lacks or draws as a tile with a scene in it. To add one: an entry here. */
export const ownThings = {
  'sailing-boat': {
    width: 40,
    height: 46,
    body: `<path fill="#8a5a3c" d="M19 2h1.800v34H19z"/><path fill="#fff7e6" d="M21.500 4c9 8 13 18 13.500 27H21.500z"/><path fill="#e3d7c4" d="M26 9c6 7 8.700 14.500 9 22h-7c0-8-.4-15-2-22z"/><path fill="#f8605a" d="M18 8v23H5C7 23 11 15 18 8z"/><path fill="#f8312f" d="M20.800 1l6 2.200-6 2z"/><path fill="#c4553f" d="M2 35h36c-1 6-4 10-8 11H11c-5-1-8-5-9-11z"/><path fill="#98392f" d="M4 40h32c-1.500 3.500-3.500 5.500-6 6H11c-3-.5-5.500-2.500-7-6z"/><path fill="#f4e6cf" d="M2 34h36l-.3 2.500H2.300z"/>`,
  },
  'rowing-boat': {
    width: 46,
    height: 20,
    body: `<path stroke="#d9b27a" stroke-width="1.500" d="M20 3L6 17M28 3l13 14"/><path fill="#a8653f" d="M1 7h44c-2 8-7 12-12 13H13C8 19 3 15 1 7z"/><path fill="#844b2f" d="M4 13h38c-2.500 4-5.500 6.500-9 7H13c-3.500-.5-6.500-3-9-7z"/><path fill="#c98a58" d="M0 6h46l-.5 2.600H.5z"/>`,
  },
  'pirate-ship': {
    width: 56,
    height: 54,
    body: `<path fill="#6d4534" d="M16 6h2v36h-2zM32 2h2v40h-2z"/><path fill="#efe3cb" d="M7 11h20c2 7 2 12 0 18H7c2-6 2-11 0-18z"/><path fill="#efe3cb" d="M28 8h17c2 8 2 14 0 21H28c2-7 2-13 0-21z"/><path fill="#d9c8a8" d="M22 11h5c2 7 2 12 0 18h-5c2-6 2-11 0-18zM40 8h5c2 8 2 14 0 21h-5c2-7 2-13 0-21z"/><path fill="#2d2838" d="M34 0h10v6H34z"/><circle cx="38.500" cy="2.600" r="1.500" fill="#fff"/><path fill="#fff" d="M37.700 4h1.600v1.200h-1.600z"/><path fill="#7b4a30" d="M2 34l6 2h38l8-6c-1 12-5 22-10 24H13C7 52 3 44 2 34z"/><path fill="#5f3524" d="M5 45h46c-2 5-4.500 8.300-7 9H13c-3.500-1-6-4.500-8-9z"/><path fill="#d9a441" d="M3 38h49l-.4 2H3.500z"/><g fill="#2d2838"><circle cx="15" cy="43.500" r="1.600"/><circle cx="23" cy="43.500" r="1.600"/><circle cx="31" cy="43.500" r="1.600"/><circle cx="39" cy="43.500" r="1.600"/></g>`,
  },
  submarine: {
    width: 54,
    height: 30,
    body: `<path fill="#4b4a5c" d="M27 1h8v2h-6v6h-2z"/><path fill="#f2b63c" d="M20 12c0-3 2-5 5-5h7c3 0 5 2 5 5z"/><path fill="#fcd53f" d="M12 11h26c9 0 15 4 15 9s-6 9-15 9H12C5 29 2 24 2 20s3-9 10-9z"/><path fill="#e0a12f" d="M2.300 22h50.400c-1.500 4-7 7-14.700 7H12c-6 0-9-3.500-9.700-7z"/><path fill="#c4553f" d="M0 12l6 4v8l-6 4z"/><g fill="#3b4c6b"><circle cx="20" cy="19" r="4"/><circle cx="31" cy="19" r="4"/><circle cx="42" cy="19" r="4"/></g><g fill="#8fe0ff"><circle cx="20" cy="19" r="2.700"/><circle cx="31" cy="19" r="2.700"/><circle cx="42" cy="19" r="2.700"/></g>`,
    lamps: [{ x: 44, y: 19, reach: 8, colour: '#bff0ff' }],
  },
  'hot-air-balloon': {
    width: 36,
    height: 52,
    body: `<path fill="#f8312f" d="M18 1C8 1 1 8.500 1 17c0 9 7 14 11 21h12c4-7 11-12 11-21C35 8.500 28 1 18 1z"/><path fill="#fcd53f" d="M18 1c-6 0-9.500 8-9.500 16.500S12 33 14.500 38h7C24 33 27.500 26 27.500 17.500S24 1 18 1z"/><path fill="#ff822d" d="M18 1c-2.500 0-4.500 8-4.500 16.500S15.500 33 16.500 38h3c1-5 3-12 3-20.500S20.500 1 18 1z"/><path fill="#000" opacity=".12" d="M23 2c7 2 12 8.500 12 15 0 9-7 14-11 21h-4c6-8 9-14 9-21 0-6-2-12-6-15z"/><path stroke="#6d4534" stroke-width=".8" d="M12.500 38l1.500 6M23.500 38L22 44M18 38v6"/><path fill="#a8713f" d="M12.500 43.500h11l-1 7.500c-.1.600-.5 1-1 1h-7c-.5 0-.9-.4-1-1z"/><path fill="#8c5a30" d="M12.500 43.500h11l-.3 2H12.800z"/>`,
  },
  airship: {
    width: 60,
    height: 30,
    body: `<path fill="#c4553f" d="M0 5l10 6v3L0 20z"/><path fill="#d8d2e4" d="M6 12C10 4 22 1 34 1c14 0 25 5 25 11.500S48 24 34 24C22 24 10 20 6 12z"/><path fill="#b3abc6" d="M7 14c5 7 16 10 27 10 13 0 23-4 25-10-4 3-14 5-25 5-12 0-22-1-27-5z"/><path fill="#8d65c5" d="M6.500 11.500h52.400c.1.700.1 1.300 0 2H7.300z"/><path fill="#6d4534" d="M24 24h18l-2 5c-.3.600-.7 1-1.300 1H27.300c-.6 0-1-.4-1.300-1z"/><path fill="#ffe08a" d="M27 25.500h3v2h-3zm5 0h3v2h-3zm5 0h3v2h-3z"/>`,
  },
  'street-lamp': {
    width: 16,
    height: 56,
    body: `<path fill="#3d4254" d="M7 14h2.400v38H7z"/><path fill="#2f3344" d="M4 52h8.400l1 4H3z"/><path fill="#ffe7a3" d="M4 5h8.400l-1.500 9H5.500z"/><path fill="#3d4254" d="M3 5l5.200-4L13.400 5zM5 13.500h6.400V15H5z"/><path fill="#2f3344" d="M6 20h4.400v1.500H6z"/>`,
    lamps: [{ x: 8.2, y: 9, reach: 17, colour: '#ffd77e' }],
  },
  'floor lamp': {
    width: 22,
    height: 60,
    body: `<path fill="#4a4453" d="M10 16h2v40h-2z"/><path fill="#3a3542" d="M4 58c0-2.500 3-4 7-4s7 1.500 7 4v2H4z"/><path fill="#f3dca6" d="M6 1h10l5 17H1z"/><path fill="#dcbf83" d="M13 1h3l5 17h-6z"/><path fill="#c99f5c" d="M1 16.600h20V18H1z"/>`,
    lamps: [{ x: 11, y: 12, reach: 17, colour: '#ffd77e' }],
  },
  'table lamp': {
    width: 26,
    height: 34,
    body: `<path fill="#3a6f8f" d="M13 16c4 0 6 4 6 8s-2 6-3 8h-6c-1-2-3-4-3-8s2-8 6-8z"/><path fill="#2c5670" d="M14 16c3 0 5 4 5 8s-2 6-3 8h-2c2-6 2-11 0-16z"/><path fill="#2c3e4c" d="M7 31.500h12V34H7z"/><path fill="#f3dca6" d="M7 1h12l6 16H1z"/><path fill="#dcbf83" d="M15 1h4l6 16h-8z"/><path fill="#c99f5c" d="M1 15.700h24V17H1z"/>`,
    lamps: [{ x: 13, y: 11, reach: 15, colour: '#ffd77e' }],
  },
  lantern: {
    width: 22,
    height: 32,
    body: `<path fill="none" stroke="#3d3a48" stroke-width="1.600" d="M6 9C6 1 16 1 16 9"/><path fill="#4a4656" d="M4 11l3-4h8l3 4z"/><path fill="#ffdf87" d="M5 11h12v15H5z"/><path fill="#fff4cc" d="M9 14h4v9H9z"/><path fill="#ff9a3d" d="M11 15c2 3 2 6 0 7-2-1-2-4 0-7z"/><path fill="#4a4656" d="M4 11h2v15H4zM16 11h2v15h-2zM3 26h16l1 6H2z"/>`,
    lamps: [{ x: 11, y: 19, reach: 14, colour: '#ffc765' }],
  },
  campfire: {
    width: 34,
    height: 32,
    body: `<path fill="#ff822d" d="M17 1c1 6 9 9 9 17 0 6-4 10-9 10s-9-4-9-10c0-4 2-6 3-9 1 2 2 3 3 3 1-4 1-7 3-11z"/><path fill="#fcd53f" d="M17 11c1 4 5 6 5 10 0 4-2 7-5 7s-5-3-5-7c0-3 2-4 2.500-6 .8 1 1.500 1.500 2 1 .4-2 .2-3 .5-5z"/><path fill="#fff3b8" d="M17 20c2 2 2.500 3 2.500 5S18.500 28 17 28s-2.500-1-2.500-3 1-3 2.500-5z"/><path fill="#7b4a30" d="M3 24.500l27 4.500-.7 3L2.500 27.800z"/><path fill="#93603f" d="M31 24.500L4 29l.7 3 26.800-4.200z"/><circle cx="31" cy="26.200" r="1.700" fill="#d9a878"/><circle cx="3" cy="26.200" r="1.700" fill="#d9a878"/>`,
    lamps: [{ x: 17, y: 18, reach: 24, colour: '#ff9a3d' }],
  },
  seagull: {
    width: 44,
    height: 22,
    body: `<path fill="#e4e8ef" d="M1 6c8-5 15-2 20 6l-3 4C13 9 8 6 1 6z"/><path fill="#f7f9fc" d="M43 4c-9-5-17-1-21 7l2 5C29 9 35 5 43 4z"/><path fill="#5b6273" d="M1 6c2-1.500 4-2.300 6-2.400l2 2.600C6.500 5.800 4 5.700 1 6zM43 4c-2-1.400-4-2-6.300-2.200l-1.500 3C37.500 4.300 40 4 43 4z"/><path fill="#fff" d="M12 17c3-5 9-7 14-5 3 1 5 3 8 3-2 4-8 6-13 6-4 0-7-2-9-4z"/><path fill="#ff9a2e" d="M34 15l4 .8-4.600 1.500z"/><circle cx="31" cy="14.800" r=".8" fill="#2d2838"/>`,
  },
  bench: {
    width: 44,
    height: 24,
    body: `<path fill="#4a4656" d="M6 8h2.600v16H6zM35.400 8H38v16h-2.600z"/><path fill="#b07a4a" d="M2 2h40v3.600H2zM2 7.500h40V11H2z"/><path fill="#8c5a30" d="M1 13.500h42V17H1z"/><path fill="#c48f5c" d="M1 13.500h42v1.500H1z"/>`,
  },
  piano: {
    width: 48,
    height: 40,
    body: `<path fill="#2d2838" d="M3 14C3 5 12 2 20 4c7 2 8 8 14 9 7 1 11 3 11 8v3H3z"/><path fill="#46405a" d="M6 13C7 7 13 5 19 7c6 2 8 8 14 9 4 .6 7 1 8.500 3H6z"/><path fill="#1d1928" d="M3 22h42v5H3z"/><path fill="#fff" d="M5 21h27v4H5z"/><path stroke="#1d1928" stroke-width=".7" d="M8 21v4m3-4v4m3-4v4m3-4v4m3-4v4m3-4v4m3-4v4m3-4v4"/><path fill="#1d1928" d="M6 27h3v13H6zm33 0h3v13h-3zm-17 0h3v11h-3z"/>`,
  },
  sword: {
    width: 18,
    height: 50,
    body: `<path fill="#dfe6f0" d="M9 0l3 5v29H6V5z"/><path fill="#b3bfd0" d="M9 0l3 5v29H9z"/><path fill="#d9a441" d="M1 33h16c.6 0 1 .5 1 1.500S17.600 37 17 37H1c-.6 0-1-1.500-1-2.500S.4 33 1 33z"/><path fill="#6d4534" d="M7 37h4v9H7z"/><circle cx="9" cy="47.500" r="2.500" fill="#d9a441"/><circle cx="9" cy="35" r="1.300" fill="#f8312f"/>`,
  },
  'treasure-chest': {
    width: 40,
    height: 32,
    body: `<path fill="#8c5a30" d="M3 14C3 6 8 2 14 2h12c6 0 11 4 11 12z"/><path fill="#fcd53f" d="M5 17c3-5 8-3 10-5 3-2 6 0 9-1 3 0 8 2 11 6z"/><circle cx="13" cy="14" r="2.400" fill="#ffe680"/><circle cx="22" cy="13" r="2.400" fill="#ffe680"/><circle cx="29" cy="15" r="2" fill="#ff5a7a"/><path fill="#a86b3a" d="M2 16h36v16H2z"/><path fill="#7d4c28" d="M2 26h36v6H2z"/><path fill="#d9a441" d="M2 16h36v2.500H2zM6 16h3v16H6zM31 16h3v16h-3z"/><rect x="16" y="15" width="8" height="8" rx="1.500" fill="#e8b84a"/><circle cx="20" cy="19" r="1.500" fill="#5a3a24"/>`,
  },
  table: {
    width: 44,
    height: 28,
    body: `<path fill="#c48f5c" d="M1 4h42l-2 5H3z"/><path fill="#a8713f" d="M3 9h38v3H3z"/><path fill="#8c5a30" d="M6 12h4l-1 16H6zM34 12h4v16h-3z"/>`,
  },
  scarecrow: {
    width: 36,
    height: 50,
    body: `<path fill="#8c5a30" d="M16.500 20h3v30h-3zM1 21h34v3H1z"/><path fill="#c8453f" d="M4 19h28v6h-5l1 14H8l1-14H4z"/><path fill="#a03232" d="M18 19h14v6h-5l1 14H18z"/><path fill="#e8c45c" d="M0 19h4v7l-4 1zM32 19h4v8l-4-1zM9 39h18l-2 4-3-2-3 3-3-3-3 2z"/><circle cx="18" cy="13" r="6.500" fill="#f0d7a1"/><path fill="#b5803f" d="M8 9h20l-4-3-1-5H13l-1 5z"/><circle cx="15.700" cy="13" r="1" fill="#4a3524"/><circle cx="20.300" cy="13" r="1" fill="#4a3524"/><path fill="none" stroke="#4a3524" stroke-width=".8" d="M15 16q3 2 6 0"/>`,
  },
  knight: {
    width: 30,
    height: 50,
    body: `<path fill="#e8404a" d="M6 20h18l3 24H3z"/><path fill="#8d97a8" d="M9 34h5v13H9zM16 34h5v13h-5z"/><path fill="#6b7486" d="M8 46h7v4H7zM16 46h6l1 4h-7z"/><path fill="#b9c3d2" d="M8 19h14l1 17H7z"/><path fill="#98a3b5" d="M15 19h7l1 17h-8z"/><path fill="#8d97a8" d="M3 20c0-2 5-2 6 0l-1 12H4zM21 20c1-2 6-2 6 0l-1 12h-4z"/><path fill="#c9d2df" d="M8 9c0-5 3-8 7-8s7 3 7 8v7c0 2-3 3-7 3s-7-1-7-3z"/><path fill="#2d3242" d="M9.500 9h11v2.600h-11z"/><path fill="#98a3b5" d="M14.300 6h1.400v12h-1.400z"/><path fill="#e8404a" d="M15 1c0-2 4-2 6 1-2 1-4 2-6 1z"/><path fill="#e5ebf3" d="M26.500 6l1.300 2v20h-2.600V8z"/><path fill="#d9a441" d="M23.500 27.500h6v1.600h-6z"/>`,
  },
  armchair: {
    width: 38,
    height: 36,
    body: `<path fill="#5a3f30" d="M7 31h3.500v5H7zM27.500 31H31v5h-3.500z"/><rect x="6" y="1" width="26" height="26" rx="6" fill="#c8553d"/><path fill="#b04632" d="M9 19h20v12H9z"/><rect x="8.500" y="18" width="21" height="7" rx="2.500" fill="#da6a50"/><rect x="1" y="13" width="9" height="20" rx="4" fill="#c8553d"/><rect x="28" y="13" width="9" height="20" rx="4" fill="#c8553d"/><path fill="#b04632" d="M10 28h18v5H10z"/>`,
  },
  bookshelf: {
    width: 40,
    height: 50,
    body: `<path fill="#7d4c28" d="M2 0h36v50H2z"/><path fill="#4f2f1a" d="M5 3h30v12.500H5zM5 18h30v12.500H5zM5 33h30v13H5z"/><path fill="#c8453f" d="M6 5h4v10.500H6zM22 7h3v8.500h-3zM16 20h4v10.500h-4zM28 35h4v11h-4z"/><path fill="#3f82e6" d="M10.500 6.500h3v9h-3zM29 5h4v10.500h-4zM6 21h4v9.500H6zM12 36h4v10h-4z"/><path fill="#4f9a3a" d="M14 5.500h4v10h-4zM25 20h3v10.500h-3zM6 35h5.500v11H6z"/><path fill="#f0c14b" d="M18.500 6h3v9.500h-3zM10.500 19.500h5v11h-5zM28.500 21h4v9.500h-4zM17 35h3v11h-3z"/><path fill="#efe3cb" d="M25.500 6h3v9.500h-3zM20.500 22h4v8.500h-4zM20.500 37h7v9h-7z"/>`,
  },
  branch: {
    width: 66,
    height: 18,
    body: `<path fill="#6d4a30" d="M0 4c14 1 30 3 44 2.500 8-.2 15-1.500 22-4-6 4-13 6.500-21 7-16 1-32 .5-45 2.500z"/><path fill="#5a3b26" d="M0 9c14-1 30 .6 45 .5-15 1.500-31 .8-45 2.500zM24 9.500c4 2 7 4.500 9 8-3-3-7-5-12-6.500z"/><g fill="#4f9a3a"><path d="M56 5c1-4 4-5.500 8-5-1 4-4 6-8 5zM34 17c4-2 7-1 8.500 1-3 1.500-6 1-8.500-1zM50 8c3 .5 5 2.500 5 6-3.500-.5-5.500-3-5-6zM8 5C8 1.500 10 0 13 0c0 3.500-2 5.500-5 5z"/></g>`,
  },
  fence: {
    width: 60,
    height: 22,
    body: `<path fill="#e9dcc4" d="M0 7h60v3H0zM0 14h60v3H0z"/><path fill="#fff8ea" d="M3 3l2.500-3L8 3v19H3zm12 0l2.500-3L20 3v19h-5zm12 0l2.500-3L32 3v19h-5zm12 0l2.500-3L44 3v19h-5zm12 0l2.500-3L56 3v19h-5z"/>`,
  },
} as const satisfies Record<string, Drawing>
