/** Staff speak to customers by first name: the surname is nobody's business at the door. Titles alone are no name. */
export function first_name(name: string): string {
  const words = name.trim().split(/\s+/);
  return words.find((word) => !/^(mr|mrs|ms|dr|prof|chief|alhaji|engr)\.?$/i.test(word)) ?? words[0] ?? name;
}
