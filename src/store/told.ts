/** What every statement answers in which messages for clients may be written. */
export interface Told {
  /** There are messages to deliver, of this member or of a neighbour. */
  told: boolean
}
