import { FunctionError } from "./errors";

/** The environment variable as text. Throws InvalidSetting when it is missing or empty. */
export function textSetting(name: string): string {
  const value = process.env[name];
  if (!value) throw new FunctionError("InvalidSetting", `${name} is not set: set it in the function's environment.`);
  return value;
}

/** The environment variable as an integer from `least` to `most`. Throws InvalidSetting. */
export function integerSetting(name: string, least: number, most: number): number {
  const text = textSetting(name);
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new FunctionError("InvalidSetting", `${name} is "${text}": expected an integer from ${least} to ${most}.`);
  }
  return value;
}

/**
 * The environment variable as the address of a service, without a trailing slash. A key is sent there, so it must be
 * https; plain http is allowed to loopback only. Throws InvalidSetting.
 */
export function urlSetting(name: string): string {
  const text = textSetting(name);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url?.hostname === "localhost" || url?.hostname === "127.0.0.1" || url?.hostname === "[::1]";
  if (url?.protocol !== "https:" && !(url?.protocol === "http:" && isLoopback)) {
    throw new FunctionError("InvalidSetting", `${name} is "${text}": expected an https URL, or http to loopback.`);
  }
  return text.replace(/\/+$/, "");
}
