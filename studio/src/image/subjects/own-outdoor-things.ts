import type { Drawing } from './drawing.ts'

/** What people take outdoors, and what grows and drifts there. To add one: an entry here. */
export const ownOutdoorThings = {
  'fishing rod': {
    width: 44,
    height: 40,
    body: `<path fill="none" stroke="#7f8aa3" stroke-width=".7" d="M33 3C39 11 40 22 40 31"/><g fill="none" stroke-linecap="round"><path stroke="#b07a4a" stroke-width="1.300" d="M11 28L33 3"/><path stroke="#5a3a28" stroke-width="2.600" d="M2.500 38L13 25.700"/></g><circle cx="11.500" cy="31.500" r="2.600" fill="#6b7486"/><circle cx="11.500" cy="31.500" r="1.200" fill="#c9d2df"/><circle cx="40" cy="33.500" r="2.300" fill="#fff"/><path fill="#f8312f" d="M37.700 33.500a2.300 2.300 0 0 1 4.600 0z"/>`,
  },
  'watering can': {
    width: 46,
    height: 34,
    body: `<path fill="none" stroke="#2f74b8" stroke-width="2.400" d="M9 13C8 0 25 0 26 11"/><path fill="#2f74b8" d="M26 23l9.500-13.500 3 2L28 30z"/><path fill="#7ab8ee" d="M33.500 6.500l8 5.500-2 3-8-5.500z"/><path fill="#3f8fd8" d="M6 12h22l2 20c0 1-.8 2-2 2H6c-1.200 0-2-1-2-2z"/><path fill="#2f74b8" d="M21 12h7l2 20c0 1-.8 2-2 2h-8c1.500-6 2-14 1-22z"/><path fill="#7ab8ee" d="M5 11h24v3H5z"/><g fill="#7fd0f5"><circle cx="41" cy="18" r="1.100"/><circle cx="43.500" cy="23" r="1.100"/><circle cx="40" cy="25" r="1.100"/><circle cx="44" cy="29.500" r="1.100"/><circle cx="41" cy="32" r="1.100"/></g>`,
  },
  'picnic blanket': {
    width: 76,
    height: 18,
    body: `<path fill="#f7ece0" d="M12 1h52l12 15H0z"/><path fill="#a8322f" d="M0 16h76v2H0z"/><g fill="#d8433f" opacity=".62"><path d="M12 1h6.500L9.500 16H0zM25 1h6.500l-3 15H19zM38 1h6.500l3 15H38zM51 1h6.500l9 15H57z"/><path d="M9.600 4h56.800l2.400 3H7.200zM4.800 10h66.400l2.400 3H2.400z"/></g>`,
  },
  'picnic basket': {
    width: 36,
    height: 32,
    body: `<path fill="none" stroke="#8c5a30" stroke-width="2.600" d="M7 14C7-2 29-2 29 14"/><path fill="#c48f5c" d="M3 14h30l-2.500 17c0 .6-.6 1-1.200 1H6.700c-.6 0-1.100-.4-1.200-1z"/><g fill="none" stroke="#9a683a" stroke-width="1.100"><path d="M3.500 19h29M4.200 23.500h27.600M5 28h26M9 16l1.500 16M15 16l.6 16M21 16l-.6 16M27 16l-1.500 16"/></g><path fill="#a8713f" d="M1 12h34v4.500H1z"/><path fill="#e05a4a" d="M18 12h12l-4 10z"/><path fill="#f7ece0" d="M21 12h2l3.800 8-.8 2zM26 12h2l-1 6z"/>`,
  },
  'blossom tree': {
    width: 52,
    height: 54,
    body: `<path fill="#6d4534" d="M23 54c1.500-7 1-13-1-19l-8-9 2-1.500 8 6 .8-8h2.800l1 9 8-7.500 2 1.800-8.600 9c-1.500 6-1.500 12 .5 19.200z"/><path fill="#533328" d="M27 54c-.6-8-.4-14 1-20l8.600-8.300 2 1.800-8.600 9c-1.500 6-1.500 11 .5 17.500z"/><g fill="#f08db4"><circle cx="11" cy="24" r="9.500"/><circle cx="41" cy="24" r="9.500"/><circle cx="17" cy="13" r="10"/><circle cx="35" cy="13" r="10"/><circle cx="26" cy="20" r="12"/></g><g fill="#ffb3d0"><circle cx="10" cy="22.500" r="7.600"/><circle cx="40" cy="22.500" r="7.600"/><circle cx="16.500" cy="11.500" r="8.200"/><circle cx="34" cy="11" r="8.200"/><circle cx="25" cy="17" r="9.600"/></g><g fill="#ffdbe9"><circle cx="8" cy="20" r="1.600"/><circle cx="13" cy="25" r="1.300"/><circle cx="15" cy="9" r="1.800"/><circle cx="20" cy="14" r="1.400"/><circle cx="26" cy="9" r="1.500"/><circle cx="24" cy="20" r="1.700"/><circle cx="31" cy="15" r="1.400"/><circle cx="36" cy="8" r="1.700"/><circle cx="38" cy="20" r="1.600"/><circle cx="43" cy="25" r="1.400"/><circle cx="31" cy="24" r="1.300"/></g><g fill="#ffb3d0"><path d="M6 40l2-1 1 1.600-2 1zM44 42l2-1.200 1 1.700-2 1zM38 48l2-1 1 1.600-2 1zM13 49l2-1 1 1.600-2 1z"/></g>`,
  },
  iceberg: {
    width: 84,
    height: 46,
    body: `<path fill="#cdeaf7" d="M0 46L4 19l6-4 38-1 8-6L64 0l9 12 4 15 7 19z"/><path fill="#f4fbff" d="M4 19l6-4 38-1 8-6L64 0l2 14-8 6-12 1-40 2z"/><path fill="#a3d3ea" d="M64 0l9 12 4 15 7 19H62l-2-14 6-18zM20 46l3-23h10l4 23z"/><path fill="#86bfdc" d="M73 12l4 15 7 19h-9l-5-18zM28 46l-1-15 6-8 4 23z"/><path fill="#b8def0" d="M46 21l12-1 2 12 2 14H45z"/>`,
  },
} as const satisfies Record<string, Drawing>
