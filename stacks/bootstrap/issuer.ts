/** The issuer of the tokens of GitHub's workflows. */
export const ISSUER = "token.actions.githubusercontent.com";
