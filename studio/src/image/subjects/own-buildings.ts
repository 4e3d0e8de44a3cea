import type { Drawing } from './drawing.ts'

/** Buildings and landmarks that the emoji set lacks, in its flat manner. To add one: an entry here. */
export const ownBuildings = {
  shop: {
    width: 48,
    height: 40,
    body: `<path fill="#e8c9a0" d="M3 4h42v36H3z"/><path fill="#8a5a3c" d="M2 2h44v4.500H2zM2 37.500h44V40H2z"/><path fill="#f4f4f4" d="M1 12h46v6a3.800 3.800 0 0 1-7.670 0 3.800 3.800 0 0 1-7.660 0 3.800 3.800 0 0 1-7.670 0 3.800 3.800 0 0 1-7.670 0 3.800 3.800 0 0 1-7.660 0A3.800 3.800 0 0 1 1 18z"/><path fill="#e0443e" d="M1 12h7.670v6A3.800 3.800 0 0 1 1 18zM16.330 12H24v6a3.800 3.800 0 0 1-7.670 0zM31.670 12h7.660v6a3.800 3.800 0 0 1-7.660 0z"/><path fill="#6d4534" d="M30 23h11v15H30z"/><path fill="#a8dcff" d="M32 25h7v6.500h-7zM6 23.500h20V34H6z"/><path fill="#6d4534" d="M15.400 23.500h1.400V34h-1.400zM5 33.500h22v1.600H5z"/><circle cx="38.800" cy="33.500" r=".8" fill="#fcd53f"/>`,
    lamps: [{ x: 16, y: 29, reach: 10, colour: '#ffd98a' }],
  },
  lighthouse: {
    width: 34,
    height: 62,
    body: `<path fill="#6f6a78" d="M2 61c-1-5 2-9 6-9 2-4 6-5 9-4 3-2 8-1 10 3 4 0 6 5 5 10z"/><path fill="#8b8794" d="M4 61c0-4 3-7 6-6 2-4 6-5 9-3 2 1 1 9-2 9z"/>
<path fill="#f4f4f4" d="M12.500 18h9l3.200 35h-15.400z"/><path fill="#d9dbe6" d="M18.500 18h3l3.200 35h-5.200z"/>
<path fill="#f8312f" d="M12 24h10l.65 7h-11.300zM10.800 38h12.400l.65 7h-13.700z"/><path fill="#ca0b2f" d="M18.800 24H22l.65 7h-3.400zM19.400 38h3.800l.65 7h-4.100z"/>
<rect x="15.200" y="47" width="4" height="6" rx="2" fill="#5b3a4a"/><rect x="15.600" y="33" width="2.600" height="3.600" rx="1.300" fill="#4b5c7a"/>
<rect x="10.500" y="16" width="13" height="3" rx="1" fill="#3d3a4c"/><rect x="12.700" y="9" width="8.600" height="7" fill="#ffe27a"/><path fill="#fff6cf" d="M15 9h4v7h-4z"/>
<path fill="#3d3a4c" d="M12.300 8.600h1.200V16h-1.200zM20.500 8.600h1.200V16h-1.200zM16.500 8.600h1V16h-1z"/><path fill="#f8312f" d="M11 9c1-4 3.500-6 6-6s5 2 6 6z"/><path fill="#ca0b2f" d="M17 3c2.500 0 5 2 6 6h-4c0-3-.7-5-2-6z"/><circle cx="17" cy="2.500" r="1.300" fill="#3d3a4c"/>`,
    lamps: [{ x: 17, y: 12.5, reach: 30, colour: '#ffe48a', beam: true }],
  },
  windmill: {
    width: 44,
    height: 52,
    body: `<path fill="#e9d9be" d="M15.500 20h13l4 32h-21z"/><path fill="#cdb892" d="M23 20h5.500l4 32H24z"/><path fill="#a4503f" d="M13.500 21c1-7 4-11 8.500-11s7.500 4 8.500 11z"/><path fill="#83392f" d="M22 10c4.500 0 7.500 4 8.500 11H24c0-5-.6-8.500-2-11z"/>
<rect x="18.500" y="41" width="7" height="11" rx="3.500" fill="#6d4534"/><rect x="19.500" y="27" width="5" height="6" rx="1" fill="#5b7fa0"/>
<g fill="#fff8ea" stroke="#8c6b4f" stroke-width=".9"><path d="M22.500 17.500L37 2l4.500 4-15.500 13z"/><path d="M24.500 19.500L40 34l-4 4.500-13-15.500z"/><path d="M22 21.500L7.500 37 3 33l15.500-13z"/><path d="M20 19L5 4.500 9 0l13 15.500z"/></g><circle cx="22.300" cy="19.300" r="2.600" fill="#6d4534"/>`,
  },
  cabin: {
    width: 46,
    height: 38,
    body: `<rect x="33" y="4" width="5" height="12" fill="#7b7683"/><rect x="5" y="18" width="36" height="20" fill="#a8713f"/><path fill="#8c5a30" d="M5 21h36v1.300H5zm0 5h36v1.300H5zm0 5h36v1.300H5z"/><path fill="#8c5a30" d="M27 18h14v20H27z" opacity=".45"/>
<path fill="#6d4534" d="M1 20L10 5h26l9 15z"/><path fill="#5a3729" d="M28 5h8l9 15H31z"/><rect x="19.500" y="25" width="8" height="13" rx="1" fill="#5a3729"/><circle cx="25.500" cy="32" r=".9" fill="#ffd35c"/>
<g><rect x="8.500" y="24" width="7" height="7" fill="#ffd978"/><path fill="#6d4534" d="M11.500 24h1v7h-1zM8.500 27h7v1h-7z"/><rect x="31.500" y="24" width="7" height="7" fill="#ffd978"/><path fill="#6d4534" d="M34.500 24h1v7h-1zM31.500 27h7v1h-7z"/></g>`,
    lamps: [{ x: 23, y: 28, reach: 17, colour: '#ffc465' }],
  },
  barn: {
    width: 46,
    height: 42,
    body: `<path fill="#c8362f" d="M5 20L11 9l12-7 12 7 6 11v22H5z"/><path fill="#a32a2a" d="M23 2l12 7 6 11v22H27V20z" opacity=".7"/><path fill="#5b4a52" d="M2 20L9 8 23 0l14 8 7 12-3 1-6-11-12-7-12 7-6 11z"/><path fill="#f4f4f4" d="M14 26h18v16H14z"/><path fill="#b5302c" d="M15.500 27.500h7V42h-7zM23.500 27.500h7V42h-7z"/><path stroke="#f4f4f4" stroke-width="1.300" d="M15.500 28l7 14m0-14l-7 14m8-14l7 14m0-14l-7 14"/><rect x="19" y="12" width="8" height="7" rx="1" fill="#f4f4f4"/><rect x="20.200" y="13.200" width="5.600" height="4.600" fill="#5a3a3a"/>`,
  },
  tower: {
    width: 26,
    height: 56,
    body: `<path fill="#a9a5b5" d="M5 16h16l2 40H3z"/><path fill="#8b8799" d="M14 16h7l2 40h-8z"/><path fill="#b8b4c4" d="M2 8h4v4h3V8h4v4h3V8h4v4h4v7H2z"/><path fill="#8b8799" d="M16 12h4V8h4v11h-8z"/><path fill="#7d4fa0" d="M12.500 1h1v8h-1z"/><path fill="#f8312f" d="M13.500 1l8 2.500-8 2.500z"/><rect x="10.500" y="23" width="4" height="7" rx="2" fill="#ffdf8a"/><rect x="9" y="45" width="8" height="11" rx="4" fill="#5b4634"/><path fill="#918d9f" d="M6 34h4v2H6zm9 4h4v2h-4zM7 40h4v2H7zm9-12h3v2h-3z"/>`,
    lamps: [{ x: 12.5, y: 26, reach: 9, colour: '#ffd37a' }],
  },
  bridge: {
    width: 84,
    height: 34,
    body: `<path fill="#b5606a" d="M18 2h4v32h-4zM62 2h4v32h-4z"/><path fill="#93485a" d="M20.500 2H22v32h-1.500zM64.500 2H66v32h-1.500z"/><path fill="none" stroke="#c97a80" stroke-width="1.300" d="M0 16Q12 15 20 4q22 28 44 0 8 11 20 12"/><path stroke="#c97a80" stroke-width=".7" d="M6 15v7M12 12v10M26 9.500V22M32 14v8M38 16.500V22M44 16.800V22M50 15v7M56 11v11M72 12v10M78 15v7"/><path fill="#7d4450" d="M0 21h84v4.500H0z"/><path fill="#5f323f" d="M0 24h84v2H0z"/>`,
  },
  pyramid: {
    width: 56,
    height: 36,
    body: `<path fill="#e8c078" d="M28 1L55 36H1z"/><path fill="#c08f4c" d="M28 1L55 36H36z"/><path fill="#d6aa62" d="M22 9h8l2 2H20.500zM15.500 17.500H32l1 2H14zM9 26h24.800l.8 2H7.500z"/><path fill="#8a5f30" d="M17 36v-6h5v6z"/>`,
  },
  igloo: {
    width: 46,
    height: 28,
    body: `<path fill="#e8f4fc" d="M2 28C2 12 11 2 22 2s20 10 20 26z"/><path fill="#c5dcee" d="M26 2.400C35 4.500 42 14 42 28H32c0-12-2-20-6-25.600z"/><path fill="none" stroke="#a9c8e0" stroke-width="1" d="M4 18h36M9 10h27M14 10v8M23 2v8M30 10v8M8 18v10M36 18v10"/><path fill="#cfe4f3" d="M13 28c0-9 4-13 9-13s9 4 9 13z"/><path fill="#35527a" d="M16 28c0-7 2.500-10 6-10s6 3 6 10z"/>`,
  },
  'wind-turbine': {
    width: 40,
    height: 64,
    body: `<path fill="#e6eaf0" d="M18.800 24h2.400l1.300 40h-5z"/><path fill="#c3cad6" d="M20 24h1.200l1.300 40H20z"/><g fill="#fbfcff" stroke="#c3cad6" stroke-width=".5"><path d="M19 23C17 15 18 6 20.500 0c1.500 7 1.500 16 .8 23z"/><path d="M20.500 25c8 1 16 6 20 11.500C33 35 25 31 19.500 26.500z"/><path d="M20 24.500c-4 7-12 13-18.500 15C5 33 11 27 18.500 23z"/></g><circle cx="20" cy="24" r="2" fill="#98a3b5"/>`,
  },
  well: {
    width: 34,
    height: 38,
    body: `<path fill="#7a5138" d="M5 12h3v16H5zM26 12h3v16h-3z"/><path fill="#a4503f" d="M1 14L17 2l16 12z"/><path fill="#83392f" d="M17 2l16 12H22z"/><path fill="#5a3a2b" d="M8 17h18v2H8z"/><path stroke="#d9c79a" d="M17 19v6"/><path fill="#9a96a6" d="M3 26h28v12H3z"/><path fill="#7d7989" d="M21 26h10v12H21z"/><path fill="#b5b1c0" d="M3 26h28v3H3z"/><path fill="#827e8e" d="M8 31h5v2H8zm8 3h6v2h-6zm8-3h4v2h-4zM5 35h4v2H5z"/>`,
  },
  treehouse: {
    width: 44,
    height: 54,
    body: `<path fill="#7b5236" d="M18 26h8l2 28H16z"/><path fill="#4f9a4a" d="M22 1c8 0 12 5 12 9 6 0 9 5 8 10s-6 8-11 7H12C6 28 1 25 2 19s5-8 9-8c0-5 4-10 11-10z"/><path fill="#6bb45a" d="M20 3c-5 0-8 4-7 8-5 0-8 3-8 6 4-3 9-3 12-1-1-5 1-9 3-13z"/><path fill="#b98255" d="M11 22h22v13H11z"/><path fill="#9c6a42" d="M25 22h8v13h-8z"/><path fill="#c4553f" d="M8 23l14-10 14 10z"/><rect x="19.500" y="26" width="5" height="9" fill="#5a3729"/><rect x="13" y="26" width="4.500" height="4.500" fill="#ffd978"/><rect x="27" y="26" width="4.500" height="4.500" fill="#ffd978"/><path fill="#8c5a30" d="M8 35h28v2.500H8z"/><path stroke="#8c5a30" stroke-width="1" d="M28 37v17M33 37v17M28 41h5m-5 4h5m-5 4h5"/>`,
    lamps: [{ x: 22, y: 28, reach: 12, colour: '#ffc465' }],
  },
} as const satisfies Record<string, Drawing>
