// What was chosen, put where a text names it.

export function putIn(text: string, chosen: Record<string, string>): string {
  return text.replace(/\$\{(\w+)[^}]*\}|\$(\w+)/g, (whole, braced, bare) => {
    return chosen[braced ?? bare] ?? whole;
  });
}
