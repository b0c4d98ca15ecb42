/** Returns the day where the machine is, `YYYY-MM-DD`: what people mean by today. */
export function today(): string {
  const now = new Date();
  const pad = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}
