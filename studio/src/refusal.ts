/**
 * The request cannot be done as it stands, and never will: a file that is no picture, a language that nobody here speaks. The
 * message is for the client: what is wrong with which part, and what would work instead.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
