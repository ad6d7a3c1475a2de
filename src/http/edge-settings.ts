/** Who may use the API from where, and what it shows of itself. */
export interface EdgeSettings {
  /** Whether to offer GraphiQL and introspection, and to suggest names in errors. */
  publicExplorer: boolean
}
