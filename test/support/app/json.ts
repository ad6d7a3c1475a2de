// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what a test asserts.
export type Json = any
