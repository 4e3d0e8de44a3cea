/** One page of a list. */
export interface Page<Row> {
  rows: Row[]
  /** Whether more come after it. */
  isMore: boolean
}

/** Reads a page by a list that is asked for one row more than fits, which says whether there is another page. */
export async function readPage<Query extends { limit: number }, Row>(
  query: Query,
  list: (query: Query) => Promise<Row[]>,
): Promise<Page<Row>> {
  const rows = await list({ ...query, limit: query.limit + 1 })
  return { rows: rows.slice(0, query.limit), isMore: rows.length > query.limit }
}
